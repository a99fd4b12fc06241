#include <fmt/format.h>

#include "valid/function_validator.h"

namespace wald::valid {

using wasm::AbsHeap;
using wasm::CompKind;
using wasm::FieldType;
using wasm::HeapType;
using wasm::Kind;
using wasm::ValType;

namespace {

/// The type of a field's value on the operand stack.
ValType unpacked(FieldType field) {
  return field.type.isPacked() ? ValType(Kind::I32) : field.type;
}

/// The root of the hierarchy that a heap type (over ids) belongs to.
AbsHeap topOf(HeapType heap, const wasm::TypeTable& types) {
  return heap.isDefined() ? wasm::topOf(types[heap.index()].type.comp.kind)
                          : wasm::topOf(heap.abs());
}

}  // namespace

bool FunctionValidator::popReference(ValType& type) {
  if (!popAny(type)) return false;
  if (type.isBottom()) type = bottomReference;
  if (type.isRef()) return true;
  return fail(
      ErrorCode::TypeMismatch,
      fmt::format("instruction requires a reference but stack has {}", context_.textOf(type)));
}

bool FunctionValidator::refNull() {
  ValType type;
  return resolve(in_.type, type) && push(type.withNull(true));
}

bool FunctionValidator::refIsNull() {
  ValType type;
  return popReference(type) && push(Kind::I32);
}

bool FunctionValidator::refFunc() {
  if (in_.a >= context_.module.functions.size()) {
    return failUnknown(ErrorCode::UnknownFunction, in_.a);
  }
  if (isConstant_) {
    context_.declared[in_.a] = true;
  } else if (!context_.declared[in_.a]) {
    return fail(ErrorCode::UndeclaredReference, fmt::format("function {}", in_.a));
  }
  return push(context_.functionReference(in_.a));
}

bool FunctionValidator::refAsNonNull() {
  ValType type;
  if (!popReference(type)) return false;
  return push(type == bottomReference ? type : type.withNull(false));
}

bool FunctionValidator::refTest(bool nullable) {
  ValType type;
  if (!resolve(in_.type.withNull(nullable), type)) return false;
  return pop(ValType::ref(topOf(type.heap(), context_.types), true)) && push(Kind::I32);
}

bool FunctionValidator::refCast(bool nullable) {
  ValType type;
  if (!resolve(in_.type.withNull(nullable), type)) return false;
  return pop(ValType::ref(topOf(type.heap(), context_.types), true)) && push(type);
}

bool FunctionValidator::convertReference(AbsHeap from, AbsHeap to) {
  ValType type;
  if (!popReference(type)) return false;
  const ValType expected = ValType::ref(from, true);
  if (!operands_.matches(type, expected))
    return mismatch("instruction", {&expected, 1}, {&type, 1});
  return push(ValType::ref(to, type.isNullable()));
}

bool FunctionValidator::compAt(std::uint32_t index, CompKind kind, const wasm::CompType*& type) {
  if (index >= context_.comps.size()) return failUnknown(ErrorCode::UnknownType, index);
  type = context_.comps[index];
  if (type->kind == kind) return true;
  return fail(ErrorCode::TypeMismatch,
              fmt::format("type {} is a {}", index, wasm::toString(*type)));
}

bool FunctionValidator::structAt(const wasm::CompType*& type) {
  return compAt(in_.a, CompKind::Struct, type);
}

bool FunctionValidator::arrayAt(std::uint32_t index, FieldType& element) {
  const wasm::CompType* type = nullptr;
  if (!compAt(index, CompKind::Array, type)) return false;
  element = type->fields[0];
  return true;
}

bool FunctionValidator::mutableArrayAt(std::uint32_t index, FieldType& element) {
  if (!arrayAt(index, element)) return false;
  return element.isMutable || fail(ErrorCode::ImmutableArray, fmt::format("type {}", index));
}

bool FunctionValidator::fieldAt(FieldType& field) {
  const wasm::CompType* type = nullptr;
  if (!structAt(type)) return false;
  if (in_.b >= type->fields.size()) return failUnknown(ErrorCode::UnknownField, in_.b);
  field = type->fields[in_.b];
  return true;
}

bool FunctionValidator::structNew() {
  const wasm::CompType* type = nullptr;
  if (!structAt(type)) return false;
  for (std::size_t i = type->fields.size(); i-- > 0;) {
    if (!pop(unpacked(type->fields[i]))) return false;
  }
  return push(referenceTo(in_.a, false));
}

bool FunctionValidator::structNewDefault() {
  const wasm::CompType* type = nullptr;
  if (!structAt(type)) return false;
  for (std::size_t i = 0; i < type->fields.size(); ++i) {
    if (!type->fields[i].type.isDefaultable()) {
      return fail(ErrorCode::FieldNotDefaultable, fmt::format("field {}", i));
    }
  }
  return push(referenceTo(in_.a, false));
}

bool FunctionValidator::structGet(bool packed) {
  FieldType field;
  if (!fieldAt(field)) return false;
  if (field.type.isPacked() != packed) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("field {} is {}packed", in_.b, packed ? "not " : ""));
  }
  return pop(referenceTo(in_.a, true)) && push(unpacked(field));
}

