#include "runtime/call_values.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/cast.h"
#include "wasm/native_layout.h"

namespace wald::runtime {

namespace {

using wasm::ValType;

bool isReferenceOfType(const Store& store, const Value& value, ValType type) {
  const Engine& engine = store.engine();
  return value.type.isRef() && topOf(engine, value.type.heap()) == topOf(engine, type.heap()) &&
         passes(engine, store.heap(), makeCastTest(engine, type), value.low);
}

/// What an i32 or f32 has in its upper half is nobody's business.
Slot lowOf(const Value& value) {
  const auto kind = value.type.kind();
  const bool isShort = kind == wasm::Kind::I32 || kind == wasm::Kind::F32;
  return isShort ? static_cast<std::uint32_t>(value.low) : value.low;
}

}  // namespace

std::uint16_t slotsOf(std::span<const ValType> types) {
  unsigned slots = 0;
  for (const ValType type : types) slots += slotsOf(type);
  return static_cast<std::uint16_t>(slots);
}

PlainCall plainCallOf(const wasm::CompType& type) {
  using wasm::native::integerRegisters;
  using wasm::native::isVectorKind;
  const auto isVector = [](ValType each) { return isVectorKind(each.kind()); };
  if (type.params.size() > integerRegisters || type.results.size() > 1 ||
      std::ranges::any_of(type.params, isVector) || std::ranges::any_of(type.results, isVector)) {
    return {};
  }
  PlainCall plain{.isPlain = true};
  for (std::size_t i = 0; i < type.params.size(); ++i) {
    if (type.params[i].kind() == wasm::Kind::I32) {
      plain.narrowParams = static_cast<std::uint8_t>(plain.narrowParams | 1u << i);
    }
  }
  plain.isNarrow = !type.results.empty() && type.results[0].kind() == wasm::Kind::I32;
  return plain;
}

bool isOfType(const Store& store, const Value& value, ValType type) {
  return type.isRef() ? isReferenceOfType(store, value, type) : value.type == type;
}

Result<void> checkArguments(const Store& store, const wasm::CompType& type,
                            std::span<const Value> args) {
  if (args.size() != type.params.size()) {
    return Error(ErrorCode::BadArgument,
                 fmt::format("{} arguments are expected, not {}", type.params.size(), args.size()));
  }
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (isOfType(store, args[i], type.params[i])) continue;
    const bool isNull = args[i].type.isRef() && args[i].low == 0;
    return Error(ErrorCode::BadArgument,
                 fmt::format("argument {} must be of type {}, not {}{}", i + 1,
                             toString(type.params[i]), isNull ? "a null " : "",
                             toString(args[i].type)));
  }
  return {};
}

void packValues(std::span<const Value> values, std::span<Slot> slots) {
  std::size_t next = 0;
  for (const Value& value : values) {
    slots[next++] = lowOf(value);
    if (value.type.isVec()) slots[next++] = value.high;
  }
}

std::vector<Value> unpackValues(std::span<const ValType> types, std::span<const Slot> slots) {
  std::vector<Value> values;
  values.reserve(types.size());
  std::size_t next = 0;
  for (const ValType type : types) {
    Value& value = values.emplace_back(Value{type, slots[next++]});
    if (type.isVec()) value.high = slots[next++];
    value.low = lowOf(value);
  }
  return values;
}

}  // namespace wald::runtime
