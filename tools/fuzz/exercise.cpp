#include "exercise.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "binary/decoder.h"
#include "binary/encoder.h"
#include "binary/names.h"
#include "interp/code.h"
#include "ir/valid_module.h"
#include "runtime/engine.h"
#include "support/hex_window.h"
#include "text/parser.h"
#include "text/printer.h"
#include "valid/validate.h"

namespace wald::fuzz {

namespace {

/// What the command does with an error, short of printing it.
void report(const Error& error, const std::vector<std::uint8_t>& bytes) {
  error.format("mutated.wasm");
  hexWindow(bytes, error.offset());
}

/// Modules up to here are translated to text and back; of larger ones the text is only made.
constexpr std::size_t smallBytes = std::size_t{64} << 10;

[[noreturn]] void give(const char* complaint, const std::string& detail) {
  std::fprintf(stderr, "%s: %s\n", complaint, detail.c_str());
  std::abort();
}

std::string printed(const wasm::Module& module, bool isFlat) {
  std::string text;
  // A malformed body has an error, and is printed as far as it goes.
  (void)text::printModule(module, {.isFlat = isFlat}, [&](std::string_view part) {
    text += part;
    return true;
  });
  return text;
}

/// The module that a module's text means. Ends the program if the text means nothing.
std::vector<std::uint8_t> throughText(const wasm::Module& module, bool isFlat) {
  auto bytes = text::parseModule(printed(module, isFlat), module.features);
  if (!bytes) give("its text is refused", bytes.error().format("mutated.wat"));
  return std::move(*bytes);
}

void exercisePrinter(const wasm::Module& module) {
  if (module.bytes.size() > smallBytes) {
    (void)text::printModule(module, {}, [](std::string_view) { return true; });
    return;
  }
  for (const bool isFlat : {false, true}) {
    auto second = binary::decodeModule(throughText(module, isFlat), module.features);
    if (!second) give("the module of its text is refused", second.error().format("mutated.wasm"));
    const auto third = throughText(*second, isFlat);
    if (!std::ranges::equal(third, second->bytes)) {
      give("the second and the third encoding differ", isFlat ? "flat" : "folded");
    }
  }
}

}  // namespace

bool exercise(std::vector<std::uint8_t> bytes) {
  const std::vector<std::uint8_t> original = bytes;
  auto decoded = binary::decodeModule(std::move(bytes), wasm::Features::all());
  if (!decoded) {
    report(decoded.error(), original);
    return false;
  }
  binary::encodeNames(binary::decodeNames(*decoded));
  binary::encodeModule(*decoded);
  exercisePrinter(*decoded);

  auto validated = valid::validateModule(std::move(*decoded));
  if (!validated) {
    report(validated.error(), original);
    return false;
  }
  runtime::Engine engine{runtime::Config{}};
  auto types = engine.addTypes((*validated)->module());
  const auto functions = static_cast<std::uint32_t>((*validated)->module().codes.size());
  const interp::ModuleCode code(engine, std::move(*validated), std::move(types));
  for (std::uint32_t i = 0; i < functions; ++i) {
    for (const auto mode : {runtime::MemoryMode::Guarded, runtime::MemoryMode::Checked}) {
      const auto lowered = code.build(i, mode);
      if (!lowered) report(lowered.error(), original);
    }
  }
  return true;
}

bool exerciseText(const std::vector<std::uint8_t>& text) {
  auto bytes = text::parseModule({reinterpret_cast<const char*>(text.data()), text.size()},
                                 wasm::Features::all());
  if (bytes) return exercise(std::move(*bytes));
  if (bytes.error().line() == 0)
    give("an error without a line", bytes.error().format("mutated.wat"));
  return false;
}

std::vector<std::uint8_t> textOf(const std::vector<std::uint8_t>& bytes, bool isFlat) {
  const auto module = binary::decodeModule(bytes, wasm::Features::all());
  if (!module) return {};
  const std::string text = printed(*module, isFlat);
  return {text.begin(), text.end()};
}

}  // namespace wald::fuzz
