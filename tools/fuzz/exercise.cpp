#include "exercise.h"

#include "binary/decoder.h"
#include "binary/encoder.h"
#include "binary/instruction_decoder.h"
#include "binary/names.h"
#include "support/hex_window.h"

namespace wald::fuzz {

bool exercise(std::vector<std::uint8_t> bytes) {
  const std::vector<std::uint8_t> original = bytes;
  auto module = binary::decodeModule(std::move(bytes), wasm::Features::all());
  if (!module) {
    module.error().format("mutated.wasm");
    hexWindow(original, module.error().offset());
    return false;
  }
  binary::InstructionDecoder decoder(*module, {});
  wasm::Instruction instruction;
  for (const auto& code : module->codes) {
    decoder.restart(code.body);
    while (!decoder.atEnd() && decoder.next(instruction)) {}
  }
  binary::encodeNames(binary::decodeNames(*module));
  binary::encodeModule(*module);
  return true;
}

}  // namespace wald::fuzz
