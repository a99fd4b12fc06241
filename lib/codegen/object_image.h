#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "artifact/tables.h"
#include "codegen/partition_compiler.h"

namespace wald::codegen {

/// Code that runs wherever it is put, and what is known of it.
struct ObjectImage {
  std::vector<std::uint32_t> functions;
  std::vector<artifact::CallSite> callSites;
  std::vector<artifact::UnwindRow> unwindRows;
  std::vector<artifact::UnwindShape> unwindShapes;
  std::vector<artifact::LandingPad> landingPads;
  std::vector<std::uint8_t> code;

  artifact::Tables tables() const {
    return {functions, callSites, unwindRows, unwindShapes, landingPads, code};
  }
};

/// Links relocatable ELF objects: first the code of all in their order, then their constants. Function N is the symbol `f<N>`; `bodies` has for each
/// function its offset in the module, which instructions get that have no line of their own at a function's start.
/// Fails with `Internal`, naming the symbol or section, if something is undefined or would need an address at load time.
Result<ObjectImage> linkObjects(std::span<const Bytes> objects,
                                std::span<const std::uint32_t> bodies);

}  // namespace wald::codegen
