#include "interp/metering.h"

#include "ir/stretch.h"

namespace wald::interp {

using ir::Node;
using wasm::Opcode;

namespace {

/// Whether who goes on behind a statement can have paid for what follows: it has looked at no fuel.
bool isPassed(Opcode op) { return ir::isFork(op) || op == Opcode::Else || op == Opcode::End; }

}  // namespace

Metering::Metering(const ir::Function& function)
    : isPaidThere_(function.statements.size()), ahead_(function.statements.size()),
      behind_(function.statements.size()), labels_(function.labels.size(), none),
      elses_(function.labels.size(), none) {
  const auto& statements = function.statements;
  // Whoever comes by one of these can't be told what it has to pay.
  std::vector<bool> isFoundByNumber(function.labels.size());
  for (const Node* node : statements) {
    if (node->op != Opcode::BrTable && node->op != Opcode::TryTable) continue;
    for (const ir::LabelId label : node->labels()) isFoundByNumber[label] = true;
    if (node->op == Opcode::BrTable) isFoundByNumber[node->a] = true;
  }
  // From the end: what comes, if nothing branches, behind the statement that is looked at.
  std::uint32_t next = 0;
  for (std::size_t i = statements.size(); i-- > 0;) {
    const Node& node = *statements[i];
    if (ir::neverGoesOn(node.op)) next = 0;
    behind_[i] = next;
    if (node.op != Opcode::Nop) continue;
    const Node* const before = i == 0 ? nullptr : statements[i - 1];
    const bool isLabel =
        before != nullptr && (before->op == Opcode::Loop || before->op == Opcode::End);
    ahead_[i] = static_cast<std::uint32_t>(node.value) + next;
    isPaidThere_[i] =
        before == nullptr || !isPassed(before->op) || (isLabel && isFoundByNumber[before->a]);
    next = isPaidThere_[i] ? 0 : ahead_[i];
    if (next == 0) continue;
    if (isLabel) labels_[before->a] = i;
    // Without another arm, an `If` goes on at its end.
    const bool isEnd = before->op == Opcode::End && elses_[before->a] == none;
    if (before->op == Opcode::Else || isEnd) elses_[before->a] = i;
  }
}

}  // namespace wald::interp
