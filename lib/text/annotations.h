#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "text/module_context.h"

namespace wald::text {

// The annotations of the appendix "Custom Sections and Annotations" of the specification.

/// The name that `(@name "…")` before the next token gives; other annotations there are left.
std::optional<std::string_view> takeNameAnnotation(Cursor& cursor, std::string_view what = {});

/// Handles the annotations between two fields of a module. `isFirst` before its first field, where
/// its name may stand.
void takeFieldAnnotations(Cursor& cursor, ModuleContext& context, bool isFirst);

/// The kind of section that a placement names.
std::string_view sectionKeyword(wasm::SectionId id);

/// The content of `(@metadata.code.branch_hint "…")` before the next token, if it is there.
std::optional<std::string> takeBranchHint(Cursor& cursor);

}  // namespace wald::text
