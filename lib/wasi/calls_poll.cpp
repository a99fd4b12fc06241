#include <algorithm>
#include <vector>

#include "wasi/calls.h"
#include "wasi/calls_poll.h"
#include "wasi/capability.h"

namespace wald::wasi::calls {

namespace {

/// What one `poll_oneoff` waits for.
class Waiting {
public:
  Waiting(Call& call, std::span<const Subscription> subscriptions)
      : call_(call), subscriptions_(subscriptions) {}

  /// Waits until an event is there, of which every subscription gives at most one.
  Errno run(std::vector<Event>& events) {
    for (const Subscription& subscription : subscriptions_) add(subscription);
    do {
      if (const Errno error = wait(); error != Errno::Success) return error;
      collect(events);
    } while (events.empty());
    return Errno::Success;
  }

private:
  /// Waits on the host for what may come first. Returns early at times.
  Errno wait() {
    if (errors_ || isReadyAlready_) return host::poll(items_, 0);
    const auto left = untilDeadline();
    if (!left) return host::poll(items_, std::nullopt);
    // By the guest's clock no time passes if something is ready.
    if (!items_.empty() || *left == 0) {
      const Errno error = host::poll(items_, 0);
      const bool isReady = std::ranges::any_of(items_, &host::PollItem::ready);
      if (error != Errno::Success || isReady || *left == 0) return error;
    }
    const std::uint64_t onHost = call_.state.clock->wait(*left);
    if (onHost != 0) return host::poll(items_, onHost);
    return host::Interruptible::isStopped() ? Errno::Intr : Errno::Success;
  }

  /// A subscription with what became of it.
  struct Entry {
    const Subscription* subscription;
    EventType type = EventType::Clock;
    Errno error = Errno::Success;
    std::uint64_t deadline = 0;  ///< of a clock
    std::size_t item = 0;        ///< of a descriptor
  };

  void add(const Subscription& subscription) {
    Entry entry{&subscription, static_cast<EventType>(subscription.tag)};
    entry.error = entry.type == EventType::Clock ? addClock(entry) : addDescriptor(entry);
    errors_ = errors_ || entry.error != Errno::Success;
    entries_.push_back(entry);
  }

  Errno addClock(Entry& entry) {
    const Subscription& clock = *entry.subscription;
    if (!call_.state.clocks) return refuse(Errno::NotGranted);
    if ((clock.flags & ~subscriptionAbsoluteTime) != 0) return Errno::Inval;
    const auto id = static_cast<ClockId>(clock.target);
    std::uint64_t now = 0;
    if (const Errno error = call_.state.clock->now(id, now); error != Errno::Success) return error;
    // Time that the processor spends does not pass while we wait.
    if (id != ClockId::Realtime && id != ClockId::Monotonic) return Errno::NotSup;
    const bool absolute = clock.flags & subscriptionAbsoluteTime;
    const std::uint64_t sum = now + clock.timeout;
    entry.deadline = absolute ? clock.timeout : sum < now ? ~std::uint64_t{0} : sum;
    return Errno::Success;
  }

  Errno addDescriptor(Entry& entry) {
    DescriptorPtr file = call_.state.descriptors.find(entry.subscription->target);
    if (file == nullptr) return Errno::BadF;
    if ((file->rights() & right::PollFdReadwrite) == 0) {
      return refuse(capability::refusal(call_, *file, right::PollFdReadwrite));
    }
    entry.item = items_.size();
    const int fd = file->resource->hostFd();
    items_.push_back({.fd = fd, .write = entry.type == EventType::FdWrite});
    isReadyAlready_ = isReadyAlready_ || fd < 0;
    files_.push_back(std::move(file));
    return Errno::Success;
  }

  /// The call itself succeeds, but is a refusal all the same.
  Errno refuse(Errno reason) {
    call_.refusal = reason;
    return reason;
  }

  std::uint64_t remaining(const Entry& entry) const {
    std::uint64_t now = 0;
    static_cast<void>(
        call_.state.clock->now(static_cast<ClockId>(entry.subscription->target), now));
    return entry.deadline > now ? entry.deadline - now : 0;
  }

  /// How long the first clock has to go; none without a clock.
  std::optional<std::uint64_t> untilDeadline() const {
    std::optional<std::uint64_t> least;
    for (const Entry& entry : entries_) {
      if (entry.type != EventType::Clock) continue;
      const std::uint64_t time = remaining(entry);
      least = least ? std::min(*least, time) : time;
    }
    return least;
  }

  void collect(std::vector<Event>& events) const {
    for (const Entry& entry : entries_) {
      Event event;
      event.userdata = entry.subscription->userdata;
      event.type = entry.type;
      event.error = toGuest(entry.error);
      if (entry.error != Errno::Success || happened(entry, event)) events.push_back(event);
    }
  }

  bool happened(const Entry& entry, Event& event) const {
    if (entry.type == EventType::Clock) return remaining(entry) == 0;
    const host::PollItem& item = items_[entry.item];
    if (item.fd < 0) {
      if (!item.write) event.size = files_[entry.item]->resource->available();
      return true;
    }
    if (item.invalid) event.error = Errno::BadF;
    if (item.hangup) event.flags = eventHangup;
    event.size = item.available;
    return item.ready;
  }

  // The list for the system is made of the items once more.
  static_assert(limits::subscriptions *
                    (sizeof(Subscription) + sizeof(Entry) + 2 * sizeof(host::PollItem) +
                     sizeof(DescriptorPtr) + sizeof(Event)) *
                    2 <=
                limits::callBytes);

  Call& call_;
  std::span<const Subscription> subscriptions_;
  std::vector<Entry> entries_;
  std::vector<host::PollItem> items_;
  std::vector<DescriptorPtr> files_;  ///< open as long as we wait
  bool errors_ = false;
  bool isReadyAlready_ = false;  ///< a descriptor that is no one's to wait for
};

bool isEventType(std::uint8_t tag) { return tag <= static_cast<std::uint8_t>(EventType::FdWrite); }

}  // namespace

Errno waitForEvents(Call& call, std::span<const Subscription> subscriptions,
                    std::span<std::uint8_t> target, Out<std::uint32_t> result) {
  const auto isKnown = [](const Subscription& item) { return isEventType(item.tag); };
  if (!std::ranges::all_of(subscriptions, isKnown)) return Errno::Inval;

  std::vector<Event> events;
  const Errno error = Waiting(call, subscriptions).run(events);
  if (error != Errno::Success) return error;
  std::memcpy(target.data(), events.data(), events.size() * sizeof(Event));
  result.set(static_cast<std::uint32_t>(events.size()));
  return Errno::Success;
}

Errno pollOneoff(Call& call, GuestPtr in, GuestPtr out, std::uint32_t count,
                 Out<std::uint32_t> result) {
  const auto same = [](const Subscription& subscription) { return subscription; };
  return pollWith<Subscription>(call, in, out, count, result, same);
}

}  // namespace wald::wasi::calls
