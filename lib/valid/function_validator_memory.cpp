#include <fmt/format.h>

#include "valid/function_validator.h"

namespace wald::valid {

using wasm::AddressType;
using wasm::Kind;
using wasm::ValType;

namespace {

/// The type of a length that must fit two address types.
ValType smaller(AddressType a, AddressType b) {
  return a == AddressType::I64 && b == AddressType::I64 ? Kind::I64 : Kind::I32;
}

}  // namespace

bool FunctionValidator::addressOf(std::uint32_t memory, AddressType& address) {
  const auto& memories = context_.module.memories;
  if (memory >= memories.size()) return failUnknown(ErrorCode::UnknownMemory, memory);
  address = memories[memory].type.address;
  return true;
}

bool FunctionValidator::memarg(unsigned naturalAlignLog2, bool isAtomic, ValType& address) {
  AddressType type{};
  if (!addressOf(in_.a, type)) return false;
  if (in_.b > naturalAlignLog2) [[unlikely]]
    return fail(ErrorCode::AlignmentTooLarge);
  if (isAtomic && in_.b != naturalAlignLog2) {
    return fail(
        Error::withMessage(ErrorCode::AlignmentTooLarge, "atomic alignment must be natural"));
  }
  if (type == AddressType::I32 && in_.value >> 32 != 0) [[unlikely]] {
    return fail(ErrorCode::OffsetOutOfRange, fmt::format("{:#x} into a 32-bit memory", in_.value));
  }
  address = valTypeOf(type);
  return true;
}

bool FunctionValidator::atomicWait(ValType expected) {
  ValType address;
  return memarg(expected == Kind::I64 ? 3 : 2, true, address) &&
         popAll({address, expected, Kind::I64}) && push(Kind::I32);
}

bool FunctionValidator::atomicNotify() {
  ValType address;
  return memarg(2, true, address) && popAll({address, Kind::I32}) && push(Kind::I32);
}

bool FunctionValidator::memorySize() {
  AddressType address{};
  return addressOf(in_.a, address) && push(valTypeOf(address));
}

bool FunctionValidator::memoryGrow() {
  AddressType address{};
  return addressOf(in_.a, address) && pop(valTypeOf(address)) && push(valTypeOf(address));
}

bool FunctionValidator::memoryInit() {
  AddressType address{};
  return addressOf(in_.b, address) && dataAt(in_.a) &&
         popAll({valTypeOf(address), Kind::I32, Kind::I32});
}

bool FunctionValidator::memoryCopy() {
  AddressType to{};
  AddressType from{};
  return addressOf(in_.a, to) && addressOf(in_.b, from) &&
         popAll({valTypeOf(to), valTypeOf(from), smaller(to, from)});
}

bool FunctionValidator::memoryFill() {
  AddressType address{};
  return addressOf(in_.a, address) && popAll({valTypeOf(address), Kind::I32, valTypeOf(address)});
}

bool FunctionValidator::dataAt(std::uint32_t index) {
  facts_.usesDataSegments = true;
  // "Binary Format › Data Count Section": without it, code cannot be validated before the data section is read.
  if (!context_.module.dataCount) return fail(ErrorCode::DataCountRequired);
  return index < *context_.module.dataCount || failUnknown(ErrorCode::UnknownData, index);
}

bool FunctionValidator::elemAt(std::uint32_t index, ValType& element) {
  if (index >= context_.segmentElements.size()) return failUnknown(ErrorCode::UnknownElem, index);
  element = context_.segmentElements[index];
  return true;
}

bool FunctionValidator::tableAt(std::uint32_t index, ValType& element, AddressType& address) {
  if (index >= context_.tableElements.size()) return failUnknown(ErrorCode::UnknownTable, index);
  element = context_.tableElements[index];
  address = context_.module.tables[index].type.address;
  return true;
}

bool FunctionValidator::writtenTableAt(std::uint32_t index, ValType& element,
                                       AddressType& address) {
  if (!tableAt(index, element, address)) return false;
  facts_.writtenTables[index] = true;
  return true;
}

bool FunctionValidator::tableGet() {
  ValType element;
  AddressType address{};
  return tableAt(in_.a, element, address) && pop(valTypeOf(address)) && push(element);
}

bool FunctionValidator::tableSet() {
  ValType element;
  AddressType address{};
  return writtenTableAt(in_.a, element, address) && popAll({valTypeOf(address), element});
}

bool FunctionValidator::tableInit() {
  ValType from;
  ValType to;
  AddressType address{};
  if (!writtenTableAt(in_.b, to, address) || !elemAt(in_.a, from)) return false;
  if (!operands_.matches(from, to)) {
    return fail(ErrorCode::TypeMismatch, fmt::format("elements of {} into a table of {}",
                                                     context_.textOf(from), context_.textOf(to)));
  }
  return popAll({valTypeOf(address), Kind::I32, Kind::I32});
}

bool FunctionValidator::tableCopy() {
  ValType from;
  ValType to;
  AddressType fromAddress{};
  AddressType toAddress{};
  if (!writtenTableAt(in_.a, to, toAddress) || !tableAt(in_.b, from, fromAddress)) return false;
  if (!operands_.matches(from, to)) {
    return fail(ErrorCode::TypeMismatch, fmt::format("elements of {} into a table of {}",
                                                     context_.textOf(from), context_.textOf(to)));
  }
  return popAll({valTypeOf(toAddress), valTypeOf(fromAddress), smaller(toAddress, fromAddress)});
}

bool FunctionValidator::tableGrow() {
  ValType element;
  AddressType address{};
  return writtenTableAt(in_.a, element, address) && popAll({element, valTypeOf(address)}) &&
         push(valTypeOf(address));
}

bool FunctionValidator::tableSize() {
  ValType element;
  AddressType address{};
  return tableAt(in_.a, element, address) && push(valTypeOf(address));
}

bool FunctionValidator::tableFill() {
  ValType element;
  AddressType address{};
  return writtenTableAt(in_.a, element, address) &&
         popAll({valTypeOf(address), element, valTypeOf(address)});
}

}  // namespace wald::valid
