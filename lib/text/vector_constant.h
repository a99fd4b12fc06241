#pragma once

#include <array>
#include <optional>
#include <vector>

#include "text/cursor.h"
#include "text/keywords.h"

namespace wald::text {

/// The shape of a vector constant, which must come next.
std::optional<VectorShape> expectVectorShape(Cursor& cursor);

/// The number tokens that come next, and with `patterns` also `nan:canonical` and `nan:arithmetic`.
std::vector<Token> takeLanes(Cursor& cursor, bool patterns);

/// The bits of one lane; a failure is recorded in the cursor.
std::uint64_t parseLane(Cursor& cursor, const VectorShape& shape, const Token& lane);

/// The rest of a vector constant behind its mnemonic.
std::array<std::uint64_t, 2> expectVector(Cursor& cursor);

}  // namespace wald::text
