#pragma once

#include <cstdint>
#include <span>

namespace wald::artifact {

// What is known of compiled code besides the code itself. Code is named by its offset from the start of the code.

/// From `code` on, up to the next one, instructions belong to the WebAssembly instruction at `offset` in the module's bytes.
struct CallSite {
  std::uint32_t code;
  std::uint32_t offset;
};

/// How to get from a frame to its caller's: where the frame's top (the canonical frame address, above the return address) is, and
/// which registers of the caller are saved how far below it.
struct UnwindShape {
  static constexpr unsigned registers = 6;  ///< rbx, rbp, r12, r13, r14, r15, in this order

  std::uint32_t cfaOffset;         ///< from rsp, or from rbp, to the top
  std::uint16_t saved[registers];  ///< bytes below the top; 0: not saved
  bool cfaIsRbp;
};

/// From `code` on, up to the next one, frames have the shape of that index.
struct UnwindRow {
  std::uint32_t code;
  std::uint32_t shape;
};

/// An exception thrown by a call whose instruction ends in `(begin, end]` is handled at `pad`.
struct LandingPad {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t pad;
};

/// All tables are sorted by their first member. Views: something else owns what they show.
struct Tables {
  std::span<const std::uint32_t>
      functions;  ///< starts of the defined functions, and the end of the last one
  std::span<const CallSite> callSites;
  std::span<const UnwindRow> unwindRows;
  std::span<const UnwindShape> unwindShapes;
  std::span<const LandingPad> landingPads;
  std::span<const std::uint8_t> code;
};

}  // namespace wald::artifact
