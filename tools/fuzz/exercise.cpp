#include "exercise.h"

#include <memory>

#include "binary/decoder.h"
#include "binary/encoder.h"
#include "binary/names.h"
#include "interp/code.h"
#include "ir/valid_module.h"
#include "runtime/engine.h"
#include "support/hex_window.h"
#include "valid/validate.h"

namespace wald::fuzz {

namespace {

/// What the command does with an error, short of printing it.
void report(const Error& error, const std::vector<std::uint8_t>& bytes) {
  error.format("mutated.wasm");
  hexWindow(bytes, error.offset());
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

}  // namespace wald::fuzz
