#include "interp/operators.h"

namespace wald::interp {

template struct ScalarOperators<Kind::I32>;

}  // namespace wald::interp
