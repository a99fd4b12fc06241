#include "binary/encoder.h"

#include <array>

#include "binary/types.h"
#include "support/byte_reader.h"
#include "support/byte_writer.h"

namespace wald::binary {

using wasm::AddressType;
using wasm::CompKind;
using wasm::ExternKind;
using wasm::HeapType;
using wasm::Module;
using wasm::SectionId;
using wasm::ValType;

namespace {

constexpr std::size_t sectionIds = 14;
constexpr std::size_t headerBytes = 8;

/// The order of the sections, custom ones aside.
constexpr std::array sectionOrder = {
    SectionId::Type,   SectionId::Import,  SectionId::Function,  SectionId::Table,
    SectionId::Memory, SectionId::Tag,     SectionId::Global,    SectionId::Export,
    SectionId::Start,  SectionId::Element, SectionId::DataCount, SectionId::Code,
    SectionId::Data,
};

/// The contents of sections by their ids; a section that has none is encoded.
using KeptSections = std::array<std::optional<std::span<const std::uint8_t>>, sectionIds>;

class Encoder {
public:
  Encoder(const Module& module, const KeptSections& kept) : module_(module), kept_(kept) {}

  std::vector<std::uint8_t> encode() {
    out_.append(
        std::array<std::uint8_t, headerBytes>{0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00});
    customsAfter(SectionId::Custom);
    for (const SectionId id : sectionOrder) {
      section_ = {};
      if (const auto& kept = kept_[static_cast<std::size_t>(id)]) {
        section_.append(*kept);
      } else {
        content(id);
      }
      if (!section_.isEmpty()) {
        out_.u8(static_cast<std::uint8_t>(id));
        out_.sized(section_);
      }
      customsAfter(id);
    }
    return out_.take();
  }

private:
  void customsAfter(SectionId id) {
    for (const auto& custom : module_.customs) {
      if (custom.after != id) continue;
      ByteWriter content;
      content.name(custom.name);
      content.append(module_.view(custom.content));
      out_.u8(static_cast<std::uint8_t>(SectionId::Custom));
      out_.sized(content);
    }
  }

  void content(SectionId id) {
    switch (id) {
      case SectionId::Custom: return;
      case SectionId::Type: return types();
      case SectionId::Import: return imports();
      case SectionId::Function:
        return items(module_.functions, module_.importedFunctions,
                     [&](const wasm::Function& function) { section_.leb(function.type); });
      case SectionId::Table:
        return items(module_.tables, module_.importedTables,
                     [&](const wasm::Table& item) { table(item); });
      case SectionId::Memory:
        return items(module_.memories, module_.importedMemories,
                     [&](const wasm::Memory& memory) { memoryType(memory.type); });
      case SectionId::Tag:
        return items(module_.tags, module_.importedTags,
                     [&](const wasm::Tag& tag) { tagType(tag.type); });
      case SectionId::Global:
        return items(module_.globals, module_.importedGlobals, [&](const wasm::Global& global) {
          globalType(global.type);
          expression(global.init);
        });
      case SectionId::Export:
        return items(module_.exports, 0, [&](const wasm::Export& item) {
          section_.name(item.name);
          section_.u8(static_cast<std::uint8_t>(item.kind));
          section_.leb(item.index);
        });
      case SectionId::Start:
        if (module_.start) section_.leb(*module_.start);
        return;
      case SectionId::Element:
        return items(module_.elems, 0,
                     [&](const wasm::ElemSegment& segment) { elemSegment(segment); });
      case SectionId::DataCount:
        if (module_.dataCount) section_.leb(*module_.dataCount);
        return;
      case SectionId::Code:
        return items(module_.codes, 0, [&](const wasm::Code& item) { code(item); });
      case SectionId::Data:
        return items(module_.datas, 0,
                     [&](const wasm::DataSegment& segment) { dataSegment(segment); });
    }
  }

  /// A vector of all but the first `imported` items; nothing if there are none.
  template <typename T, typename Write>
  void items(const std::vector<T>& all, std::size_t imported, const Write& write) {
    if (all.size() == imported) return;
    section_.leb(all.size() - imported);
    for (std::size_t i = imported; i < all.size(); ++i) write(all[i]);
  }

  void types() {
    if (module_.recGroups.empty()) return;
    section_.leb(module_.recGroups.size());
    for (const auto& group : module_.recGroups) {
      if (group.count != 1) {
        section_.u8(0x4e);
        section_.leb(group.count);
      }
      for (std::uint32_t i = 0; i < group.count; ++i) subType(module_.types[group.first + i]);
    }
  }

  void subType(const wasm::SubType& type) {
    if (!type.isFinal || !type.supertypes.empty()) {
      section_.u8(type.isFinal ? 0x4f : 0x50);
      section_.leb(type.supertypes.size());
      for (const auto supertype : type.supertypes) section_.leb(supertype);
    }
    switch (type.comp.kind) {
      case CompKind::Func:
        section_.u8(0x60);
        section_.leb(type.comp.params.size());
        for (const auto param : type.comp.params) valType(param);
        section_.leb(type.comp.results.size());
        for (const auto result : type.comp.results) valType(result);
        return;
      case CompKind::Struct:
        section_.u8(0x5f);
        section_.leb(type.comp.fields.size());
        break;
      case CompKind::Array: section_.u8(0x5e); break;
    }
    for (const auto& field : type.comp.fields) {
      valType(field.type);
      section_.u8(field.isMutable);
    }
  }

