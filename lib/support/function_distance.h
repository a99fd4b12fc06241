#pragma once

#include <cstdint>

namespace wald {

// Tables of functions without addresses: the loader would have to write each of them when a program starts, and a program would need 32 bytes for it. An entry
// is the distance from itself to the function, or 0. C++ can't subtract the addresses of functions in a constant, but the assembler can.

/// The function that an entry of such a table leads to; null for none.
template <typename Function>
Function* functionAt(const std::int32_t* entry) {
  if (*entry == 0) return nullptr;
  const auto* const at = reinterpret_cast<const std::uint8_t*>(entry);
  return reinterpret_cast<Function*>(reinterpret_cast<std::uintptr_t>(at + *entry));
}

}  // namespace wald
