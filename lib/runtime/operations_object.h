#pragma once

#include <optional>

#include "runtime/objects.h"
#include "runtime/operation.h"

namespace wald::runtime {

// Instructions that make or fill structures and arrays.

namespace detail {

inline wasm::TrapKind made(Operation& op, const Object* object) {
  op.result = toRef(object);
  return object == nullptr ? wasm::TrapKind::OutOfMemory : wasm::TrapKind::None;
}

}  // namespace detail

template <>
inline wasm::TrapKind perform<wasm::Opcode::StructNew>(Operation& op) {
  op.keepOperands();
  return detail::made(op, newStruct(op.heap(), op.info(op.a), op.operands));
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::StructNewDefault>(Operation& op) {
  op.keepOperands();
  return detail::made(op, newStructDefault(op.heap(), op.info(op.a)));
}

namespace detail {

inline std::uint64_t bytesOf(const TypeInfo& info, std::uint64_t count) {
  return count << info.elementLog2;
}

}  // namespace detail

/// Operands: element, length.
template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayNew>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto length = static_cast<std::uint32_t>(op.operands[info.slots]);
  if (!op.affords(detail::bytesOf(info, length) / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  op.keepOperands();
  return detail::made(op, newArray(op.heap(), info, length, op.operands));
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayNewDefault>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto length = static_cast<std::uint32_t>(op.operands[0]);
  if (!op.affords(detail::bytesOf(info, length) / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  op.keepOperands();
  return detail::made(op, newArrayDefault(op.heap(), info, length));
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayNewFixed>(Operation& op) {
  op.keepOperands();
  return detail::made(
      op, newArrayFixed(op.heap(), op.info(op.a), static_cast<std::uint32_t>(op.b), op.operands));
}

namespace detail {

/// What a data segment (`IsData`) or an element segment has for so many elements of an array, from an offset in bytes or references
/// on. None if it has not so many.
template <bool IsData>
std::optional<const void*> segmentFor(const Operation& op, const TypeInfo& info,
                                      std::uint32_t offset, std::uint32_t count) {
  const auto segment = [&op] {
    if constexpr (IsData) {
      return op.instance().data(static_cast<std::uint32_t>(op.b));
    } else {
      return op.instance().elements(static_cast<std::uint32_t>(op.b));
    }
  }();
  const std::uint64_t size = IsData ? bytesOf(info, count) : count;
  if (offset > segment.size() || size > segment.size() - offset) return std::nullopt;
  return segment.data() + offset;
}

template <bool IsData>
constexpr wasm::TrapKind segmentTrap =
    IsData ? wasm::TrapKind::MemoryOutOfBounds : wasm::TrapKind::TableOutOfBounds;

/// Operands: offset in the segment, length.
template <bool IsData>
wasm::TrapKind newFromSegment(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto offset = static_cast<std::uint32_t>(op.operands[0]);
  const auto length = static_cast<std::uint32_t>(op.operands[1]);
  const auto elements = segmentFor<IsData>(op, info, offset, length);
  if (!elements) return segmentTrap<IsData>;
  if (!op.affords(bytesOf(info, length) / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  op.keepOperands();
  return made(op, newArrayFrom(op.heap(), info, length, *elements));
}

}  // namespace detail

template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayNewData>(Operation& op) {
  return detail::newFromSegment<true>(op);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayNewElem>(Operation& op) {
  return detail::newFromSegment<false>(op);
}

/// Operands: array, index, element, count.
template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayFill>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  if (op.operands[0] == 0) return wasm::TrapKind::NullArrayReference;
  Object& array = *toObject(op.operands[0]);
  const auto index = static_cast<std::uint32_t>(op.operands[1]);
  const auto count = static_cast<std::uint32_t>(op.operands[2 + info.slots]);
  if (!contains(array, index, count)) return wasm::TrapKind::ArrayOutOfBounds;
  if (!op.affords(detail::bytesOf(info, count) / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  const Slot* const element = op.operands + 2;
  return inPieces(op, count, bytesPerPiece >> info.elementLog2, false,
                  [&](std::uint64_t offset, std::uint64_t size) {
                    fillArray(array, info, index + static_cast<std::uint32_t>(offset),
                              static_cast<std::uint32_t>(size), element);
                  });
}

/// Operands: destination, its index, source, its index, count.
template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayCopy>(Operation& op) {
  if (op.operands[0] == 0 || op.operands[2] == 0) return wasm::TrapKind::NullArrayReference;
  const TypeInfo& info = op.info(op.a);
  Object& to = *toObject(op.operands[0]);
  Object& from = *toObject(op.operands[2]);
  const auto toIndex = static_cast<std::uint32_t>(op.operands[1]);
  const auto fromIndex = static_cast<std::uint32_t>(op.operands[3]);
  const auto count = static_cast<std::uint32_t>(op.operands[4]);
  if (!contains(to, toIndex, count) || !contains(from, fromIndex, count))
    return wasm::TrapKind::ArrayOutOfBounds;
  if (!op.affords(detail::bytesOf(info, count) / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  return inPieces(op, count, bytesPerPiece >> info.elementLog2, toIndex > fromIndex,
                  [&](std::uint64_t offset, std::uint64_t size) {
                    const auto at = static_cast<std::uint32_t>(offset);
                    copyArray(to, toIndex + at, from, fromIndex + at, info,
                              static_cast<std::uint32_t>(size));
                  });
}

namespace detail {

/// Operands: array, index, offset in the segment, count.
template <bool IsData>
wasm::TrapKind initFromSegment(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  if (op.operands[0] == 0) return wasm::TrapKind::NullArrayReference;
  Object& array = *toObject(op.operands[0]);
  const auto index = static_cast<std::uint32_t>(op.operands[1]);
  const auto offset = static_cast<std::uint32_t>(op.operands[2]);
  const auto count = static_cast<std::uint32_t>(op.operands[3]);
  if (!contains(array, index, count)) return wasm::TrapKind::ArrayOutOfBounds;
  const auto elements = segmentFor<IsData>(op, info, offset, count);
  if (!elements) return segmentTrap<IsData>;
  if (!op.affords(bytesOf(info, count) / bytesPerUnit)) return wasm::TrapKind::OutOfFuel;
  initialiseArray(array, info, index, *elements, count);
  return wasm::TrapKind::None;
}

}  // namespace detail

template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayInitData>(Operation& op) {
  return detail::initFromSegment<true>(op);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::ArrayInitElem>(Operation& op) {
  return detail::initFromSegment<false>(op);
}

}  // namespace wald::runtime