bool FunctionValidator::structSet() {
  FieldType field;
  if (!fieldAt(field)) return false;
  if (!field.isMutable) return fail(ErrorCode::ImmutableField, fmt::format("field {}", in_.b));
  return popAll({referenceTo(in_.a, true), unpacked(field)});
}

bool FunctionValidator::arrayNew() {
  FieldType element;
  return arrayAt(in_.a, element) && popAll({unpacked(element), Kind::I32}) &&
         push(referenceTo(in_.a, false));
}

bool FunctionValidator::arrayNewDefault() {
  FieldType element;
  if (!arrayAt(in_.a, element)) return false;
  if (!element.type.isDefaultable()) return fail(ErrorCode::FieldNotDefaultable);
  return pop(Kind::I32) && push(referenceTo(in_.a, false));
}

bool FunctionValidator::arrayNewFixed() {
  FieldType element;
  if (!arrayAt(in_.a, element)) return false;
  if (in_.b > wasm::limits::arrayFixedOperands) {
    return failLimit("operands of array.new_fixed", in_.b, wasm::limits::arrayFixedOperands);
  }
  for (std::uint32_t i = 0; i < in_.b; ++i) {
    if (!pop(unpacked(element))) return false;
  }
  return push(referenceTo(in_.a, false));
}

bool FunctionValidator::arrayNewData() {
  FieldType element;
  if (!arrayAt(in_.a, element)) return false;
  if (element.type.isRef()) return fail(ErrorCode::ArrayNotNumeric, fmt::format("type {}", in_.a));
  return dataAt(in_.b) && popAll({Kind::I32, Kind::I32}) && push(referenceTo(in_.a, false));
}

bool FunctionValidator::arrayNewElem() {
  FieldType element;
  ValType from;
  if (!arrayAt(in_.a, element) || !elemAt(in_.b, from)) return false;
  if (!operands_.matches(from, element.type)) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("elements of {} into an array of {}", context_.textOf(from),
                            context_.textOf(element.type)));
  }
  return popAll({Kind::I32, Kind::I32}) && push(referenceTo(in_.a, false));
}

bool FunctionValidator::arrayGet(bool packed) {
  FieldType element;
  if (!arrayAt(in_.a, element)) return false;
  if (element.type.isPacked() != packed) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("elements of type {} are {}packed", in_.a, packed ? "not " : ""));
  }
  return popAll({referenceTo(in_.a, true), Kind::I32}) && push(unpacked(element));
}

bool FunctionValidator::arraySet() {
  FieldType element;
  return mutableArrayAt(in_.a, element) &&
         popAll({referenceTo(in_.a, true), Kind::I32, unpacked(element)});
}

bool FunctionValidator::arrayFill() {
  FieldType element;
  return mutableArrayAt(in_.a, element) &&
         popAll({referenceTo(in_.a, true), Kind::I32, unpacked(element), Kind::I32});
}

bool FunctionValidator::arrayCopy() {
  FieldType to;
  FieldType from;
  if (!mutableArrayAt(in_.a, to) || !arrayAt(in_.b, from)) return false;
  if (!operands_.matches(from.type, to.type)) {
    return fail(ErrorCode::ArrayTypesDoNotMatch,
                fmt::format("{} into {}", context_.textOf(from.type), context_.textOf(to.type)));
  }
  return popAll(
      {referenceTo(in_.a, true), Kind::I32, referenceTo(in_.b, true), Kind::I32, Kind::I32});
}

bool FunctionValidator::arrayInitData() {
  FieldType element;
  if (!mutableArrayAt(in_.a, element)) return false;
  if (element.type.isRef()) return fail(ErrorCode::ArrayNotNumeric, fmt::format("type {}", in_.a));
  return dataAt(in_.b) && popAll({referenceTo(in_.a, true), Kind::I32, Kind::I32, Kind::I32});
}

bool FunctionValidator::arrayInitElem() {
  FieldType element;
  ValType from;
  if (!mutableArrayAt(in_.a, element) || !elemAt(in_.b, from)) return false;
  if (!operands_.matches(from, element.type)) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("elements of {} into an array of {}", context_.textOf(from),
                            context_.textOf(element.type)));
  }
  return popAll({referenceTo(in_.a, true), Kind::I32, Kind::I32, Kind::I32});
}

}  // namespace wald::valid
