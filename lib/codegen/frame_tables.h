#pragma once

#include <map>
#include <span>
#include <tuple>

#include <llvm/DebugInfo/DWARF/DWARFDebugFrame.h>

#include "codegen/object_image.h"

namespace wald::codegen {

/// Makes the tables of unwinding and of landing pads from what compilers write for C++: `.eh_frame` and `.gcc_except_table`,
/// relocated, in the image's memory.
class FrameTables {
public:
  FrameTables(std::span<const std::uint8_t> memory, ObjectImage& image)
      : memory_(memory), image_(image) {}

  /// Adds what an `.eh_frame` at the address says.
  Result<void> add(std::uint64_t address, std::uint64_t size);
  /// Sorts the tables.
  void finish();

private:
  Result<void> addFunction(const llvm::dwarf::FDE& function);
  Result<artifact::UnwindShape> shapeOf(const llvm::dwarf::UnwindRow& row);
  std::uint32_t indexOf(const artifact::UnwindShape& shape);
  /// `function` is the start that ranges count from.
  Result<void> addLandingPads(std::uint64_t lsda, std::uint64_t function);

  std::span<const std::uint8_t> memory_;
  ObjectImage& image_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> shapes_;
};

}  // namespace wald::codegen
