#include "codegen/module_rest.h"

#include "codegen/data_image.h"
#include "support/byte_reader.h"
#include "support/byte_writer.h"

namespace wald::codegen {

using wasm::SectionId;

std::vector<std::uint8_t> restOfModule(const ir::ValidModule& module,
                                       std::span<const std::uint8_t> bytes) {
  constexpr std::size_t header = 8;
  auto data = mergedData(module);
  if (data && data->size() >= module.module().datas.size()) data.reset();
  std::vector<std::uint8_t> rest;
  rest.reserve(bytes.size());
  const auto append = [&](std::span<const std::uint8_t> part) {
    rest.insert(rest.end(), part.begin(), part.end());
  };
  append(bytes.first(header));
  ByteReader reader(bytes);
  reader.bytes(header);
  while (reader.ok() && !reader.atEnd()) {
    const std::uint64_t begin = reader.offset();
    const auto id = static_cast<SectionId>(reader.u8());
    reader.bytes(reader.leb32());
    if (id == SectionId::Code) continue;
    if (data && id == SectionId::DataCount) continue;
    if (data && id == SectionId::Data) {
      append(encodedSection(module.module(), *data));
    } else {
      append(bytes.subspan(begin, reader.offset() - begin));
    }
  }
  return rest;
}

}  // namespace wald::codegen
