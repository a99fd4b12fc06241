#include "binary/names.h"

#include <algorithm>
#include <array>

#include "support/byte_reader.h"
#include "support/byte_writer.h"

namespace wald::binary {

namespace {

constexpr std::uint8_t moduleId = 0;

struct NameMapRow {
  std::uint8_t id;
  NameMap Names::* map;
};
constexpr std::array nameMaps = {
    NameMapRow{1, &Names::functions}, NameMapRow{4, &Names::types},   NameMapRow{5, &Names::tables},
    NameMapRow{6, &Names::memories},  NameMapRow{7, &Names::globals}, NameMapRow{8, &Names::elems},
    NameMapRow{9, &Names::datas},     NameMapRow{11, &Names::tags},
};

struct IndirectNameMapRow {
  std::uint8_t id;
  IndirectNameMap Names::* map;
};
constexpr std::array indirectNameMaps = {
    IndirectNameMapRow{2, &Names::locals},
    IndirectNameMapRow{3, &Names::labels},
    IndirectNameMapRow{10, &Names::fields},
};
constexpr std::uint8_t lastId = 11;

void readNameMap(ByteReader& reader, NameMap& map) {
  const std::uint32_t count = reader.leb32();
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint32_t index = reader.leb32();
    const std::string_view name = reader.name();
    // Names usually stand in the order of their indices.
    if (reader.ok()) map.emplace_hint(map.end(), index, name);
  }
}

void readIndirectNameMap(ByteReader& reader, IndirectNameMap& map) {
  const std::uint32_t count = reader.leb32();
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint32_t index = reader.leb32();
    if (reader.ok()) readNameMap(reader, map[index]);
  }
}

void readSubsection(std::uint8_t id, ByteReader& reader, Names& names) {
  if (id == moduleId) {
    const std::string_view name = reader.name();
    if (reader.ok()) names.module = name;
  }
  for (const auto& row : nameMaps) {
    if (row.id == id) readNameMap(reader, names.*row.map);
  }
  for (const auto& row : indirectNameMaps) {
    if (row.id == id) readIndirectNameMap(reader, names.*row.map);
  }
}

void writeNameMap(ByteWriter& writer, const NameMap& map) {
  writer.leb(map.size());
  for (const auto& [index, name] : map) {
    writer.leb(index);
    writer.name(name);
  }
}

void writeSubsection(std::uint8_t id, ByteWriter& writer, const Names& names) {
  if (id == moduleId && names.module) writer.name(*names.module);
  for (const auto& row : nameMaps) {
    if (row.id == id && !(names.*row.map).empty()) writeNameMap(writer, names.*row.map);
  }
  for (const auto& row : indirectNameMaps) {
    if (row.id != id || (names.*row.map).empty()) continue;
    writer.leb((names.*row.map).size());
    for (const auto& [index, map] : names.*row.map) {
      writer.leb(index);
      writeNameMap(writer, map);
    }
  }
}

}  // namespace

bool Names::isEmpty() const {
  return !module && std::all_of(nameMaps.begin(), nameMaps.end(), [this](const auto& row) {
    return (this->*row.map).empty();
  }) && std::all_of(indirectNameMaps.begin(), indirectNameMaps.end(), [this](const auto& row) {
    return (this->*row.map).empty();
  });
}

Names decodeNames(const wasm::Module& module) {
  Names names;
  for (const auto& custom : module.customs) {
    if (custom.name != "name") continue;
    ByteReader reader(module.view(custom.content));
    while (reader.ok() && !reader.atEnd()) {
      const std::uint8_t id = reader.u8();
      const std::uint32_t size = reader.leb32();
      ByteReader content = reader.sub(size, reader.offset());
      if (reader.ok()) readSubsection(id, content, names);
    }
  }
  return names;
}

std::vector<std::uint8_t> encodeNames(const Names& names) {
  ByteWriter writer;
  for (std::uint8_t id = 0; id <= lastId; ++id) {
    ByteWriter content;
    writeSubsection(id, content, names);
    if (content.isEmpty()) continue;
    writer.u8(id);
    writer.sized(content);
  }
  return writer.take();
}

}  // namespace wald::binary
