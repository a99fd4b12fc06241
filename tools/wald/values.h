#pragma once

#include <string>
#include <string_view>

#include "runtime/value.h"
#include "support/error.h"
#include "wasm/types.h"

namespace wald::command {

/// Reads a value of a type, as the text format writes its constants: `-1`, `0xff`, `0x1.8p3`,
/// `nan:0x200000`, `inf`. A v128 is a shape and its lanes, `i32x4:1,2,3,4`; a reference can only be
/// `null`. The type and a colon may stand before it, so that what `printValue` prints can be read
/// again.
Result<runtime::Value> parseValue(std::string_view text, wasm::ValType type);

/// The type, a colon and the value: `i32:-1`, `f64:0.1`, `v128:i32x4:0x00000001,…`, `funcref:null`.
/// Integers are signed; floats have as many digits as tell them apart.
std::string printValue(const runtime::Value& value);

}  // namespace wald::command
