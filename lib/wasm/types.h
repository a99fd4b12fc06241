#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wasm/opcode.h"

namespace wald::wasm {

/// Heap types that are not an index into the type section.
enum class AbsHeap : std::uint8_t {
  Func,
  NoFunc,
  Extern,
  NoExtern,
  Any,
  Eq,
  I31,
  Struct,
  Array,
  None,
  Exn,
  NoExn
};

/// The top of the hierarchy that an abstract heap type belongs to ("Validation › Matching › Heap Types").
AbsHeap topOf(AbsHeap heap);

/// A heap type: abstract, or the index of a defined type.
///
/// Whether an index is a module's type index or an id of a `TypeTable` is the context's business: the
/// decoder and the text parser yield module indices, `TypeTable` and everything at run time ids.
class HeapType {
public:
  constexpr HeapType(AbsHeap heap) : bits_(static_cast<std::uint32_t>(heap)) {}
  static constexpr HeapType defined(std::uint32_t index) { return HeapType(index << 1 | 1, 0); }

  constexpr bool isDefined() const { return bits_ & definedBit; }
  constexpr AbsHeap abs() const { return static_cast<AbsHeap>(bits_); }
  constexpr std::uint32_t index() const { return bits_ & ~definedBit; }
  constexpr bool operator==(const HeapType&) const = default;

private:
  friend class ValType;
  static constexpr std::uint32_t definedBit = 1u << 24;
  constexpr HeapType(std::uint32_t shifted, int) : bits_((shifted >> 1) | definedBit) {}
  explicit constexpr HeapType(std::uint32_t bits, unsigned) : bits_(bits) {}
  std::uint32_t bits_;
};

/// A value type, or a storage type (with `I8` and `I16`), in four bytes. Equality is identity of encoding.
class ValType {
public:
  enum class Code : std::uint8_t { I32, I64, F32, F64, V128, Ref, I8, I16, Bottom };

  constexpr ValType() : bits_(static_cast<std::uint32_t>(Code::Bottom)) {}
  constexpr ValType(Code code) : bits_(static_cast<std::uint32_t>(code)) {}
  constexpr ValType(Kind kind) : bits_(static_cast<std::uint32_t>(kind)) {}
  static constexpr ValType ref(HeapType heap, bool nullable) {
    ValType type(Code::Ref);
    type.bits_ |= heap.bits_ << 5 | (nullable ? nullBit : 0);
    return type;
  }

  constexpr Code code() const { return static_cast<Code>(bits_ & 0xf); }
  constexpr bool isRef() const { return code() == Code::Ref; }
  constexpr bool isNum() const { return code() <= Code::F64; }
  constexpr bool isVec() const { return code() == Code::V128; }
  constexpr bool isPacked() const { return code() == Code::I8 || code() == Code::I16; }
  constexpr bool isBottom() const { return code() == Code::Bottom; }
  constexpr bool isNullable() const { return bits_ & nullBit; }
  /// Requires `isRef()`.
  constexpr HeapType heap() const { return HeapType(bits_ >> 5, 0u); }
  constexpr ValType withNull(bool nullable) const { return ref(heap(), nullable); }
  /// Whether locals and table elements of the type have a default value.
  constexpr bool isDefaultable() const { return !isRef() || isNullable(); }
  /// The kind on the operand stack; packed types unpack to I32.
  constexpr Kind kind() const {
    return code() <= Code::Ref ? static_cast<Kind>(code()) : Kind::I32;
  }
  constexpr bool operator==(const ValType&) const = default;
  constexpr std::uint32_t bits() const { return bits_; }
  /// The type that has these `bits()`.
  static constexpr ValType fromBits(std::uint32_t bits) {
    ValType type;
    type.bits_ = bits;
    return type;
  }

private:
  static constexpr std::uint32_t nullBit = 1u << 4;
  std::uint32_t bits_;
};

/// Slots of 8 bytes that a value of a kind takes in a frame, an argument list or a result list.
constexpr unsigned slotsOf(Kind kind) { return kind == Kind::V128 ? 2 : 1; }
constexpr unsigned slotsOf(ValType type) { return slotsOf(type.kind()); }

namespace types {
inline constexpr ValType i32{Kind::I32};
inline constexpr ValType i64{Kind::I64};
inline constexpr ValType f32{Kind::F32};
inline constexpr ValType f64{Kind::F64};
inline constexpr ValType v128{Kind::V128};
inline constexpr ValType funcref = ValType::ref(AbsHeap::Func, true);
inline constexpr ValType externref = ValType::ref(AbsHeap::Extern, true);
inline constexpr ValType anyref = ValType::ref(AbsHeap::Any, true);
inline constexpr ValType exnref = ValType::ref(AbsHeap::Exn, true);
}  // namespace types

/// The type as the text format writes it, e.g. `i32`, `funcref`, `(ref null 3)`.
std::string toString(ValType type);
std::string toString(HeapType heap);

struct FieldType {
  ValType type;
  bool isMutable = false;
  bool operator==(const FieldType&) const = default;
};

enum class CompKind : std::uint8_t { Func, Struct, Array };

/// The same for the defined types of a kind.
constexpr AbsHeap topOf(CompKind kind) {
  return kind == CompKind::Func ? AbsHeap::Func : AbsHeap::Any;
}

/// A composite type: a function, structure or array.
struct CompType {
  CompKind kind = CompKind::Func;
  std::vector<ValType> params;    ///< of a function
  std::vector<ValType> results;   ///< of a function
  std::vector<FieldType> fields;  ///< of a structure; an array has exactly one
  bool operator==(const CompType&) const = default;
};

/// A type definition with its place in the subtype hierarchy. The binary format allows several
/// supertypes; validation at most one.
struct SubType {
  bool isFinal = true;
  std::vector<std::uint32_t> supertypes;
  CompType comp;
  bool operator==(const SubType&) const = default;
};

/// The text form of a function type: `(i32, i64) -> (f32)`.
std::string toString(const CompType& type);

enum class AddressType : std::uint8_t { I32, I64 };
constexpr ValType valTypeOf(AddressType type) {
  return type == AddressType::I64 ? types::i64 : types::i32;
}

struct Limits {
  std::uint64_t min = 0;
  std::optional<std::uint64_t> max;
};

struct TableType {
  Limits limits;
  ValType element;
  AddressType address = AddressType::I32;
};

struct MemoryType {
  Limits limits;  ///< in pages
  AddressType address = AddressType::I32;
  bool shared = false;
  /// log2 of the page size: 16, or 0 with custom-page-sizes. The decoder keeps what was written
  /// (up to 63), validation refuses the rest.
  std::uint8_t pageSizeLog2 = 16;
};

struct GlobalType {
  ValType type;
  bool isMutable = false;
};

struct TagType {
  std::uint32_t type = 0;  ///< index of a function type
};

enum class ExternKind : std::uint8_t { Func, Table, Memory, Global, Tag };
/// "function", "table", "memory", "global" or "tag".
const char* toString(ExternKind kind);

}  // namespace wald::wasm
