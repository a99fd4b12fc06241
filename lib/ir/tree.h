#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "support/arena.h"
#include "wasm/module.h"
#include "wasm/opcode.h"

namespace wald::ir {

/// A variable of a function's frame, numbered in slots of 8 bytes: first the parameters, then the other
/// locals, then temporaries, one for each height of the operand stack. A v128 takes two slots. The numbering
/// follows from the function alone, so that both engines agree on it.
using Var = std::uint32_t;

using LabelId = std::uint32_t;

/// What an operator does besides yielding its value.
enum Effect : std::uint8_t {
  MayTrap = 1,
  ReadsState = 2,   // of memory, globals or tables
  WritesState = 4,  // the same, or calls: only at the root of a statement
};

/// Where control may go from a `BrTable` or a `TryTable`.
struct Targets {
  std::span<const LabelId> labels;
  std::span<const wasm::CatchClause> catches;  ///< of `TryTable`
};

/// An operator with its operands: a plain WebAssembly instruction, whose operands are trees instead of what lies on
/// the stack. A leaf is a constant or `LocalGet`, of which a function has one for all trees that read the variable.
///
/// `a`, `b`, `c`, `value` and `high` are the instruction's immediates as in `wasm::Instruction`, except where said:
/// - `LocalGet`, `LocalSet`: `a` is a `Var` (a local or a temporary).
/// - `Call`, `CallIndirect`, `CallRef`: `c` is the first `Var` of arguments and of results, `kids` the arguments
///   (then the table index or the reference).
/// - `Block`, `Loop`, `If`, `Else`, `End`: `a` is the `LabelId`. `If` has the condition as its operand.
/// - `Br`, `BrIf`, `BrTable`, `BrOnNull`, `BrOnNonNull`: `a` is the `LabelId` (the default's), `b` the first `Var` of the values that
///   go along, `c` their number of slots. They are copied to the label's `target` if they do not lie there.
/// - `Return`: one operand if the function has one result; else `b` and `c` as for a branch.
/// - `ReturnCall…`: arguments as operands, `c` their first `Var`.
/// - `RefTest`, `RefCast`, `BrOnCast` and their variants: `value` is the target type (`wasm::ValType::bits`, over the module's types). Of
///   `BrOnCast…` the reference is the last of the values that go along.
/// - `TryTable`: a block whose clauses are `catches()`, with labels in `labels()`: values and exception go to the label's `target`.
///   `b` is the `TryTable` or `Try` to which goes what no clause takes (0: the caller).
/// - `Try`: opens a block with arms, one of them the body and each `Catch` or `CatchAll` (`a` the `LabelId`) the start of another; `b` as above.
///   An arm has the exception in `b`, and from there upwards (`b` + 1) the values of the tag `c`. Every arm ends by a branch.
/// - `Delegate`: the end of a `Try` without arms; `b` is the block to which its exceptions go (0: the caller).
/// - `Throw`: `a` is the tag, the operands the values. `ThrowRef`: `Rethrow` becomes one too.
/// - `Nop`: `value` is the number of instructions to the next `Nop`, for counting fuel.
struct Node {
  wasm::Opcode op;
  wasm::Kind type = wasm::Kind::I32;  ///< of the value, if it has one
  std::uint8_t effects = 0;
  std::uint8_t depth = 1;    ///< of the tree; at most `maxDepth`
  std::uint32_t offset = 0;  ///< of the instruction, in the module's bytes
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  /// For a statement: the first `Var` that no live value occupies.
  Var scratch = 0;
  /// For a statement: how many instructions since the last `Nop` are done with it.
  std::uint32_t charged = 0;
  // What the tree reads, for deciding whether it may be moved past an assignment.
  Var readsTempsBelow = 0;        ///< one more than the highest temporary, or 0
  std::uint64_t readsLocals = 0;  ///< bit `var % 64` for each local
  std::uint64_t value = 0;
  std::uint64_t high = 0;
  std::span<Node*> kids;
  const Targets* targets = nullptr;  ///< few nodes have any, and a function has many nodes

  static constexpr std::uint8_t maxDepth = 100;

  std::span<const LabelId> labels() const {
    return targets == nullptr ? std::span<const LabelId>() : targets->labels;
  }
  std::span<const wasm::CatchClause> catches() const {
    return targets == nullptr ? std::span<const wasm::CatchClause>() : targets->catches;
  }
};

struct Label {
  wasm::Opcode kind = wasm::Opcode::Block;  ///< `Block`, `Loop`, `If`, `TryTable` or `Try`
  Var target = 0;                           ///< where the values of a branch go
  std::uint32_t slots = 0;                  ///< their number of slots
  bool isTargeted = false;                  ///< whether any branch goes there
};

struct Local {
  Var var = 0;
  wasm::ValType type;
};

struct VarRange {
  Var first = 0;
  std::uint32_t count = 0;
};

/// A function as a list of statements; blocks are bracketed by `Block` (or `Loop` …) and `End`, so that nothing has to
/// recurse over their nesting. Label 0 is the function's body, and its `End` is followed by a `Return`.
struct Function {
  std::uint32_t index = 0;  ///< in the function index space
  const wasm::CompType* type = nullptr;
  std::vector<Local> locals;  ///< the parameters first
  std::uint32_t paramSlots = 0;
  std::uint32_t resultSlots = 0;
  Var firstTemp = 0;
  Var end = 0;  ///< one more than the highest variable
  /// Locals that must start as zero: those that may be read before they are written, and references to data.
  std::vector<VarRange> zeroed;
  std::vector<Node*> statements;
  std::vector<Label> labels;
  Arena arena;
};

}  // namespace wald::ir
