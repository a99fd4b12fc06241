#pragma once

#include <optional>

#include "support/error.h"
#include "text/text_output.h"
#include "wasm/module.h"

namespace wald::text {

struct PrintOptions {
  /// One instruction a line, in the order of the code, instead of folded ones.
  bool isFlat = false;
};

/// Prints a module in the text format, so that parsing the text gives an equivalent module, and
/// printing and parsing that one gives the same bytes again. Lost are only: forms of numbers, local
/// declarations, element and data segments that are not the shortest; a data count that no
/// instruction needs; what a `name` section says beyond the names of things that are there; and the
/// places of `name` and `metadata.code.branch_hint` among the custom sections.
///
/// Names become identifiers, or annotations where they cannot be. The module need not be valid, but
/// function bodies are decoded here: one that is malformed is printed as far as it goes, with a
/// comment, and the first such error is the result, after everything was printed. Time is linear in
/// the text, memory in the largest function.
Result<void> printModule(const wasm::Module& module, const PrintOptions& options,
                         const TextSink& sink);

}  // namespace wald::text
