#include "wasm/trap.h"

#include <array>

namespace wald::wasm {

std::string_view phraseOf(TrapKind kind) {
  static constexpr std::array phrases = {
#define WALD_TRAP(name, phrase) std::string_view(phrase),
#include "wasm/trap.def"
  };
  return phrases.at(static_cast<std::size_t>(kind));
}

}  // namespace wald::wasm
