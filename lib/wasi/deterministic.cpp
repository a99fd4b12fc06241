#include "wasi/deterministic.h"

#include <algorithm>
#include <cstring>

namespace wald::wasi {

Errno DeterministicClock::now(ClockId clock, std::uint64_t& time) {
  if (clock > ClockId::ThreadCpuTime) return Errno::Inval;
  time = passed_.fetch_add(step) + step;
  if (clock == ClockId::Realtime) time += beginning;
  return Errno::Success;
}

Errno DeterministicClock::resolution(ClockId clock, std::uint64_t& resolution) {
  if (clock > ClockId::ThreadCpuTime) return Errno::Inval;
  resolution = step;
  return Errno::Success;
}

Errno SeededRandom::fill(std::span<std::uint8_t> bytes) {
  const std::lock_guard lock(mutex_);
  while (!bytes.empty()) {
    const std::uint64_t word = random_();
    const std::size_t count = std::min(sizeof word, bytes.size());
    std::memcpy(bytes.data(), &word, count);
    bytes = bytes.subspan(count);
  }
  return Errno::Success;
}

}  // namespace wald::wasi
