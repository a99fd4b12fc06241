#include "interp/lowering_impl.h"
#include "ir/stretch.h"

namespace wald::interp {

using ir::Node;

/// Before a statement's nodes.
void Lowering::meterFrom(std::size_t statement) {
  present_ = statement;
  if (metering_) emitter_.setRefund(prepaidBehind(statement));
}

/// At a `Nop`: a node that pays, where whoever comes has paid nothing.
void Lowering::charge(std::size_t statement) {
  if (!metering_) return;
  Joint& joint = joints_[statement];
  emitter_.bind(joint.normal);
  const std::uint32_t cost = metering_->ahead(statement);
  if (!paysAt(statement) || cost == 0 || (statement == 0 && isPaidAtEntry_)) return;
  emitter_.begin(handlers::charge);
  emitter_.append(cost);
  emitter_.appendTarget(joint.exact);
  frameFields_.push_back(emitter_.position());
  emitter_.append(std::uint32_t{0});
  emitter_.end();
}

void Lowering::pay(std::uint64_t count, std::uint32_t offset) {
  emitter_.begin(handlers::chargeExactly);
  emitter_.append(static_cast<std::uint32_t>(count));
  emitter_.append(std::uint32_t{0});
  emitter_.place(offset);
  emitter_.end();
}

/// The function again, for when there is not fuel for all that would be prepaid: each statement is paid before it is done. Branches
/// lead back, to where more may be paid at once.
void Lowering::countOneByOne() {
  isExact_ = true;
  const auto& statements = function_.statements;
  const Node* first = nullptr;
  std::uint64_t paid = 0;
  std::uint32_t offset = 0;
  const auto payRest = [&] {
    if (first != nullptr && paid < first->value) pay(first->value - paid, offset);
    if (first != nullptr) paid = first->value;
  };
  for (std::size_t i = 0; i < statements.size() && !error_; ++i) {
    meterFrom(i);
    const Node& node = *statements[i];
    if (node.op == Opcode::Nop) {
      offset = node.offset;
      payRest();
      // There, a node pays for what follows.
      if (first != nullptr && paysAt(i)) jump({&joints_[i].normal});
      emitter_.bind(joints_[i].exact);
      first = &node;
      paid = 0;
      continue;
    }
    if (!ir::isBracket(node.op)) {
      offset = node.offset;
      if (!ir::isStraight(node.op)) {
        payRest();
      } else if (node.charged > paid) {
        pay(node.charged - paid, offset);
        paid = node.charged;
      }
    }
    statement(node);
  }
}

Lowering::Target Lowering::targetAt(Emitter::Label& label, std::size_t nop,
                                    std::size_t statement) const {
  const std::uint32_t ahead = nop == Metering::none ? 0 : metering_->ahead(nop);
  return {&label, static_cast<std::int32_t>(ahead - prepaidBehind(statement)), nop};
}

std::vector<FunctionCode::PaidBranch> Lowering::takePaidBranches() {
  std::vector<FunctionCode::PaidBranch> branches;
  branches.reserve(paidBranches_.size());
  for (const PaidBranch& branch : paidBranches_) {
    const auto exact = static_cast<std::uint32_t>(joints_[branch.nop].exact.position);
    branches.push_back({branch.field, exact, metering_->ahead(branch.nop)});
  }
  return branches;
}

}  // namespace wald::interp
