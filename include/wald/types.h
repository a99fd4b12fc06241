#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "wald/export.h"

namespace wald {

/// The type of a value ("Types › Value Types"). Types that a module defines (`(ref $t)`) belong to the engine that the module was made
/// with; all others are the same everywhere. Small, and freely copied.
class WALD_API ValueType {
public:
  /// Numbers, vectors, and references of all types.
  enum class Kind : std::uint8_t { I32, I64, F32, F64, V128, Ref };
  /// What a reference can refer to ("Types › Heap Types"); `Defined` is a type of a module. The others
  /// have the names of the text format.
  enum class Heap : std::uint8_t {
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
    NoExn,
    Defined,
  };

  /// @{
  /// Types by their names in the text format; those of references are nullable.
  static ValueType i32();
  static ValueType i64();
  static ValueType f32();
  static ValueType f64();
  static ValueType v128();
  static ValueType funcref();
  static ValueType externref();
  static ValueType anyref();
  static ValueType exnref();
  /// @}

  /// A reference to an abstract heap type; `heap` must not be `Defined`.
  static ValueType ref(Heap heap, bool nullable);

  /// `Ref` for every type of references; `heap` tells them apart.
  Kind kind() const;
  /// Whether it is a type of references.
  bool isRef() const { return kind() == Kind::Ref; }
  /// Of references only.
  Heap heap() const;
  /// Whether the reference may be null.
  bool isNullable() const;
  /// As the text format writes it, e.g. `i32`, `funcref`.
  std::string toString() const;

  /// The very same; a subtype is another type.
  bool operator==(const ValueType&) const = default;

  /// @cond
  /// The library's own form.
  explicit ValueType(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits() const { return bits_; }
  /// @endcond

private:
  std::uint32_t bits_;
};

/// The type of a function ("Types › Composite Types").
struct FuncType {
  std::vector<ValueType> params;   ///< of the arguments, in order
  std::vector<ValueType> results;  ///< any number, in order

  /// The very same; imports accept more ("Validation › Matching").
  bool operator==(const FuncType&) const = default;
  /// `(i32, i64) -> (f32)`.
  WALD_API std::string toString() const;
};

/// The type of a table ("Types › Table Types").
struct TableType {
  ValueType element;                     ///< a type of references
  std::uint64_t minimum = 0;             ///< elements
  std::optional<std::uint64_t> maximum;  ///< none: as many as fit and are allowed
  bool is64 = false;                     ///< indices are i64

  /// The very same; imports accept more ("Validation › Matching").
  bool operator==(const TableType&) const = default;
};

/// The type of a memory ("Types › Memory Types").
struct MemoryType {
  std::uint64_t minimum = 0;             ///< pages
  std::optional<std::uint64_t> maximum;  ///< none: as many as fit and are allowed
  bool is64 = false;                     ///< addresses are i64
  bool isShared = false;                 ///< threads of several stores may hold it
  std::uint64_t pageSize = 65536;        ///< bytes: 65536 or 1

  /// The very same; imports accept more ("Validation › Matching").
  bool operator==(const MemoryType&) const = default;
};

/// The type of a global ("Types › Global Types").
struct GlobalType {
  ValueType value;         ///< of what it holds
  bool isMutable = false;  ///< whether guests and host can change it

  /// The very same; imports accept more ("Validation › Matching").
  bool operator==(const GlobalType&) const = default;
};

/// The type of a tag ("Types › Tag Types"). The values that an exception carries are the parameters.
struct TagType {
  FuncType func;  ///< without results

  /// The very same, as imports of tags need it.
  bool operator==(const TagType&) const = default;
};

/// What can be imported and exported ("Types › External Types").
enum class ExternKind : std::uint8_t { Func, Table, Memory, Global, Tag };

/// The type of an import or export.
using ExternType = std::variant<FuncType, TableType, MemoryType, GlobalType, TagType>;
/// The kind of import or export that has such a type.
inline ExternKind kindOf(const ExternType& type) { return static_cast<ExternKind>(type.index()); }
/// For people: `function (i32) -> (i32)`, `memory 1..2` …
WALD_API std::string toString(const ExternType& type);

/// What a module needs ("Syntax › Modules › Imports").
struct ImportType {
  std::string module;  ///< the first of its two names
  std::string name;    ///< the second
  ExternType type;     ///< what is given has to match it ("Validation › Matching")
};

/// What a module offers ("Syntax › Modules › Exports").
struct ExportType {
  std::string name;  ///< unique in the module
  ExternType type;   ///< as declared; an instance's memories and tables may have grown
};

}  // namespace wald
