#include "interp/operators.h"

namespace wald::interp {

template struct ScalarOperators<Kind::F32>;

}  // namespace wald::interp
