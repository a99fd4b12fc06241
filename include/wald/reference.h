#pragma once

#include <cstdint>
#include <utility>

#include "wald/handle.h"
#include "wald/types.h"

namespace wald {

class AnyRef;
class ArrayRef;
class StructRef;
class Value;

/// @cond
namespace detail {

/// A type of C++, by the address of its tag: without RTTI.
template <typename T>
inline constexpr char typeTag = 0;

/// A value of the host that references own.
struct OwnedValue {
  const void* type;
  void (*release)(OwnedValue* self);
};

template <typename T>
struct OwnedValueOf : OwnedValue {
  explicit OwnedValueOf(T&& from) : OwnedValue{&typeTag<T>, destroy}, value(std::move(from)) {}
  static void destroy(OwnedValue* self) { delete static_cast<OwnedValueOf*>(self); }
  T value;
};

}  // namespace detail
/// @endcond

/// An `externref`: null, or a value of the host that the guest can hold and give back, but not look into.
///
/// It owns a C++ value, which ends when neither the host nor the guest can reach it any more: when garbage is collected
/// (`Store::collectGarbage`), or with the store.
class WALD_API ExternRef : public detail::Root {
public:
  using Root::Root;

  /// Moves a value into a store. Fails with `Limit` if there are too many.
  template <typename T>
  static Result<ExternRef> create(Store& store, T value) {
    return createOwned(store, new detail::OwnedValueOf<T>(std::move(value)));
  }
  /// The value, if it is one of exactly that type; else null. As long as the reference lives.
  template <typename T>
  T* get() const {
    detail::OwnedValue* const owned = ownedValue();
    const bool isThat = owned != nullptr && owned->type == &detail::typeTag<T>;
    return isThat ? &static_cast<detail::OwnedValueOf<T>*>(owned)->value : nullptr;
  }

  /// A number below 2^61 instead of a value: nothing is owned.
  static ExternRef ofNumber(Store& store, std::uint64_t number);
  /// The number of one that holds a number; else 0.
  std::uint64_t number() const;
  /// "any.convert_extern": what the guest made an `externref` of an internal reference is that again.
  AnyRef toAny() const;

private:
  static Result<ExternRef> createOwned(Store& store, detail::OwnedValue* value);
  detail::OwnedValue* ownedValue() const;
};

/// An `anyref`: null, a small number, a structure or an array of a guest, or a value of the host.
class WALD_API AnyRef : public detail::Root {
public:
  using Root::Root;

  /// Whether it is a small number.
  bool isI31() const;
  /// Of an `i31`, sign-extended; else 0.
  std::int32_t i31() const;
  /// "ref.i31": the low 31 bits of the number.
  static AnyRef ofI31(Store& store, std::int32_t value);

  /// @{
  /// False too if the store is gone.
  bool isStruct() const;
  bool isArray() const;
  /// @}

  /// Null if it is none.
  StructRef asStruct() const;
  /// Null if it is none.
  ArrayRef asArray() const;
  /// "extern.convert_any".
  ExternRef toExtern() const;
};

/// A structure of a guest ("Execution › Aggregate Instances").
class WALD_API StructRef : public detail::Root {
public:
  using Root::Root;

  /// 0 if it is null or the store is gone.
  std::size_t fieldCount() const;
  /// Packed fields (i8, i16) are zero-extended i32. Fails with `Usage` beyond the last field.
  Result<Value> field(std::size_t index) const;
  /// Fails with `Usage` too if the field cannot be changed or has another type.
  Result<void> setField(std::size_t index, const Value& value) const;
};

/// An array of a guest ("Execution › Aggregate Instances").
class WALD_API ArrayRef : public detail::Root {
public:
  using Root::Root;

  /// Elements; 0 if it is null or the store is gone.
  std::size_t size() const;
  /// As `StructRef::field`.
  Result<Value> element(std::size_t index) const;
  /// As `StructRef::setField`.
  Result<void> setElement(std::size_t index, const Value& value) const;
};

}  // namespace wald
