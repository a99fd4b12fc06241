#pragma once

#include <cstring>
#include <vector>

#include "wasi/state.h"

namespace wald::wasi::calls {

/// Waits until one of the subscriptions has an event, and writes those that there are.
Errno waitForEvents(Call& call, std::span<const Subscription> subscriptions,
                    std::span<std::uint8_t> events, Out<std::uint32_t> result);

/// `poll_oneoff` over subscriptions as a version of the interface lays them out, made into those of preview 1 by `translate`.
template <typename GuestSubscription, typename Translate>
Errno pollWith(Call& call, GuestPtr in, GuestPtr out, std::uint32_t count,
               Out<std::uint32_t> result, Translate translate) {
  if (count == 0 || count > limits::subscriptions) return Errno::Inval;
  const auto source = call.memory.bytes(in, std::uint64_t{count} * sizeof(GuestSubscription));
  const auto target = call.memory.bytes(out, std::uint64_t{count} * sizeof(Event));
  if (!source || !target) return Errno::Fault;

  // Copied first, since events may be written over them.
  std::vector<Subscription> subscriptions(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    GuestSubscription subscription;
    std::memcpy(&subscription, source->data() + std::size_t{i} * sizeof subscription,
                sizeof subscription);
    subscriptions[i] = translate(subscription);
  }
  return waitForEvents(call, subscriptions, *target, result);
}

}  // namespace wald::wasi::calls
