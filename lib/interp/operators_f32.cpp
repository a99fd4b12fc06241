#include "interp/operators.h"

namespace wald::interp {

constexpr OperatorTable operatorsF32 = makeOperatorTable<Kind::F32>();

}  // namespace wald::interp