  void valType(ValType type) {
    switch (type.code()) {
      case ValType::Code::I32: return section_.u8(0x7f);
      case ValType::Code::I64: return section_.u8(0x7e);
      case ValType::Code::F32: return section_.u8(0x7d);
      case ValType::Code::F64: return section_.u8(0x7c);
      case ValType::Code::V128: return section_.u8(0x7b);
      case ValType::Code::I8: return section_.u8(0x78);
      case ValType::Code::I16: return section_.u8(0x77);
      case ValType::Code::Ref: break;
      case ValType::Code::Bottom: return;  // not a type of the format
    }
    const HeapType heap = type.heap();
    if (heap.isDefined()) {
      section_.u8(type.isNullable() ? 0x63 : 0x64);
      section_.sleb(heap.index());
    } else {
      if (!type.isNullable()) section_.u8(0x64);
      section_.u8(codeOf(heap.abs()));
    }
  }

  void limits(const wasm::Limits& limits) {
    section_.leb(limits.min);
    if (limits.max) section_.leb(*limits.max);
  }

  void tableType(const wasm::TableType& type) {
    valType(type.element);
    section_.u8(static_cast<std::uint8_t>((type.limits.max ? 1 : 0) |
                                          (type.address == AddressType::I64 ? 4 : 0)));
    limits(type.limits);
  }

  void memoryType(const wasm::MemoryType& type) {
    constexpr std::uint8_t usualPageSize = 16;
    section_.u8(static_cast<std::uint8_t>((type.limits.max ? 1 : 0) | (type.shared ? 2 : 0) |
                                          (type.address == AddressType::I64 ? 4 : 0) |
                                          (type.pageSizeLog2 != usualPageSize ? 8 : 0)));
    limits(type.limits);
    if (type.pageSizeLog2 != usualPageSize) section_.leb(type.pageSizeLog2);
  }

  void globalType(const wasm::GlobalType& type) {
    valType(type.type);
    section_.u8(type.isMutable);
  }

  void tagType(const wasm::TagType& type) {
    section_.u8(0);
    section_.leb(type.type);
  }

  void imports() {
    items(module_.imports, 0, [&](const wasm::Import& import) {
      section_.name(import.module);
      section_.name(import.name);
      section_.u8(static_cast<std::uint8_t>(import.type.kind));
      switch (import.type.kind) {
        case ExternKind::Func: return section_.leb(import.type.func());
        case ExternKind::Table: return tableType(import.type.table());
        case ExternKind::Memory: return memoryType(import.type.memory());
        case ExternKind::Global: return globalType(import.type.global());
        case ExternKind::Tag: return tagType(import.type.tag());
      }
    });
  }

  void table(const wasm::Table& table) {
    if (table.init) {
      section_.u8(0x40);
      section_.u8(0x00);
    }
    tableType(table.type);
    if (table.init) expression(*table.init);
  }

  void expression(const wasm::ConstExpr& expr) { section_.append(module_.view(expr.bytes)); }

  void elemSegment(const wasm::ElemSegment& segment) {
    section_.leb(segment.flags);
    if (segment.mode == wasm::SegmentMode::Active) {
      if (segment.flags & 2) section_.leb(segment.table);
      expression(segment.place);
    }
    if (segment.flags & 3) {
      if (segment.usesExpressions) {
        valType(segment.type);
      } else {
        section_.u8(0);
      }
    }
    section_.leb(segment.size());
    for (const auto function : segment.functions) section_.leb(function);
    for (const auto& element : segment.expressions) expression(element);
  }

  void code(const wasm::Code& code) {
    ByteWriter entry;
    std::swap(entry, section_);
    const auto runs = module_.localsOf(code);
    section_.leb(runs.size());
    for (const auto& run : runs) {
      section_.leb(run.count);
      valType(run.type);
    }
    section_.append(module_.view(code.body));
    std::swap(entry, section_);
    section_.sized(entry);
  }

  void dataSegment(const wasm::DataSegment& segment) {
    section_.leb(segment.flags);
    if (segment.mode == wasm::SegmentMode::Active) {
      if (segment.flags == 2) section_.leb(segment.memory);
      expression(segment.place);
    }
    section_.leb(segment.bytes.size);
    section_.append(module_.view(segment.bytes));
  }

  const Module& module_;
  const KeptSections& kept_;
  ByteWriter out_;
  ByteWriter section_;
};

KeptSections sectionsOf(std::span<const std::uint8_t> bytes) {
  KeptSections sections;
  ByteReader reader(bytes);
  reader.bytes(headerBytes);
  while (reader.ok() && !reader.atEnd()) {
    const std::uint8_t id = reader.u8();
    const std::span<const std::uint8_t> content = reader.bytes(reader.leb32());
    if (reader.ok() && id < sectionIds) sections[id] = content;
  }
  return sections;
}

}  // namespace

std::vector<std::uint8_t> encodeModule(const Module& module) {
  return Encoder(module, {}).encode();
}

std::vector<std::uint8_t> encodeChanged(const Module& module,
                                        std::span<const std::uint8_t> original,
                                        std::span<const SectionId> changed) {
  KeptSections kept = sectionsOf(original);
  for (const SectionId id : changed) kept[static_cast<std::size_t>(id)].reset();
  return Encoder(module, kept).encode();
}

}  // namespace wald::binary
