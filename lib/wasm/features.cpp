#include "wasm/features.h"

#include <array>

namespace wald::wasm {

namespace {

constexpr std::array names = {
#define WALD_FEATURE(name, text, onByDefault) std::string_view(text),
#include "wasm/features.def"
};

}  // namespace

std::string_view nameOf(Feature feature) { return names.at(static_cast<std::size_t>(feature)); }

std::optional<Feature> featureNamed(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Feature>(i);
  }
  return std::nullopt;
}

}  // namespace wald::wasm
