#pragma once

#include <cstdint>
#include <optional>

#include "support/error.h"
#include "wasi/descriptor.h"
#include "wasi/stream.h"

namespace wald::wasi {

/// What a guest gets as descriptor 0, 1 or 2; none if that is closed. Fails with `Usage` if it is a stream of the other direction, a null
/// pointer or an empty function, or a descriptor that is not open.
Result<std::optional<Descriptor>> openStandardStream(const Stream& stream, std::uint32_t number);

}  // namespace wald::wasi
