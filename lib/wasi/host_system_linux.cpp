#include <algorithm>
#include <cerrno>
#include <ctime>
#include <vector>

#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/random.h>

#include "wasi/host.h"
#include "wasi/retry_posix.h"

namespace wald::wasi::host {

namespace {

std::optional<clockid_t> hostClock(ClockId clock) {
  switch (clock) {
    case ClockId::Realtime: return CLOCK_REALTIME;
    case ClockId::Monotonic: return CLOCK_MONOTONIC;
    case ClockId::ProcessCpuTime: return CLOCK_PROCESS_CPUTIME_ID;
    case ClockId::ThreadCpuTime: return CLOCK_THREAD_CPUTIME_ID;
  }
  return std::nullopt;
}

constexpr std::uint64_t second = 1'000'000'000;

std::uint64_t nanoseconds(const timespec& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * second +
         static_cast<std::uint64_t>(time.tv_nsec);
}

void report(PollItem& item, const pollfd& found) {
  item.invalid = found.revents & POLLNVAL;
  item.ready = found.revents != 0;
  item.hangup = found.revents & (POLLHUP | POLLERR);
  int available = 0;
  if (item.ready && !item.write && ::ioctl(item.fd, FIONREAD, &available) == 0 && available > 0) {
    item.available = static_cast<std::uint64_t>(available);
  }
}

}  // namespace

Errno clockTime(ClockId clock, std::uint64_t& time) {
  const auto id = hostClock(clock);
  timespec now;
  if (!id) return Errno::Inval;
  if (::clock_gettime(*id, &now) != 0) return fromHost(errno);
  time = nanoseconds(now);
  return Errno::Success;
}

Errno clockResolution(ClockId clock, std::uint64_t& resolution) {
  const auto id = hostClock(clock);
  timespec step;
  if (!id) return Errno::Inval;
  if (::clock_getres(*id, &step) != 0) return fromHost(errno);
  resolution = nanoseconds(step);
  return Errno::Success;
}

Errno random(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const std::size_t piece = std::min(bytes.size(), limits::randomChunk);
    const auto got = retry([&] { return ::getrandom(bytes.data(), piece, 0); });
    if (got < 0) return fromHost(errno);
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
  return Errno::Success;
}

void yield() { ::sched_yield(); }

Errno poll(std::span<PollItem> items, std::optional<std::uint64_t> timeout) {
  std::vector<pollfd> list(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    list[i] = {items[i].fd, static_cast<short>(items[i].write ? POLLOUT : POLLIN), 0};
  }
  timespec limit{};
  if (timeout) {
    limit.tv_sec = static_cast<time_t>(*timeout / second);
    limit.tv_nsec = static_cast<long>(*timeout % second);
  }
  const int count = ::ppoll(list.data(), list.size(), timeout ? &limit : nullptr, nullptr);
  if (count < 0 && errno == EINTR && !Interruptible::isStopped()) return Errno::Success;
  if (count < 0) return fromHost(errno);
  for (std::size_t i = 0; count > 0 && i < items.size(); ++i) report(items[i], list[i]);
  return Errno::Success;
}

}  // namespace wald::wasi::host
