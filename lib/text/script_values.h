#pragma once

#include "text/cursor.h"
#include "text/script.h"

namespace wald::text {

/// Whether a constant or an expected result comes next.
bool isScriptValue(Cursor& cursor);

/// A constant argument.
ScriptValue expectArgument(Cursor& cursor);

/// An expected result, which may be a pattern.
ScriptValue expectResult(Cursor& cursor);

}  // namespace wald::text
