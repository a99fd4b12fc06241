#include "interp/handlers_vector.h"
#include "interp/operators_vector.h"

namespace wald::interp {

struct VectorBinary {
  using Function = HandlerCode;
  static constexpr unsigned columns = 8;
  static constexpr bool has(Opcode op) {
    const Shape shape = shapeOf(op);
    return isBinaryShape(shape.kind) && shape.type == Kind::V128;
  }
  template <Opcode Op, unsigned I>
  static constexpr Handler at() {
    constexpr Src a = vectorSrc(I / 4);
    constexpr Src b = vectorSrc(I / 2 % 2);
    if constexpr (isPair(a, b)) return binary<Op, a, b, static_cast<Dst>(I % 2)>;
    return nullptr;
  }
};

Handler vectorBinaryHandler(Opcode op, Src a, Src b, Dst dst) {
  const unsigned column = vectorColumn(a) * 4 + vectorColumn(b) * 2 + static_cast<unsigned>(dst);
  return InstructionTable<VectorBinary>::at(op, column);
}

}  // namespace wald::interp
