#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "artifact/format.h"
#include "artifact/tables.h"

namespace wald::artifact {

/// What is written to an artifact.
struct Contents {
  Tables tables;
  std::span<const std::uint8_t> module;  ///< without its code section
  Variant variant;
  std::uint64_t cpuFeatures = 0;
  std::string_view cpu;  ///< the name of the CPU
};

/// The bytes of an artifact; equal contents give equal bytes.
std::vector<std::uint8_t> writeArtifact(const Contents& contents);

}  // namespace wald::artifact
