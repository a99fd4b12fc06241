#include "binary/types.h"

#include <algorithm>
#include <array>

namespace wald::binary {

using wasm::AbsHeap;
using wasm::BlockType;
using wasm::Feature;
using wasm::Features;
using wasm::HeapType;
using wasm::ValType;

namespace {

constexpr std::uint8_t refNullCode = 0x63;
constexpr std::uint8_t refCode = 0x64;
constexpr std::uint8_t emptyBlockCode = 0x40;
constexpr std::uint8_t firstHeapCode = 0x69;
constexpr std::uint32_t maxHeapIndex = 0xff'ffff;

struct HeapRow {
  AbsHeap heap;
  Feature feature;
};

/// By code, from `firstHeapCode`.
constexpr std::array heapRows = {
    HeapRow{AbsHeap::Exn, Feature::Exceptions},
    HeapRow{AbsHeap::Array, Feature::Gc},
    HeapRow{AbsHeap::Struct, Feature::Gc},
    HeapRow{AbsHeap::I31, Feature::Gc},
    HeapRow{AbsHeap::Eq, Feature::Gc},
    HeapRow{AbsHeap::Any, Feature::Gc},
    HeapRow{AbsHeap::Extern, Feature::ReferenceTypes},
    HeapRow{AbsHeap::Func, Feature::Mvp},
    HeapRow{AbsHeap::None, Feature::Gc},
    HeapRow{AbsHeap::NoExtern, Feature::Gc},
    HeapRow{AbsHeap::NoFunc, Feature::Gc},
    HeapRow{AbsHeap::NoExn, Feature::Exceptions},
};

const HeapRow* heapRowOf(std::uint8_t code) {
  const std::size_t row = std::size_t{code} - firstHeapCode;
  return row < heapRows.size() ? &heapRows[row] : nullptr;
}

/// The codes of types are signed LEB128 numbers of one byte.
void failCode(ByteReader& reader, std::uint8_t byte, ErrorCode code, std::uint64_t offset) {
  reader.fail(byte & 0x80 ? ErrorCode::IntegerTooLong : code, offset);
}

/// The reference type whose first byte `byte` was read at `offset`.
ValType refTypeFrom(std::uint8_t byte, ByteReader& reader, Features features, std::uint64_t offset,
                    ErrorCode code) {
  if (byte == refNullCode || byte == refCode) {
    requireFeature(reader, features, Feature::TypedFunctionReferences, offset);
    return ValType::ref(readHeapType(reader, features), byte == refNullCode);
  }
  const HeapRow* row = heapRowOf(byte);
  if (!row) {
    failCode(reader, byte, code, offset);
    return {};
  }
  requireFeature(reader, features, row->feature, offset);
  return ValType::ref(row->heap, true);
}

ValType valTypeFrom(std::uint8_t byte, ByteReader& reader, Features features, std::uint64_t offset,
                    ErrorCode code) {
  switch (byte) {
    case 0x7f: return wasm::types::i32;
    case 0x7e: return wasm::types::i64;
    case 0x7d: return wasm::types::f32;
    case 0x7c: return wasm::types::f64;
    case 0x7b: requireFeature(reader, features, Feature::Simd, offset); return wasm::types::v128;
    default: break;
  }
  if (heapRowOf(byte)) requireFeature(reader, features, Feature::ReferenceTypes, offset);
  return refTypeFrom(byte, reader, features, offset, code);
}

}  // namespace

void requireFeature(ByteReader& reader, Features features, Feature feature, std::uint64_t offset) {
  if (!features.has(feature)) reader.fail(ErrorCode::FeatureDisabled, offset, nameOf(feature));
}

std::uint8_t codeOf(AbsHeap heap) {
  const auto* row =
      std::find_if(heapRows.begin(), heapRows.end(),
                   [heap](const HeapRow& candidate) { return candidate.heap == heap; });
  return static_cast<std::uint8_t>(firstHeapCode + (row - heapRows.begin()));
}

ValType readValType(ByteReader& reader, Features features) {
  const std::uint64_t offset = reader.offset();
  return valTypeFrom(reader.u8(), reader, features, offset, ErrorCode::BadNumType);
}

ValType readStorageType(ByteReader& reader, Features features) {
  const std::uint64_t offset = reader.offset();
  const std::uint8_t byte = reader.u8();
  if (byte == 0x78) return ValType::Code::I8;
  if (byte == 0x77) return ValType::Code::I16;
  return valTypeFrom(byte, reader, features, offset, ErrorCode::BadStorageType);
}

ValType readRefType(ByteReader& reader, Features features) {
  const std::uint64_t offset = reader.offset();
  return refTypeFrom(reader.u8(), reader, features, offset, ErrorCode::BadReferenceType);
}

HeapType readHeapType(ByteReader& reader, Features features) {
  const std::uint64_t offset = reader.offset();
  const std::int64_t value = reader.sleb33();
  if (value >= 0) {
    return HeapType::defined(
        static_cast<std::uint32_t>(std::min<std::int64_t>(value, maxHeapIndex)));
  }
  const HeapRow* row =
      value >= -0x40 ? heapRowOf(static_cast<std::uint8_t>(value & 0x7f)) : nullptr;
  if (!row) {
    reader.fail(ErrorCode::BadHeapType, offset);
    return AbsHeap::Func;
  }
  requireFeature(reader, features, row->feature, offset);
  return row->heap;
}

BlockType readBlockType(ByteReader& reader, Features features) {
  const std::uint64_t offset = reader.offset();
  const std::uint8_t byte = reader.peek();
  BlockType type;
  if (byte == emptyBlockCode && !reader.atEnd()) {
    reader.u8();
  } else if ((byte & 0xc0) == 0x40) {
    type.form = BlockType::Form::Value;
    type.value = valTypeFrom(reader.u8(), reader, features, offset, ErrorCode::BadBlockType);
  } else {
    const std::int64_t index = reader.sleb33();
    requireFeature(reader, features, Feature::MultiValue, offset);
    if (index < 0) reader.fail(ErrorCode::BadBlockType, offset);
    type.form = BlockType::Form::Type;
    type.type = static_cast<std::uint32_t>(index);
  }
  return type;
}

}  // namespace wald::binary
