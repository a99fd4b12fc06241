#include "interp/lowering_impl.h"

namespace wald::interp {

using ir::Node;

void Lowering::openTry(const Node& node) {
  Try range{node.a, node.b, openTries_.empty() ? -1 : openTries_.back(), emitter_.position()};
  for (std::size_t i = 0; i < node.catches().size(); ++i) {
    const wasm::CatchClause& in = node.catches()[i];
    const ir::Label& label = function_.labels[node.labels()[i]];
    Clause clause;
    clause.label = node.labels()[i];
    clause.code.values = slotOf(label.target);
    const bool hasTag = in.kind == wasm::CatchKind::Catch || in.kind == wasm::CatchKind::CatchRef;
    if (hasTag) clause.code.tag = in.tag;
    // The exception is the last of the values.
    if (in.kind == wasm::CatchKind::CatchRef || in.kind == wasm::CatchKind::CatchAllRef)
      clause.code.exception = slotOf(label.target + label.slots - 1);
    range.clauses.push_back(clause);
  }
  openTries_.push_back(static_cast<std::int32_t>(tries_.size()));
  tryOf_[node.a] = openTries_.back();
  tries_.push_back(std::move(range));
}

/// An arm of a `try`: its body ends before the first.
void Lowering::catchArm(const Node& node) {
  Try& range = innermostTry();
  if (range.end == 0) range.end = emitter_.position();
  Clause clause;
  clause.isArm = true;
  clause.code.target = emitter_.position();
  clause.code.exception = slotOf(node.b);
  if (node.op == Opcode::Catch) {
    clause.code.tag = node.c;
    clause.code.values = slotOf(node.b + 1);
  }
  range.clauses.push_back(clause);
}

/// At the end of any block.
void Lowering::closeTry(const Node& node) {
  if (openTries_.empty() || innermostTry().label != node.a) return;
  Try& range = innermostTry();
  if (range.end == 0) range.end = emitter_.position();
  if (node.op == Opcode::Delegate) range.outer = node.b;
  openTries_.pop_back();
}

void Lowering::throwException(const Node& node) {
  emitSlow(node.op == Opcode::Throw ? handlers::throwNew : handlers::throwRef, node);
}

void Lowering::takeTries(FunctionCode& code) const {
  for (const Try& from : tries_) {
    code.tries.push_back({.begin = from.begin,
                          .end = from.end,
                          .outer = from.outer == 0 ? -1 : tryOf_.at(from.outer),
                          .enclosing = from.enclosing,
                          .firstClause = static_cast<std::uint32_t>(code.clauses.size()),
                          .clauseCount = static_cast<std::uint32_t>(from.clauses.size())});
    for (Clause clause : from.clauses) {
      if (!clause.isArm) {
        clause.code.target = static_cast<std::uint32_t>(labels_[clause.label].position);
      }
      code.clauses.push_back(clause.code);
    }
  }
}

}  // namespace wald::interp
