#include "codegen/code_section.h"

#include "support/byte_reader.h"
#include "wasm/module.h"

namespace wald::codegen {

std::vector<std::uint8_t> withoutCodeSection(std::span<const std::uint8_t> module) {
  constexpr std::size_t header = 8;
  std::vector<std::uint8_t> rest;
  rest.reserve(module.size());
  ByteReader reader(module);
  const auto keep = [&](std::uint64_t begin) {
    const auto part = module.subspan(begin, reader.offset() - begin);
    rest.insert(rest.end(), part.begin(), part.end());
  };
  reader.bytes(header);
  keep(0);
  while (reader.ok() && !reader.atEnd()) {
    const std::uint64_t begin = reader.offset();
    const auto id = static_cast<wasm::SectionId>(reader.u8());
    reader.bytes(reader.leb32());
    if (id != wasm::SectionId::Code) keep(begin);
  }
  return rest;
}

}  // namespace wald::codegen
