#pragma once

#include <span>
#include <vector>

#include "runtime/store.h"
#include "runtime/value.h"
#include "support/error.h"

namespace wald::runtime {

/// Slots that a list of values takes.
std::uint16_t slotsOf(std::span<const wasm::ValType> types);

/// Whether values may be passed to a function of a type; references are judged by what they refer
/// to.
Result<void> checkArguments(const Store& store, const wasm::CompType& type,
                            std::span<const Value> args);
/// Whether one value may be held where the type is expected. Types are over the engine's ids.
bool isOfType(const Store& store, const Value& value, wasm::ValType type);

/// Values one after another into slots, and back.
void packValues(std::span<const Value> values, std::span<Slot> slots);
std::vector<Value> unpackValues(std::span<const wasm::ValType> types, std::span<const Slot> slots);

}  // namespace wald::runtime
