#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "support/function_distance.h"
#include "wasm/opcode.h"

namespace wald::wasm {

/// Functions by instruction and column, as distances (support/function_distance.h). A family says which:
///
///     struct Family {  // in a namespace that has a name
///       using Function = …;
///       static constexpr unsigned columns = …;
///       static constexpr bool has(Opcode op);
///       template <Opcode Op, unsigned Column>
///       static constexpr Function* at();  // may be null
///     };
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#endif
template <typename Family>
class InstructionTable {
public:
  using Function = typename Family::Function;

  /// Null if the family does not have the instruction, or nothing in that column.
  static Function* at(Opcode op, unsigned column = 0) {
    static_cast<void>(&define);
    const unsigned row = rows[static_cast<unsigned>(op)];
    if (row == 0) return nullptr;
    return functionAt<Function>(distances + (row - 1) * Family::columns + column);
  }

private:
  /// Made by `define`.
  static const std::int32_t distances[];

  /// One more than the row of each instruction; 0 for those that the family does not have.
  static constexpr auto rows = [] {
    std::array<std::uint8_t, opcodeCount> made{};
    unsigned count = 0;
    for (unsigned op = 0; op < opcodeCount; ++op)
      if (Family::has(static_cast<Opcode>(op))) made[op] = static_cast<std::uint8_t>(++count);
    return made;
  }();

  template <Function* F>
  [[gnu::always_inline]] static void entry() {
    asm volatile("  .pushsection .rodata.%c0,\"a\"\n  .long %c1 - .\n  .popsection"
                 :
                 : "s"(distances), "s"(F));
  }
  [[gnu::always_inline]] static void noEntry() {
    asm volatile("  .pushsection .rodata.%c0,\"a\"\n  .long 0\n  .popsection" : : "s"(distances));
  }

  template <Opcode Op, unsigned Column>
  [[gnu::always_inline]] static void column() {
    constexpr Function* function = Family::template at<Op, Column>();
    if constexpr (function == nullptr) {
      noEntry();
    } else {
      entry<function>();
    }
  }

  template <Opcode Op, unsigned... Columns>
  [[gnu::always_inline]] static void row(std::integer_sequence<unsigned, Columns...>) {
    (column<Op, Columns>(), ...);
  }

  /// Never called: what matters is what the assembler makes of it.
  [[gnu::used, gnu::noinline]] static void define() {
    asm volatile("  .pushsection .rodata.%c0,\"a\"\n  .balign 4\n  .weak %c0\n  .hidden %c0\n%c0:\n"
                 "  .popsection"
                 :
                 : "s"(distances));
    constexpr std::make_integer_sequence<unsigned, Family::columns> columns;
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) \
  if constexpr (Family::has(Opcode::name)) row<Opcode::name>(columns);
#include "wasm/ops.def"
  }
};
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

}  // namespace wald::wasm
