#include <optional>

#include "interp/slow_operation.h"
#include "runtime/objects.h"

namespace wald::interp {

using runtime::Object;

namespace {

template <Opcode Op>
TrapKind perform(Operation& operation) = delete;

TrapKind made(Operation& op, const Object* object) {
  op.result = runtime::toRef(object);
  return object == nullptr ? TrapKind::OutOfMemory : TrapKind::None;
}

template <>
TrapKind perform<Opcode::StructNew>(Operation& op) {
  op.keepOperands();
  return made(op, runtime::newStruct(op.heap(), op.info(op.a), op.operands));
}

template <>
TrapKind perform<Opcode::StructNewDefault>(Operation& op) {
  op.keepOperands();
  return made(op, runtime::newStructDefault(op.heap(), op.info(op.a)));
}

std::uint64_t bytesOf(const TypeInfo& info, std::uint64_t count) {
  return count << info.elementLog2;
}

/// Operands: element, length.
template <>
TrapKind perform<Opcode::ArrayNew>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto length = static_cast<std::uint32_t>(op.operands[info.slots]);
  if (!op.affords(bytesOf(info, length) / bytesPerUnit)) return TrapKind::OutOfFuel;
  op.keepOperands();
  return made(op, runtime::newArray(op.heap(), info, length, op.operands));
}

template <>
TrapKind perform<Opcode::ArrayNewDefault>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto length = static_cast<std::uint32_t>(op.operands[0]);
  if (!op.affords(bytesOf(info, length) / bytesPerUnit)) return TrapKind::OutOfFuel;
  op.keepOperands();
  return made(op, runtime::newArrayDefault(op.heap(), info, length));
}

template <>
TrapKind perform<Opcode::ArrayNewFixed>(Operation& op) {
  op.keepOperands();
  return made(op, runtime::newArrayFixed(op.heap(), op.info(op.a), op.b, op.operands));
}

/// What a data segment (`IsData`) or an element segment has for so many elements of an array, from an offset in bytes or references
/// on. None if it has not so many.
template <bool IsData>
std::optional<const void*> segmentFor(const Operation& op, const TypeInfo& info,
                                      std::uint32_t offset, std::uint32_t count) {
  const auto segment = [&op] {
    if constexpr (IsData) {
      return op.instance().data(op.b);
    } else {
      return op.instance().elements(op.b);
    }
  }();
  const std::uint64_t size = IsData ? bytesOf(info, count) : count;
  if (offset > segment.size() || size > segment.size() - offset) return std::nullopt;
  return segment.data() + offset;
}

template <bool IsData>
constexpr TrapKind segmentTrap = IsData ? TrapKind::MemoryOutOfBounds : TrapKind::TableOutOfBounds;

/// Operands: offset in the segment, length.
template <bool IsData>
TrapKind newFromSegment(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto offset = static_cast<std::uint32_t>(op.operands[0]);
  const auto length = static_cast<std::uint32_t>(op.operands[1]);
  const auto elements = segmentFor<IsData>(op, info, offset, length);
  if (!elements) return segmentTrap<IsData>;
  if (!op.affords(bytesOf(info, length) / bytesPerUnit)) return TrapKind::OutOfFuel;
  op.keepOperands();
  return made(op, runtime::newArrayFrom(op.heap(), info, length, *elements));
}

template <>
TrapKind perform<Opcode::ArrayNewData>(Operation& op) {
  return newFromSegment<true>(op);
}

template <>
TrapKind perform<Opcode::ArrayNewElem>(Operation& op) {
  return newFromSegment<false>(op);
}

/// Operands: array, index, element, count.
template <>
TrapKind perform<Opcode::ArrayFill>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  if (op.operands[0] == 0) return TrapKind::NullArrayReference;
  Object& array = *runtime::toObject(op.operands[0]);
  const auto index = static_cast<std::uint32_t>(op.operands[1]);
  const auto count = static_cast<std::uint32_t>(op.operands[2 + info.slots]);
  if (!contains(array, index, count)) return TrapKind::ArrayOutOfBounds;
  if (!op.affords(bytesOf(info, count) / bytesPerUnit)) return TrapKind::OutOfFuel;
  fillArray(array, info, index, count, op.operands + 2);
  return TrapKind::None;
}

/// Operands: destination, its index, source, its index, count.
template <>
TrapKind perform<Opcode::ArrayCopy>(Operation& op) {
  if (op.operands[0] == 0 || op.operands[2] == 0) return TrapKind::NullArrayReference;
  const TypeInfo& info = op.info(op.a);
  Object& to = *runtime::toObject(op.operands[0]);
  Object& from = *runtime::toObject(op.operands[2]);
  const auto toIndex = static_cast<std::uint32_t>(op.operands[1]);
  const auto fromIndex = static_cast<std::uint32_t>(op.operands[3]);
  const auto count = static_cast<std::uint32_t>(op.operands[4]);
  if (!contains(to, toIndex, count) || !contains(from, fromIndex, count))
    return TrapKind::ArrayOutOfBounds;
  if (!op.affords(bytesOf(info, count) / bytesPerUnit)) return TrapKind::OutOfFuel;
  copyArray(to, toIndex, from, fromIndex, info, count);
  return TrapKind::None;
}

/// Operands: array, index, offset in the segment, count.
template <bool IsData>
TrapKind initFromSegment(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  if (op.operands[0] == 0) return TrapKind::NullArrayReference;
  Object& array = *runtime::toObject(op.operands[0]);
  const auto index = static_cast<std::uint32_t>(op.operands[1]);
  const auto offset = static_cast<std::uint32_t>(op.operands[2]);
  const auto count = static_cast<std::uint32_t>(op.operands[3]);
  if (!contains(array, index, count)) return TrapKind::ArrayOutOfBounds;
  const auto elements = segmentFor<IsData>(op, info, offset, count);
  if (!elements) return segmentTrap<IsData>;
  if (!op.affords(bytesOf(info, count) / bytesPerUnit)) return TrapKind::OutOfFuel;
  initialiseArray(array, info, index, *elements, count);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::ArrayInitData>(Operation& op) {
  return initFromSegment<true>(op);
}

template <>
TrapKind perform<Opcode::ArrayInitElem>(Operation& op) {
  return initFromSegment<false>(op);
}

}  // namespace

Handler objectHandler(Opcode op) {
  switch (op) {
#define WALD_SLOW(name) \
  case Opcode::name: return slow<perform<Opcode::name>>;
    WALD_SLOW(StructNew)
    WALD_SLOW(StructNewDefault)
    WALD_SLOW(ArrayNew)
    WALD_SLOW(ArrayNewDefault)
    WALD_SLOW(ArrayNewFixed)
    WALD_SLOW(ArrayNewData)
    WALD_SLOW(ArrayNewElem)
    WALD_SLOW(ArrayFill)
    WALD_SLOW(ArrayCopy)
    WALD_SLOW(ArrayInitData)
    WALD_SLOW(ArrayInitElem)
#undef WALD_SLOW
    default: return nullptr;
  }
}

}  // namespace wald::interp
