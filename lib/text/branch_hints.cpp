#include "text/branch_hints.h"

#include "binary/instruction_decoder.h"
#include "support/byte_reader.h"

namespace wald::text {

namespace {

using wasm::Opcode;

/// Whether an annotation can stand before the instruction: the delimiters of blocks are no
/// instructions in the text.
bool takesAnnotation(Opcode op) {
  return op != Opcode::Else && op != Opcode::End && op != Opcode::Catch && op != Opcode::CatchAll &&
         op != Opcode::Delegate;
}

/// Reads the hints of one function; false if one of them belongs to no instruction.
bool readHints(const wasm::Module& module, const wasm::Code& code, ByteReader& reader,
               std::unordered_map<std::uint32_t, wasm::ByteRange>& hints) {
  ByteReader entry(std::span(module.bytes).subspan(code.offset), code.offset);
  entry.leb32();  // the size, behind which offsets count
  const std::uint64_t begin = entry.offset();
  binary::InstructionDecoder decoder(module, code.body);
  wasm::Instruction in;
  const std::uint32_t count = reader.leb32();
  if (count == 0) return false;
  bool isFirst = true;
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint64_t target = begin + reader.leb32();
    const std::uint32_t size = reader.leb32();
    const auto offset = static_cast<std::uint32_t>(reader.offset());
    reader.bytes(size);
    if (!reader.ok() || (!isFirst && in.offset >= target)) return false;
    isFirst = false;
    do {
      if (decoder.atEnd() || !decoder.next(in)) return false;
    } while (in.offset < target);
    if (in.offset != target || !takesAnnotation(in.op)) return false;
    hints.emplace(in.offset, wasm::ByteRange{offset, size});
  }
  return reader.ok();
}

}  // namespace

std::optional<BranchHints> decodeBranchHints(const wasm::Module& module, wasm::ByteRange content) {
  ByteReader reader(module.view(content), content.offset);
  BranchHints result;
  const std::uint32_t count = reader.leb32();
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint32_t function = reader.leb32();
    const bool isDefined = reader.ok() && function >= module.importedFunctions &&
                           function - module.importedFunctions < module.codes.size();
    if (!isDefined || (!result.empty() && result.rbegin()->first >= function)) return std::nullopt;
    const wasm::Code& code = module.codes[function - module.importedFunctions];
    if (!readHints(module, code, reader, result[function])) return std::nullopt;
  }
  if (!reader.ok() || !reader.atEnd() || result.empty()) return std::nullopt;
  return result;
}

}  // namespace wald::text
