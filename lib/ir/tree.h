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

struct Node;

/// The operands of a node, which lie directly behind it.
class Kids {
public:
  explicit Kids(std::uint32_t count = 0) : count_(count) {}
  Kids(const Kids&) = delete;
  Kids& operator=(const Kids&) = delete;

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  Node** begin() const { return const_cast<Node**>(reinterpret_cast<Node* const*>(this + 1)); }
  Node** end() const { return begin() + count_; }
  Node*& operator[](std::size_t i) const { return begin()[i]; }
  Node*& back() const { return end()[-1]; }
  std::span<Node* const> first(std::size_t count) const { return {begin(), count}; }
  operator std::span<Node* const>() const { return {begin(), count_}; }

private:
  std::uint32_t count_;
};

/// An operator with its operands: a plain WebAssembly instruction, whose operands are trees instead of what lies on
/// the stack. A leaf is a constant or `LocalGet`; trees of a function share them.
///
/// `a`, `b`, `c`, `value` and `high()` are the instruction's immediates as in `wasm::Instruction`, except where said:
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
/// A function has many nodes: what few of them have lies behind the operands of those.
struct Node {
  wasm::Opcode op;
  wasm::Kind type = wasm::Kind::I32;  ///< of the value, if it has one
  std::uint8_t effects = 0;
  std::uint32_t offset = 0;  ///< of the instruction, in the module's bytes
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
  /// For a statement: the first `Var` that no live value occupies.
  Var scratch = 0;
  std::uint64_t value = 0;
  /// For a statement: how many instructions since the last `Nop` are done with it.
  std::uint32_t charged = 0;
  Kids kids;  ///< the last member

  /// No tree is higher.
  static constexpr std::uint8_t maxDepth = 100;

  /// Makes a node with room for its operands, which are not set, and for what `high`, `labels` and `catches` say.
  static Node* make(Arena& arena, wasm::Opcode op, std::uint32_t kids) {
    const std::size_t more = kids * sizeof(Node*) + bytesBehindKids(op);
    return new (arena.makeRoom<Node>(more)) Node{.op = op, .kids = Kids(kids)};
  }
  static constexpr std::size_t bytesBehindKids(wasm::Opcode op) {
    return hasHigh(op) ? sizeof(std::uint64_t) : hasTargets(op) ? sizeof(Targets) : 0;
  }

  /// The upper half of a `V128Const` or of the lanes of `I8x16Shuffle`.
  const std::uint64_t& high() const { return behindKids<std::uint64_t>(); }
  void setHigh(std::uint64_t high) { new (kids.end()) std::uint64_t(high); }
  std::span<const LabelId> labels() const {
    return hasTargets(op) ? behindKids<Targets>().labels : std::span<const LabelId>();
  }
  std::span<const wasm::CatchClause> catches() const {
    return hasTargets(op) ? behindKids<Targets>().catches : std::span<const wasm::CatchClause>();
  }
  void setTargets(const Targets& targets) { new (kids.end()) Targets(targets); }

  static constexpr bool hasHigh(wasm::Opcode op) {
    return op == wasm::Opcode::V128Const || op == wasm::Opcode::I8x16Shuffle;
  }
  static constexpr bool hasTargets(wasm::Opcode op) {
    return op == wasm::Opcode::BrTable || op == wasm::Opcode::TryTable;
  }

private:
  template <typename T>
  const T& behindKids() const {
    static_assert(alignof(T) <= alignof(Node*));
    return *reinterpret_cast<const T*>(kids.end());
  }
};
static_assert(sizeof(Node) == 40 && sizeof(Node) % alignof(Node*) == 0);

struct Label {
  wasm::Opcode kind = wasm::Opcode::Block;  ///< `Block`, `Loop`, `If`, `TryTable` or `Try`
  bool isTargeted = false;                  ///< whether any branch goes there
  Var target = 0;                           ///< where the values of a branch go
  std::uint32_t slots = 0;                  ///< their number of slots
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
