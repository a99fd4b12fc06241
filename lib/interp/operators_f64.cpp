#include "interp/operators.h"

namespace wald::interp {

template struct ScalarOperators<Kind::F64>;

}  // namespace wald::interp
