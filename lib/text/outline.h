#pragma once

#include <vector>

#include "text/module_context.h"

namespace wald::text {

/// Goes over a module's fields without reading what is in them: binds all identifiers, which may be
/// used before their definition, and gives the offsets of the fields that define types. Stops at
/// the end of the fields or at what it does not understand, which is for the parser of the fields
/// to report.
std::vector<std::uint32_t> outlineFields(Cursor& cursor, ModuleContext& context);

}  // namespace wald::text
