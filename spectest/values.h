#pragma once

#include <optional>
#include <span>
#include <string>

#include "runtime/engine.h"
#include "runtime/value.h"
#include "text/script.h"

namespace wald::spectest {

/// The argument that a script's constant stands for.
runtime::Value toArgument(const text::ScriptValue& value);

/// Whether a result is what the script expects.
bool matches(const text::ScriptValue& expected, const runtime::Value& actual,
             const runtime::Engine& engine);

/// What differs, for people; none if every result is as expected.
std::optional<std::string> difference(std::span<const text::ScriptValue> expected,
                                      std::span<const runtime::Value> actual,
                                      const runtime::Engine& engine);

/// As the script language writes it, with the bits of floats: `(f32.const nan:0x200000 (;
/// 0x7fa00000 ;))`.
std::string toString(const runtime::Value& value);
std::string toString(const text::ScriptValue& value);

}  // namespace wald::spectest
