#pragma once

#include <cstdint>
#include <span>

#include "wasi/types.h"

namespace wald::wasi {

/// Where random numbers of guests come from: the host, or what an embedder puts in its place (`Config::randomSource`). Called on the guests'
/// threads, at the same time by several.
class RandomSource {
public:
  RandomSource() = default;
  virtual ~RandomSource() = default;
  RandomSource(const RandomSource&) = delete;
  RandomSource& operator=(const RandomSource&) = delete;

  /// Fills all of it: guests make keys of these bytes. An error is what the guest is told.
  virtual Errno fill(std::span<std::uint8_t> bytes) = 0;
};

}  // namespace wald::wasi
