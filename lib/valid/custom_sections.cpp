#include "valid/custom_sections.h"

#include "support/byte_reader.h"

#include "binary/instruction_decoder.h"

namespace wald::valid {

namespace {

using wasm::Opcode;

constexpr std::string_view branchHints = "metadata.code.branch_hint";

Error complaint(std::string_view what, std::uint64_t offset) {
  std::string text = "@";
  text += branchHints;
  text += " annotation: ";
  text += what;
  return Error(ErrorKind::Invalid, text).at(offset).in("custom");
}

/// Whether the instruction at an offset from the start of a function's locals can have a hint.
bool isBranch(const wasm::Module& module, const wasm::Code& code, std::uint32_t distance) {
  ByteReader entry(std::span(module.bytes).subspan(code.offset), code.offset);
  entry.leb32();  // the size, behind which offsets count
  const std::uint64_t target = entry.offset() + distance;
  binary::InstructionDecoder decoder(module, code.body);
  wasm::Instruction in;
  while (!decoder.atEnd() && decoder.next(in)) {
    if (in.offset == target) return in.op == Opcode::If || in.op == Opcode::BrIf;
    if (in.offset > target) return false;
  }
  return false;
}

Result<void> checkHints(const wasm::Module& module, wasm::ByteRange content) {
  ByteReader reader(module.view(content), content.offset);
  for (std::uint32_t functions = reader.leb32(); reader.ok() && functions > 0; --functions) {
    const std::uint64_t place = reader.offset();
    const std::uint32_t function = reader.leb32();
    const bool isDefined =
        function >= module.importedFunctions && function < module.functions.size();
    if (reader.ok() && !isDefined) return complaint("unknown function", place);
    for (std::uint32_t hints = reader.leb32(); reader.ok() && hints > 0; --hints) {
      const std::uint64_t at = reader.offset();
      const std::uint32_t distance = reader.leb32();
      const std::uint32_t size = reader.leb32();
      const std::uint8_t hint = reader.u8();
      if (!reader.ok()) break;
      if (size != 1 || hint > 1) return complaint("malformed hint", at);
      if (!isBranch(module, module.codes[function - module.importedFunctions], distance)) {
        return complaint("invalid target", at);
      }
    }
  }
  if (!reader.ok()) return complaint("unexpected end", content.offset);
  return {};
}

}  // namespace

Result<void> checkCustomSections(const wasm::Module& module) {
  for (const auto& section : module.customs) {
    if (section.name == branchHints) WALD_TRY(checkHints(module, section.content));
  }
  return {};
}

}  // namespace wald::valid
