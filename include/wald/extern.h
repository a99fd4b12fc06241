#pragma once

#include <variant>

#include "wald/func.h"
#include "wald/global.h"
#include "wald/memory.h"
#include "wald/table.h"
#include "wald/tag.h"

namespace wald {

/// Something that a module can import or export ("Execution › External Instances").
using Extern = std::variant<Func, Table, Memory, Global, Tag>;
/// Also of an empty handle.
inline ExternKind kindOf(const Extern& value) { return static_cast<ExternKind>(value.index()); }

}  // namespace wald
