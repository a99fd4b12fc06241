#include "interp/handlers_vector.h"
#include "interp/operators_vector.h"

namespace wald::interp {

namespace {

struct BinaryFamily {
  static constexpr unsigned columns = 8;
  static constexpr bool has(Shape shape) {
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

constexpr auto binaryTable = makeFamilyTable<BinaryFamily>();

}  // namespace

Handler vectorBinaryHandler(Opcode op, Src a, Src b, Dst dst) {
  const unsigned column = vectorColumn(a) * 4 + vectorColumn(b) * 2 + static_cast<unsigned>(dst);
  return familyHandler<BinaryFamily>(binaryTable, op, column);
}

}  // namespace wald::interp
