#include "interp/slow_operation.h"
#include "runtime/operations_memory.h"
#include "runtime/operations_object.h"
#include "runtime/operations_table.h"
#include "runtime/operations_value.h"

namespace wald::interp {

Handler slowHandler(Opcode op) {
  switch (op) {
#define WALD_SLOW(name) \
  case Opcode::name: return slow<runtime::perform<Opcode::name>>;
      // clang-format off
    case Opcode::MemoryGrow: return slow<runtime::perform<Opcode::MemoryGrow>, true>;
    WALD_SLOW(MemorySize)
    WALD_SLOW(MemoryFill)
    WALD_SLOW(MemoryCopy)
    WALD_SLOW(MemoryInit)
    WALD_SLOW(DataDrop)
    WALD_SLOW(ElemDrop)
    WALD_SLOW(TableGet)
    WALD_SLOW(TableSet)
    WALD_SLOW(TableSize)
    WALD_SLOW(TableGrow)
    WALD_SLOW(TableFill)
    WALD_SLOW(TableCopy)
    WALD_SLOW(TableInit)
    WALD_SLOW(RefFunc)
    WALD_SLOW(RefAsNonNull)
    WALD_SLOW(I64Add128)
    WALD_SLOW(I64Sub128)
    WALD_SLOW(I64MulWideS)
    WALD_SLOW(I64MulWideU)
    WALD_SLOW(StructNew)
    WALD_SLOW(StructNewDefault)
    WALD_SLOW(ArrayNew)
    WALD_SLOW(ArrayNewDefault)
    WALD_SLOW(ArrayNewFixed)
    WALD_SLOW(ArrayNewData)
    WALD_SLOW(ArrayNewElem)
    WALD_SLOW(ArrayFill)
    WALD_SLOW(ArrayCopy)
    WALD_SLOW(ArrayInitData)
    WALD_SLOW(ArrayInitElem)
      // clang-format on
#undef WALD_SLOW
    default: return nullptr;
  }
}

}  // namespace wald::interp
