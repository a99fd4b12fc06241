#pragma once

#include <cstdint>
#include <string_view>

namespace wald::wasm {

/// Why a guest trapped; one row of `trap.def` each.
enum class TrapKind : std::uint8_t {
#define WALD_TRAP(name, phrase) name,
#include "wasm/trap.def"
};

/// The specification's phrase.
std::string_view phraseOf(TrapKind kind);

}  // namespace wald::wasm
