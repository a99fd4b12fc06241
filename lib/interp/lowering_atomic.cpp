#include "interp/lowering_impl.h"

namespace wald::interp {

/// An atomic instruction: operands into consecutive slots, the result from the accumulator.
void Lowering::atomic(const ir::Node& node, Place to) {
  const ir::VarRange operands = operandsToScratch(node);
  emitter_.begin(atomicHandler(node.op));
  emitter_.append(slotOf(operands.first));
  emitter_.append(node.a);
  emitter_.append(node.value);
  emitter_.place(node.offset);
  emitter_.end();
  moveTo({Src::Acc, node.type}, to);
}

}  // namespace wald::interp
