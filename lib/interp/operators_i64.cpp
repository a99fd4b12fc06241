#include "interp/operators.h"

namespace wald::interp {

constexpr OperatorTable operatorsI64 = makeOperatorTable<Kind::I64>();

}  // namespace wald::interp
