#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "wasm/module.h"

namespace wald::wasm {

/// Where an active data segment goes, and its bytes.
struct PlacedData {
  std::uint32_t memory = 0;
  std::uint64_t place = 0;
  std::span<const std::uint8_t> bytes;

  std::uint64_t end() const { return place + bytes.size(); }
};

/// Nothing unless the module alone says that an active segment goes to a place in a memory of its own, and fits there.
std::optional<PlacedData> placedData(const Module& module, const DataSegment& segment);

}  // namespace wald::wasm
