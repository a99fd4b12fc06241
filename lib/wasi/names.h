#pragma once

#include <string>
#include <string_view>

#include "wasi/types.h"

namespace wald::wasi {

/// The name that preview 1 has for an errno, e.g. "notcapable"; that of a guest for refusals.
std::string nameOf(Errno error);
/// The names of rights, e.g. "fd_read|fd_seek"; empty for none.
std::string namesOf(Rights rights);
/// Why something was refused; empty unless it is a refusal.
std::string_view whyOf(Errno refusal);

}  // namespace wald::wasi
