#include "interp/operators.h"

namespace wald::interp {

constexpr OperatorTable operatorsF64 = makeOperatorTable<Kind::F64>();

}  // namespace wald::interp
