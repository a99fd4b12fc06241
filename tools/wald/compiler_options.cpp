#include "tools/wald/compiler_options.h"

namespace wald::command {

std::vector<std::string> compilerOptions(const runtime::Config& config) {
  std::vector<std::string> options;
#define WALD_FEATURE(name, text, onByDefault) \
  options.emplace_back(config.features.has(wasm::Feature::name) ? "--enable" : "--disable"); \
  options.emplace_back(text);
#include "wasm/features.def"
  if (!config.guardedMemories) options.emplace_back("--no-guard");
  if (!config.signals) options.emplace_back("--no-signals");
  if (config.deterministic) options.emplace_back("--deterministic");
  if (config.countsFuel()) options.emplace_back("--fuel");
  return options;
}

std::string unusualOptions(const runtime::Config& config) {
  std::string text;
  const auto add = [&](std::string_view option) {
    if (!text.empty()) text += ' ';
    text += option;
  };
  const wasm::Features usual;
#define WALD_FEATURE(name, text, onByDefault) \
  if (config.features.has(wasm::Feature::name) != usual.has(wasm::Feature::name)) { \
    add(config.features.has(wasm::Feature::name) ? "--enable " text : "--disable " text); \
  }
#include "wasm/features.def"
  if (!config.guardedMemories && config.signals) add("--memory checked");
  if (!config.signals) add("--no-signals");
  if (config.deterministic) add("--deterministic");
  if (config.countsFuel()) add("--fuel");
  return text;
}

}  // namespace wald::command
