#pragma once

#include "wasi/clock.h"
#include "wasi/host.h"
#include "wasi/random_source.h"

namespace wald::wasi {

class HostClock final : public Clock {
public:
  Errno now(ClockId clock, std::uint64_t& time) override { return host::clockTime(clock, time); }
  Errno resolution(ClockId clock, std::uint64_t& resolution) override {
    return host::clockResolution(clock, resolution);
  }
};

class HostRandom final : public RandomSource {
public:
  Errno fill(std::span<std::uint8_t> bytes) override { return host::random(bytes); }
};

}  // namespace wald::wasi
