#include "wald/reference.h"

#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/objects.h"
#include "wald/store.h"

namespace wald {

namespace {

using runtime::Object;
using runtime::TypeInfo;

/// The object that a reference means, if it is alive and of a kind.
Object* objectOf(const detail::Root& ref, wasm::CompKind kind) {
  const bool isThere = ref.storeRef() != nullptr && ref.storeRef()->isOpen();
  if (!isThere || !runtime::isObjectRef(ref.bits())) return nullptr;
  Object* const object = runtime::toObject(ref.bits());
  return ref.storeRef()->engine().typeOf(object->type).kind == kind ? object : nullptr;
}

Error missing(std::string_view what) {
  return Error(ErrorKind::Usage, fmt::format("it is no {}", what));
}

/// Loads what is stored in a field or element of a type.
Value load(const detail::Root& ref, const wasm::FieldType& field, const std::uint8_t* at,
           wasm::Storage storage) {
  runtime::Slot slots[2] = {0, 0};
  runtime::loadField(at, storage, slots);
  const wasm::ValType type = field.type.isPacked() ? wasm::types::i32 : field.type;
  return api::loadValue(ref.storeRef(), type, slots);
}

Result<void> store(const detail::Root& ref, const wasm::FieldType& field, std::uint8_t* at,
                   wasm::Storage storage, const Value& value) {
  if (!field.isMutable) return Error(ErrorKind::Usage, "it is immutable");
  runtime::Slot slots[2] = {0, 0};
  const wasm::ValType type = field.type.isPacked() ? wasm::types::i32 : field.type;
  WALD_TRY(api::storeValue(ref.storeRef(), value, type, slots, "the value"));
  runtime::storeField(at, storage, slots);
  return {};
}

}  // namespace

Result<ExternRef> ExternRef::createOwned(Store& store, detail::OwnedValue* value) {
  const auto release = [](void* data) {
    auto* const owned = static_cast<detail::OwnedValue*>(data);
    owned->release(owned);
  };
  auto made = store.state()->store().addHostObject(value, release);
  if (made) return ExternRef(store.state(), *made);
  release(value);
  return std::move(made).error();
}

detail::OwnedValue* ExternRef::ownedValue() const {
  if (store_ == nullptr || !store_->isOpen()) return nullptr;
  return static_cast<detail::OwnedValue*>(store_->store().dataOf(bits_));
}

ExternRef ExternRef::ofNumber(Store& store, std::uint64_t number) {
  return ExternRef(store.state(), runtime::hostRef(number & (~std::uint64_t{0} >> 3)));
}

std::uint64_t ExternRef::number() const {
  const bool isNumber = runtime::isHostRef(bits_) && !runtime::isHostObject(bits_);
  return isNumber ? runtime::hostValue(bits_) : 0;
}

AnyRef ExternRef::toAny() const { return AnyRef(store_, bits_); }
ExternRef AnyRef::toExtern() const { return ExternRef(store_, bits_); }

bool AnyRef::isI31() const { return runtime::isI31(bits_); }
std::int32_t AnyRef::i31() const { return isI31() ? runtime::i31Signed(bits_) : 0; }
AnyRef AnyRef::ofI31(Store& store, std::int32_t value) {
  return AnyRef(store.state(), runtime::i31Ref(static_cast<std::uint32_t>(value)));
}

bool AnyRef::isStruct() const { return objectOf(*this, wasm::CompKind::Struct) != nullptr; }
bool AnyRef::isArray() const { return objectOf(*this, wasm::CompKind::Array) != nullptr; }
StructRef AnyRef::asStruct() const { return isStruct() ? StructRef(store_, bits_) : StructRef(); }
ArrayRef AnyRef::asArray() const { return isArray() ? ArrayRef(store_, bits_) : ArrayRef(); }

namespace {

/// A field of a structure: where it lies, and what it is.
struct Field {
  std::uint8_t* at;
  wasm::Storage storage;
  const wasm::FieldType* type;
};

Result<Field> fieldOf(const StructRef& ref, std::size_t index) {
  Object* const object = objectOf(ref, wasm::CompKind::Struct);
  if (object == nullptr) return missing("structure");
  const auto& fields = ref.storeRef()->engine().typeOf(object->type).fields;
  if (index >= fields.size()) {
    return Error(ErrorKind::Usage, fmt::format("there is no field {} of {}", index, fields.size()));
  }
  const TypeInfo& info = ref.storeRef()->engine().infoOf(object->type);
  const auto& field = info.fields[index];
  return Field{reinterpret_cast<std::uint8_t*>(object) + field.offset, field.storage,
               &fields[index]};
}

Result<Field> elementOf(const ArrayRef& ref, std::size_t index) {
  Object* const object = objectOf(ref, wasm::CompKind::Array);
  if (object == nullptr) return missing("array");
  if (index >= object->length) {
    return Error(ErrorKind::Usage,
                 fmt::format("there is no element {} of {}", index, object->length));
  }
  const TypeInfo& info = ref.storeRef()->engine().infoOf(object->type);
  return Field{runtime::elementAt(*object, info, index), info.fields[0].storage,
               ref.storeRef()->engine().typeOf(object->type).fields.data()};
}

}  // namespace

std::size_t StructRef::fieldCount() const {
  const Object* const object = objectOf(*this, wasm::CompKind::Struct);
  return object == nullptr ? 0 : store_->engine().typeOf(object->type).fields.size();
}

Result<Value> StructRef::field(std::size_t index) const {
  WALD_TRY_ASSIGN(field, fieldOf(*this, index));
  return load(*this, *field.type, field.at, field.storage);
}

Result<void> StructRef::setField(std::size_t index, const Value& value) const {
  WALD_TRY_ASSIGN(field, fieldOf(*this, index));
  return store(*this, *field.type, field.at, field.storage, value);
}

std::size_t ArrayRef::size() const {
  const Object* const object = objectOf(*this, wasm::CompKind::Array);
  return object == nullptr ? 0 : object->length;
}

Result<Value> ArrayRef::element(std::size_t index) const {
  WALD_TRY_ASSIGN(element, elementOf(*this, index));
  return load(*this, *element.type, element.at, element.storage);
}

Result<void> ArrayRef::setElement(std::size_t index, const Value& value) const {
  WALD_TRY_ASSIGN(element, elementOf(*this, index));
  return store(*this, *element.type, element.at, element.storage, value);
}

}  // namespace wald
