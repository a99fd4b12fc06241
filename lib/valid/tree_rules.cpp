#include "valid/tree_rules.h"

#include "ir/tree.h"
#include "wasm/stack_effect.h"

namespace wald::valid {

using wasm::Kind;
using wasm::Opcode;
using wasm::Shape;
using wasm::ShapeKind;

namespace {

/// What a family of instructions does with state.
constexpr std::uint8_t effectsOf(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::Load:
    case ShapeKind::LoadExtend:
    case ShapeKind::LoadSplat:
    case ShapeKind::LoadZero:
    case ShapeKind::LoadLane: return ir::ReadsState;
    case ShapeKind::Store:
    case ShapeKind::StoreLane:
    case ShapeKind::AtomicLoad:
    case ShapeKind::AtomicStore:
    case ShapeKind::AtomicRmw:
    case ShapeKind::AtomicCmpxchg: return ir::ReadsState | ir::WritesState;
    default: return 0;
  }
}

constexpr Kind resultOf(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::Test:
    case ShapeKind::Compare: return Kind::I32;
    case ShapeKind::ReplaceLane: return Kind::V128;
    default: return shape.type;
  }
}

constexpr TreeRule::Form formOf(const TreeRule& rule, bool hasResult) {
  if (!hasResult) return TreeRule::Form::Effect;
  if (rule.effects & ir::WritesState) return TreeRule::Form::Value;
  switch (rule.operands) {
    case 0: return TreeRule::Form::Pure0;
    case 1: return TreeRule::Form::Pure1;
    case 2: return TreeRule::Form::Pure2;
    default: return TreeRule::Form::Value;
  }
}

constexpr TreeRule ruleOf(Opcode op, bool traps) {
  TreeRule rule;
  if (traps) rule.effects = ir::MayTrap;
  if (op == Opcode::LocalGet) rule.form = TreeRule::Form::LocalGet;
  const Shape shape = wasm::shapeOf(op);
  // A node with more than others has a case of its own.
  if (shape.kind == ShapeKind::Special || ir::Node::hasHigh(op)) return rule;
  const wasm::StackEffect stack = wasm::stackEffectOf(shape.kind);
  rule.operands = static_cast<std::uint8_t>(stack.operands);
  rule.type = resultOf(shape);
  rule.effects |= effectsOf(shape.kind);
  rule.form = formOf(rule, stack.results != 0);
  return rule;
}

constexpr std::array<TreeRule, wasm::opcodeCount> makeRules() {
  std::array<TreeRule, wasm::opcodeCount> rules;
  constexpr bool traps[] = {
#define WALD_OP(name, mnemonic, prefix, code, immediates, shape, feature, traps, constant) traps,
#include "wasm/ops.def"
  };
  for (unsigned i = 0; i < wasm::opcodeCount; ++i) {
    rules[i] = ruleOf(static_cast<Opcode>(i), traps[i]);
  }
  return rules;
}

}  // namespace

namespace detail {
constexpr std::array<TreeRule, wasm::opcodeCount> treeRules = makeRules();
}

}  // namespace wald::valid
