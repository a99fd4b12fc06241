#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/error.h"
#include "wasi/guest_memory.h"

namespace wald::wasi {

/// Strings as `args_get` and `environ_get` lay them out: each followed by NUL, and the place of
/// each.
class StringBlock {
public:
  /// Fails with `Usage` if a string holds a NUL, or if they do not fit a 32-bit memory. `what`
  /// names them.
  static Result<StringBlock> create(const std::vector<std::string>& strings, std::string_view what);

  std::uint32_t count() const { return static_cast<std::uint32_t>(offsets_.size()); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(bytes_.size()); }
  /// Writes the strings to `buffer` and their addresses to `pointers`.
  Errno write(const GuestMemory& memory, GuestPtr pointers, GuestPtr buffer) const;

private:
  std::vector<char> bytes_;
  std::vector<std::uint32_t> offsets_;
};

}  // namespace wald::wasi
