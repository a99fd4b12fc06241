#include "interp/lowering_impl.h"

namespace wald::interp {

/// An atomic instruction: operands into consecutive slots, the result from the accumulator.
void Lowering::atomic(const ir::Node& node, Place to) {
  const ir::Var first = nextScratch_;
  for (const ir::Node* kid : node.kids) scratch(kid->type);
  for (std::size_t i = 0; i < node.kids.size(); ++i) {
    evaluate(*node.kids[i], {Dst::Slot, slotOf(first + static_cast<ir::Var>(i))});
  }
  emitter_.begin(atomicHandler(node.op));
  emitter_.append(slotOf(first));
  emitter_.append(node.a);
  emitter_.append(node.value);
  emitter_.place(node.offset);
  emitter_.end();
  moveTo({Src::Acc, node.type}, to);
}

}  // namespace wald::interp
