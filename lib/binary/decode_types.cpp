#include <fmt/format.h>

#include "binary/module_decoder.h"
#include "binary/types.h"
#include "wasm/limits.h"

// The type section, and the types of imports and definitions.

namespace wald::binary {

using wasm::AddressType;
using wasm::CompKind;
using wasm::CompType;
using wasm::Feature;
using wasm::FieldType;
using wasm::SubType;
using wasm::ValType;

namespace limits = wasm::limits;

namespace {

constexpr std::uint8_t recForm = 0x4e;
constexpr std::uint8_t subFinalForm = 0x4f;
constexpr std::uint8_t subForm = 0x50;
constexpr std::uint8_t arrayForm = 0x5e;
constexpr std::uint8_t structForm = 0x5f;
constexpr std::uint8_t funcForm = 0x60;

constexpr std::uint8_t hasMaxFlag = 1;
constexpr std::uint8_t sharedFlag = 2;
constexpr std::uint8_t is64Flag = 4;
constexpr std::uint8_t pageSizeFlag = 8;

}  // namespace

void ModuleDecoder::typeSection() {
  auto& types = module_.types;
  const std::uint32_t groups = count(limits::types, "types");
  types.reserve(groups);
  module_.recGroups.reserve(groups);
  forEachItem(groups, 0, [&] {
    const auto first = static_cast<std::uint32_t>(types.size());
    item_ = first;
    const std::uint64_t start = reader_.offset();
    std::uint32_t size = 1;
    if (reader_.peek() == recForm) {
      reader_.u8();
      require(Feature::Gc, start);
      size = count(limits::recGroupTypes, "types in a recursion group");
    }
    if (types.size() + size > limits::types) {
      failLimit(start, "types", types.size() + size, limits::types);
    }
    for (std::uint32_t i = 0; i < size && reader_.ok(); ++i) {
      item_ = first + i;
      module_.typeOffsets.push_back(static_cast<std::uint32_t>(reader_.offset()));
      types.push_back(subType());
    }
    module_.recGroups.push_back({first, size});
  });
}

SubType ModuleDecoder::subType() {
  SubType type;
  std::uint64_t start = reader_.offset();
  std::uint8_t form = reader_.u8();
  if (form == subForm || form == subFinalForm) {
    require(Feature::Gc, start);
    type.isFinal = form == subFinalForm;
    const std::uint32_t supertypes = count(limits::types, "supertypes");
    for (std::uint32_t i = 0; i < supertypes && reader_.ok(); ++i) {
      type.supertypes.push_back(reader_.leb32());
    }
    start = reader_.offset();
    form = reader_.u8();
  }
  compType(form, start, type.comp);
  return type;
}

void ModuleDecoder::compType(std::uint8_t form, std::uint64_t formOffset, CompType& type) {
  switch (form) {
    case funcForm: {
      type.kind = CompKind::Func;
      valTypes(type.params, limits::functionParams, "parameters");
      const std::uint64_t resultsOffset = reader_.offset();
      valTypes(type.results, limits::functionResults, "results");
      if (type.results.size() > 1) require(Feature::MultiValue, resultsOffset);
      return;
    }
    case structForm: {
      require(Feature::Gc, formOffset);
      type.kind = CompKind::Struct;
      const std::uint32_t fields = count(limits::structFields, "fields");
      type.fields.reserve(fields);
      for (std::uint32_t i = 0; i < fields && reader_.ok(); ++i) type.fields.push_back(fieldType());
      return;
    }
    case arrayForm:
      require(Feature::Gc, formOffset);
      type.kind = CompKind::Array;
      type.fields.push_back(fieldType());
      return;
    default:
      // The forms are signed LEB128 numbers of one byte.
      reader_.fail(form & 0x80 ? ErrorCode::IntegerTooLong : ErrorCode::BadTypeForm, formOffset);
  }
}

void ModuleDecoder::valTypes(std::vector<ValType>& types, std::uint32_t limit,
                             std::string_view what) {
  const std::uint32_t number = count(limit, what);
  types.reserve(number);
  for (std::uint32_t i = 0; i < number && reader_.ok(); ++i) {
    types.push_back(readValType(reader_, features()));
  }
}

FieldType ModuleDecoder::fieldType() {
  FieldType field;
  field.type = readStorageType(reader_, features());
  field.isMutable = mutability();
  return field;
}

bool ModuleDecoder::mutability() {
  const std::uint64_t start = reader_.offset();
  const std::uint8_t byte = reader_.u8();
  if (byte > 1) reader_.fail(ErrorCode::BadMutability, start);
  return byte == 1;
}

wasm::Limits ModuleDecoder::limits(bool hasMax, bool is64) {
  // Wasm 3.0 gives the bounds of 32-bit memories and tables 64 bits too; validation narrows them.
  const bool wide = is64 || features().has(Feature::Memory64);
  const auto bound = [&] { return wide ? reader_.leb64() : reader_.leb32(); };
  wasm::Limits result;
  result.min = bound();
  if (hasMax) result.max = bound();
  return result;
}

wasm::TableType ModuleDecoder::tableType() {
  wasm::TableType type;
  type.element = readRefType(reader_, features());
  const std::uint64_t start = reader_.offset();
  const std::uint8_t flags = reader_.u8();
  if (flags & ~(hasMaxFlag | is64Flag)) reader_.fail(ErrorCode::BadLimitsFlags, start);
  if (flags & is64Flag) {
    require(Feature::Memory64, start);
    type.address = AddressType::I64;
  }
  type.limits = limits(flags & hasMaxFlag, flags & is64Flag);
  return type;
}

wasm::MemoryType ModuleDecoder::memoryType() {
  wasm::MemoryType type;
  const std::uint64_t start = reader_.offset();
  const std::uint8_t flags = reader_.u8();
  if (flags & ~(hasMaxFlag | sharedFlag | is64Flag | pageSizeFlag)) {
    reader_.fail(ErrorCode::BadLimitsFlags, start);
  }
  // The suite of the language without the proposal wants the phrase; the detail tells what would help.
  if ((flags & pageSizeFlag) && !features().has(Feature::CustomPageSizes)) {
    reader_.fail(ErrorCode::BadLimitsFlags, start,
                 fmt::format("{} is not enabled", nameOf(Feature::CustomPageSizes)));
  }
  if (flags & sharedFlag) {
    require(Feature::Threads, start);
    type.shared = true;
  }
  if (flags & is64Flag) {
    require(Feature::Memory64, start);
    type.address = AddressType::I64;
  }
  type.limits = limits(flags & hasMaxFlag, flags & is64Flag);
  if (flags & pageSizeFlag) {
    const std::uint64_t sizeOffset = reader_.offset();
    const std::uint32_t log2 = reader_.leb32();
    if (log2 > 63) reader_.fail(ErrorCode::CustomPageSizeMalformed, sizeOffset);
    type.pageSizeLog2 = static_cast<std::uint8_t>(log2);
  }
  return type;
}

wasm::GlobalType ModuleDecoder::globalType() {
  wasm::GlobalType type;
  type.type = readValType(reader_, features());
  type.isMutable = mutability();
  return type;
}

wasm::TagType ModuleDecoder::tagType() {
  const std::uint64_t start = reader_.offset();
  require(Feature::Exceptions, start);
  if (reader_.u8() != 0) reader_.fail(ErrorCode::BadTagAttribute, start);
  return {reader_.leb32()};
}

}  // namespace wald::binary
