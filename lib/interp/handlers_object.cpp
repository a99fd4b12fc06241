#include "interp/slow_operation.h"
#include "runtime/objects.h"

namespace wald::interp {

using runtime::Object;
using runtime::Ref;

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

/// Bytes of a data segment for so many elements; null if it has not so many.
const std::uint8_t* dataFor(const Operation& op, const TypeInfo& info, std::uint64_t offset,
                            std::uint64_t count) {
  const auto data = op.instance().data(op.b);
  const std::uint64_t bytes = bytesOf(info, count);
  return offset <= data.size() && bytes <= data.size() - offset ? data.data() + offset : nullptr;
}

const Ref* elementsFor(const Operation& op, std::uint64_t offset, std::uint64_t count) {
  const auto elements = op.instance().elements(op.b);
  return offset <= elements.size() && count <= elements.size() - offset ? elements.data() + offset
                                                                        : nullptr;
}

void initialise(Object& array, const TypeInfo& info, std::uint32_t index, const void* from,
                std::uint32_t count) {
  if (count != 0) std::memcpy(elementAt(array, info, index), from, bytesOf(info, count));
}

/// Operands: offset in the segment, length.
template <>
TrapKind perform<Opcode::ArrayNewData>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto length = static_cast<std::uint32_t>(op.operands[1]);
  const auto* data = dataFor(op, info, static_cast<std::uint32_t>(op.operands[0]), length);
  // An empty segment has no address.
  if (data == nullptr && (length != 0 || static_cast<std::uint32_t>(op.operands[0]) != 0))
    return TrapKind::MemoryOutOfBounds;
  if (!op.affords(bytesOf(info, length) / bytesPerUnit)) return TrapKind::OutOfFuel;
  op.keepOperands();
  Object* array = runtime::newArrayDefault(op.heap(), info, length);
  if (array != nullptr) initialise(*array, info, 0, data, length);
  return made(op, array);
}

template <>
TrapKind perform<Opcode::ArrayNewElem>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  const auto length = static_cast<std::uint32_t>(op.operands[1]);
  const auto* elements = elementsFor(op, static_cast<std::uint32_t>(op.operands[0]), length);
  if (elements == nullptr && (length != 0 || static_cast<std::uint32_t>(op.operands[0]) != 0))
    return TrapKind::TableOutOfBounds;
  if (!op.affords(length / referencesPerUnit)) return TrapKind::OutOfFuel;
  op.keepOperands();
  Object* array = runtime::newArrayDefault(op.heap(), info, length);
  if (array != nullptr) initialise(*array, info, 0, elements, length);
  return made(op, array);
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
template <>
TrapKind perform<Opcode::ArrayInitData>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  if (op.operands[0] == 0) return TrapKind::NullArrayReference;
  Object& array = *runtime::toObject(op.operands[0]);
  const auto index = static_cast<std::uint32_t>(op.operands[1]);
  const auto offset = static_cast<std::uint32_t>(op.operands[2]);
  const auto count = static_cast<std::uint32_t>(op.operands[3]);
  if (!contains(array, index, count)) return TrapKind::ArrayOutOfBounds;
  const auto* data = dataFor(op, info, offset, count);
  if (data == nullptr && (count != 0 || offset != 0)) return TrapKind::MemoryOutOfBounds;
  if (!op.affords(bytesOf(info, count) / bytesPerUnit)) return TrapKind::OutOfFuel;
  initialise(array, info, index, data, count);
  return TrapKind::None;
}

template <>
TrapKind perform<Opcode::ArrayInitElem>(Operation& op) {
  const TypeInfo& info = op.info(op.a);
  if (op.operands[0] == 0) return TrapKind::NullArrayReference;
  Object& array = *runtime::toObject(op.operands[0]);
  const auto index = static_cast<std::uint32_t>(op.operands[1]);
  const auto offset = static_cast<std::uint32_t>(op.operands[2]);
  const auto count = static_cast<std::uint32_t>(op.operands[3]);
  if (!contains(array, index, count)) return TrapKind::ArrayOutOfBounds;
  const auto* elements = elementsFor(op, offset, count);
  if (elements == nullptr && (count != 0 || offset != 0)) return TrapKind::TableOutOfBounds;
  if (!op.affords(count / referencesPerUnit)) return TrapKind::OutOfFuel;
  initialise(array, info, index, elements, count);
  return TrapKind::None;
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
