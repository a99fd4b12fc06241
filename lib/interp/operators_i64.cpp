#include "interp/operators.h"

namespace wald::interp {

template struct ScalarOperators<Kind::I64>;

}  // namespace wald::interp
