#include "interp/operators.h"

namespace wald::interp {

constexpr OperatorTable operatorsI32 = makeOperatorTable<Kind::I32>();

}  // namespace wald::interp
