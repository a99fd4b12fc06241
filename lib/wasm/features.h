#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wald::wasm {

/// A part of the language that can be switched on and off; one row of `features.def` each.
enum class Feature : std::uint8_t {
#define WALD_FEATURE(name, text, onByDefault) name,
#include "wasm/features.def"
};

/// The set of features a module may use.
class Features {
public:
  /// What is standard in Wasm 3.0 and the proposals that wald has on by default.
  constexpr Features() {
#define WALD_FEATURE(name, text, onByDefault) set(Feature::name, onByDefault);
#include "wasm/features.def"
  }
  static constexpr Features all() {
    Features features;
    features.bits_ = ~std::uint32_t{0};
    return features;
  }

  constexpr bool has(Feature feature) const { return bits_ >> static_cast<unsigned>(feature) & 1; }
  constexpr void set(Feature feature, bool on) {
    const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(feature);
    bits_ = on ? bits_ | bit : bits_ & ~bit;
  }

  /// For another copy of the library, of the same version.
  constexpr std::uint32_t bits() const { return bits_; }
  static constexpr Features fromBits(std::uint32_t bits) {
    Features features;
    features.bits_ = bits;
    return features;
  }

private:
  std::uint32_t bits_ = 0;
};

/// The name used by `--enable NAME`, e.g. "legacy-exceptions".
std::string_view nameOf(Feature feature);
std::optional<Feature> featureNamed(std::string_view name);

}  // namespace wald::wasm
