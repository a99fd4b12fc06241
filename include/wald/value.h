#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "wald/exception.h"
#include "wald/func.h"
#include "wald/reference.h"
#include "wald/types.h"

namespace wald {

/// Sixteen bytes, the first lane first ("Syntax › Values › Vectors").
struct V128 {
  std::array<std::uint8_t, 16> bytes{};  ///< lanes are little-endian
  /// Whether all bytes are the same, whatever the lanes.
  bool operator==(const V128&) const = default;
};

/// A value of any type ("Execution › Values"). References keep what they refer to alive.
class WALD_API Value {
public:
  /// i32 0.
  Value() : Value(std::int32_t{0}) {}

  /// @{
  /// A number: i32, i64, f32, f64 or v128. Implicit, so that arguments are written as they are.
  Value(std::int32_t value) : Value(ValueType::i32(), static_cast<std::uint32_t>(value)) {}
  Value(std::uint32_t value) : Value(ValueType::i32(), value) {}
  Value(std::int64_t value) : Value(ValueType::i64(), static_cast<std::uint64_t>(value)) {}
  Value(std::uint64_t value) : Value(ValueType::i64(), value) {}
  Value(float value) : Value(ValueType::f32(), std::bit_cast<std::uint32_t>(value)) {}
  Value(double value) : Value(ValueType::f64(), std::bit_cast<std::uint64_t>(value)) {}
  Value(const V128& value)
      : Value(ValueType::v128(), std::bit_cast<std::array<std::uint64_t, 2>>(value.bytes)[0],
              std::bit_cast<std::array<std::uint64_t, 2>>(value.bytes)[1]) {}
  /// @}

  /// @{
  /// Empty handles are null references.
  Value(const Func& func);
  Value(const ExternRef& ref);
  Value(const AnyRef& ref);
  Value(const StructRef& ref);
  Value(const ArrayRef& ref);
  Value(const Exception& exception);
  /// @}

  /// A null reference of a type.
  static Value null(ValueType type) { return Value(type, 0); }

  /// References of a type that a module defines are given as `funcref`, `structref` or `arrayref`.
  ValueType type() const { return type_; }
  /// `type().kind()`: what tells numbers from references.
  ValueType::Kind kind() const { return type_.kind(); }
  /// Whether it is a null reference; no number is.
  bool isNull() const { return type_.isRef() && low_ == 0; }

  /// @{
  /// What it holds if it is of that kind; else zero or null.
  std::int32_t i32() const { return static_cast<std::int32_t>(number(ValueType::Kind::I32)); }
  std::int64_t i64() const { return static_cast<std::int64_t>(number(ValueType::Kind::I64)); }
  float f32() const {
    return std::bit_cast<float>(static_cast<std::uint32_t>(number(ValueType::Kind::F32)));
  }
  double f64() const { return std::bit_cast<double>(number(ValueType::Kind::F64)); }
  V128 v128() const;
  Func func() const;
  ExternRef externRef() const;
  AnyRef anyRef() const;
  Exception exception() const;
  /// @}

  /// As the text of a constant: `i32:7`, `f64:1.5`, `externref`; for people.
  std::string toString() const;

  /// @cond
  // For the library.
  Value(ValueType type, std::uint64_t low, std::uint64_t high = 0)
      : type_(type), low_(low), high_(high) {}
  Value(ValueType type, detail::Root root)
      : type_(type), low_(root.bits()), root_(std::move(root)) {}
  std::uint64_t low() const { return low_; }
  std::uint64_t high() const { return high_; }
  const detail::Root& root() const { return root_; }
  /// @endcond

private:
  std::uint64_t number(ValueType::Kind kind) const { return type_.kind() == kind ? low_ : 0; }

  ValueType type_;
  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0;
  detail::Root root_;  ///< of a reference
};

}  // namespace wald
