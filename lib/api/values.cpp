#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/call_values.h"
#include "wald/value.h"

namespace wald {

namespace detail {

Root::Root(StoreRef store, std::uint64_t bits) : store_(std::move(store)), bits_(bits) {
  const bool isCollected = runtime::isObjectRef(bits) || runtime::isHostObject(bits);
  if (isCollected && store_ != nullptr && store_->isOpen()) {
    root_ = store_->store().heap().hold(bits);
  }
}

}  // namespace detail

namespace {

/// The handle of a function as a root, which keeps nothing but tells the store.
detail::Root rootOf(const Func& func) {
  return func ? detail::Root(func.storeRef(), reinterpret_cast<std::uint64_t>(func.item()))
              : detail::Root();
}

bool isFunctionType(ValueType type) {
  const wasm::HeapType heap = api::toWasm(type).heap();
  return !heap.isDefined() &&
         (heap.abs() == wasm::AbsHeap::Func || heap.abs() == wasm::AbsHeap::NoFunc);
}

}  // namespace

Value::Value(const Func& func) : Value(ValueType::funcref(), rootOf(func)) {}
Value::Value(const ExternRef& ref) : Value(ValueType::externref(), ref) {}
Value::Value(const AnyRef& ref) : Value(ValueType::anyref(), ref) {}
Value::Value(const StructRef& ref) : Value(ValueType::ref(ValueType::Heap::Struct, true), ref) {}
Value::Value(const ArrayRef& ref) : Value(ValueType::ref(ValueType::Heap::Array, true), ref) {}
Value::Value(const Exception& exception) : Value(ValueType::exnref(), exception) {}

V128 Value::v128() const {
  if (kind() != ValueType::Kind::V128) return {};
  return {std::bit_cast<std::array<std::uint8_t, 16>>(std::array<std::uint64_t, 2>{low_, high_})};
}

Func Value::func() const {
  if (isNull() || !type_.isRef() || !isFunctionType(type_)) return {};
  return Func(root_.storeRef(), reinterpret_cast<void*>(low_));
}

ExternRef Value::externRef() const {
  const bool isThat = type_.isRef() && type_.heap() == ValueType::Heap::Extern && !isNull();
  return isThat ? ExternRef(root_.storeRef(), low_) : ExternRef();
}

AnyRef Value::anyRef() const {
  if (!type_.isRef() || isNull() || isFunctionType(type_)) return {};
  switch (type_.heap()) {
    case ValueType::Heap::Extern:
    case ValueType::Heap::NoExtern:
    case ValueType::Heap::Exn:
    case ValueType::Heap::NoExn: return {};
    default: return AnyRef(root_.storeRef(), low_);
  }
}

Exception Value::exception() const {
  const bool isThat = type_.isRef() && type_.heap() == ValueType::Heap::Exn && !isNull();
  return isThat ? Exception(root_.storeRef(), low_) : Exception();
}

std::string Value::toString() const {
  switch (kind()) {
    case ValueType::Kind::I32: return fmt::format("i32:{}", i32());
    case ValueType::Kind::I64: return fmt::format("i64:{}", i64());
    case ValueType::Kind::F32: return fmt::format("f32:{}", f32());
    case ValueType::Kind::F64: return fmt::format("f64:{}", f64());
    case ValueType::Kind::V128: return fmt::format("v128:{:#018x} {:#018x}", low_, high_);
    case ValueType::Kind::Ref: break;
  }
  return isNull() ? fmt::format("{}:null", type_.toString()) : type_.toString();
}

}  // namespace wald

namespace wald::api {

namespace {

/// A type that the public side can tell apart: of references to what a module defines its abstract supertype.
ValueType publicTypeOf(runtime::Engine& engine, wasm::ValType type) {
  if (!type.isRef() || !type.heap().isDefined()) return toPublic(type);
  switch (engine.typeOf(type.heap().index()).kind) {
    case wasm::CompKind::Func: return ValueType::funcref();
    case wasm::CompKind::Struct: return ValueType::ref(ValueType::Heap::Struct, true);
    case wasm::CompKind::Array: break;
  }
  return ValueType::ref(ValueType::Heap::Array, true);
}

}  // namespace

Value loadValue(const StoreRef& store, wasm::ValType type, const runtime::Slot* slots) {
  const ValueType shown = publicTypeOf(store->engine(), type);
  if (type.isRef()) return {shown, detail::Root(store, slots[0])};
  if (type.isVec()) return {shown, slots[0], slots[1]};
  const bool isShort = type.kind() == wasm::Kind::I32 || type.kind() == wasm::Kind::F32;
  return {shown, isShort ? static_cast<std::uint32_t>(slots[0]) : slots[0]};
}

Value toPublic(const StoreRef& store, const runtime::Value& value) {
  const runtime::Slot slots[] = {value.low, value.high};
  return loadValue(store, value.type, slots);
}

Result<runtime::Value> toRuntime(const StoreRef& store, const Value& value) {
  const detail::StoreRef& of = value.root().storeRef();
  if (of != nullptr && of != store) {
    return Error(ErrorKind::Usage, "a reference belongs to another store");
  }
  return runtime::Value{toWasm(value.type()), value.low(), value.high()};
}

Result<std::vector<runtime::Value>> toRuntime(const StoreRef& store,
                                              std::span<const Value> values) {
  std::vector<runtime::Value> made;
  made.reserve(values.size());
  for (const Value& value : values) {
    WALD_TRY_ASSIGN(converted, toRuntime(store, value));
    made.push_back(converted);
  }
  return made;
}

Result<void> storeValue(const StoreRef& store, const Value& value, wasm::ValType type,
                        runtime::Slot* slots, std::string_view what) {
  WALD_TRY_ASSIGN(made, toRuntime(store, value));
  if (!runtime::isOfType(store->store(), made, type)) {
    return Error(ErrorKind::Usage, fmt::format("{} must be of type {}, not {}", what,
                                               wasm::toString(type), value.type().toString()));
  }
  slots[0] = made.low;
  if (type.isVec()) slots[1] = made.high;
  return {};
}

}  // namespace wald::api
