#include "spectest/folders.h"

#include <array>

#include <fmt/format.h>

namespace wald::spectest {

namespace {

using enum wasm::Feature;

constexpr std::array features = {
#define WALD_FEATURE(name, text, onByDefault) wasm::Feature::name,
#include "wasm/features.def"
};

// What is not part of Wasm 3.0: on by default or not, core scripts have it off.
constexpr std::array beyondWasm3 = {Threads, WideArithmetic, CustomPageSizes, LegacyExceptions};

constexpr std::array threads = {Threads};
constexpr std::array afterThreads = {
    ReferenceTypes, TailCall,     TypedFunctionReferences, Gc, Exceptions, MultiMemory, Memory64,
    RelaxedSimd,    ExtendedConst};
constexpr std::array legacyExceptions = {LegacyExceptions};
constexpr std::array wideArithmetic = {WideArithmetic};
constexpr std::array customPageSizes = {CustomPageSizes};

constexpr Folder folders[] = {
    {"", {}, {}},
    {"custom", {}, {}},
    {"legacy", legacyExceptions, {}},
    {"proposals/custom-descriptors", {}, {}},
    {"proposals/custom-page-sizes", customPageSizes, {}},
    {"proposals/threads", threads, afterThreads},
    {"proposals/wide-arithmetic", wideArithmetic, {}},
};

std::string joined(std::span<const wasm::Feature> some) {
  std::string out;
  for (const wasm::Feature feature : some) {
    if (!out.empty()) out += ' ';
    out += nameOf(feature);
  }
  return out;
}

}  // namespace

wasm::Features Folder::features() const {
  wasm::Features result;
  for (const wasm::Feature feature : spectest::features) result.set(feature, true);
  for (const wasm::Feature feature : beyondWasm3) result.set(feature, false);
  for (const wasm::Feature feature : with) result.set(feature, true);
  for (const wasm::Feature feature : without) result.set(feature, false);
  return result;
}

std::string Folder::describe() const {
  std::string out = "Wasm 3.0";
  if (!with.empty()) out += fmt::format(", with {}", joined(with));
  if (!without.empty()) out += fmt::format(", without {}", joined(without));
  return out;
}

const Folder& folderOf(std::string_view file) {
  const std::size_t slash = file.rfind('/');
  const std::string_view path = slash == std::string_view::npos ? "" : file.substr(0, slash);
  for (const Folder& folder : folders) {
    if (folder.path == path) return folder;
  }
  return folders[0];
}

std::string listFeatures(wasm::Features set, bool on) {
  std::string out;
  for (const wasm::Feature feature : features) {
    if (set.has(feature) != on) continue;
    if (!out.empty()) out += ' ';
    out += nameOf(feature);
  }
  return out;
}

std::span<const wasm::Feature> allFeatures() { return features; }

}  // namespace wald::spectest
