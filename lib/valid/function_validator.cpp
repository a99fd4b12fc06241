#include "valid/function_validator.h"

#include <fmt/format.h>

namespace wald::valid {

using wasm::Kind;
using wasm::Opcode;
using wasm::ValType;

Result<void> FunctionValidator::validateBody(std::uint32_t definedFunction) {
  const auto& module = context_.module;
  const auto& code = module.codes[definedFunction];
  const std::uint32_t function = module.importedFunctions + definedFunction;
  const auto& type = context_.functionType(function);

  if (auto begun = locals_.begin(context_, type.params, module.localsOf(code)); !begun) {
    return std::move(begun).error().at(code.offset).in("code", function);
  }
  isConstant_ = false;
  operands_.truncate(0);
  frames_.clear();
  pushFrame(BlockKind::Body, TypeList(), TypeList(type.results));
  if (!run(code.body)) return std::move(*error_).in("code", function);
  return {};
}

Result<void> FunctionValidator::validateConstant(const wasm::ConstExpr& expression, ValType type) {
  isConstant_ = true;
  operands_.truncate(0);
  frames_.clear();
  pushFrame(BlockKind::Body, TypeList(), TypeList(type));
  if (!run(expression.bytes)) return std::move(*error_);
  return {};
}

bool FunctionValidator::run(wasm::ByteRange range) {
  decoder_.restart(range);
  while (!frames_.empty()) {
    if (!decoder_.next(in_)) [[unlikely]] {
      error_ = decoder_.takeError();
      return false;
    }
    if (isConstant_ && !constantInstruction()) return false;
    if (!instruction()) return false;
  }
  if (decoder_.atEnd()) return true;
  in_.offset = decoder_.offset();
  return fail(ErrorCode::SectionSizeMismatch, "bytes after the last end");
}

bool FunctionValidator::constantInstruction() {
  const auto& info = wasm::infoOf(in_.op);
  if (!info.constant) return fail(ErrorCode::ConstantRequired, info.mnemonic());
  const auto& module = context_.module;
  // "Extended Constant Expressions": arithmetic came later than the rest, and so did globals that are
  // defined in the module.
  if (info.shape.kind == wasm::ShapeKind::Binary &&
      !module.features.has(wasm::Feature::ExtendedConst)) {
    return fail(ErrorCode::ConstantRequired, info.mnemonic());
  }
  if (in_.op != Opcode::GlobalGet) return true;
  if (in_.a >= context_.globals.size()) return failUnknown(ErrorCode::UnknownGlobal, in_.a);
  if (in_.a >= module.importedGlobals && !module.features.has(wasm::Feature::Gc)) {
    return failUnknown(ErrorCode::UnknownGlobal, in_.a);
  }
  if (module.globals[in_.a].type.isMutable) {
    return fail(ErrorCode::ConstantRequired, fmt::format("global {} is mutable", in_.a));
  }
  return true;
}

bool FunctionValidator::globalGet() {
  if (in_.a >= context_.globals.size()) return failUnknown(ErrorCode::UnknownGlobal, in_.a);
  return push(context_.globals[in_.a]);
}

bool FunctionValidator::globalSet() {
  if (in_.a >= context_.globals.size()) return failUnknown(ErrorCode::UnknownGlobal, in_.a);
  if (!context_.module.globals[in_.a].type.isMutable) {
    return fail(ErrorCode::ImmutableGlobal, fmt::format("global {}", in_.a));
  }
  return pop(context_.globals[in_.a]);
}

bool FunctionValidator::drop() {
  ValType type;
  return popAny(type);
}

bool FunctionValidator::select() {
  ValType second;
  ValType first;
  if (!pop(Kind::I32) || !popAny(second) || !popAny(first)) return false;
  if (first.isRef() || second.isRef()) {
    return fail(ErrorCode::TypeMismatch, "select without a type needs numbers or vectors");
  }
  if (first != second && !first.isBottom() && !second.isBottom()) {
    return fail(
        ErrorCode::TypeMismatch,
        fmt::format("select between {} and {}", context_.textOf(first), context_.textOf(second)));
  }
  return push(first.isBottom() ? second : first);
}

bool FunctionValidator::selectTyped() {
  if (in_.selectTypes.size() != 1) {
    return fail(ErrorCode::InvalidResultArity, fmt::format("{}", in_.selectTypes.size()));
  }
  ValType type;
  return resolve(in_.selectTypes[0], type) && popAll({type, type, Kind::I32}) && push(type);
}

bool FunctionValidator::shuffle() {
  for (unsigned i = 0; i < 16; ++i) {
    const unsigned index = (i < 8 ? in_.value >> (8 * i) : in_.high >> (8 * (i - 8))) & 0xff;
    if (index >= 32) return fail(ErrorCode::InvalidLaneIndex, fmt::format("{} of 32", index));
  }
  return popAll({Kind::V128, Kind::V128}) && push(Kind::V128);
}

bool FunctionValidator::pushAll(std::span<const ValType> types) {
  const std::size_t height = operands_.height() + types.size();
  if (height > wasm::limits::operands) [[unlikely]] {
    return failLimit("operands", height, wasm::limits::operands);
  }
  operands_.pushAll(types);
  return true;
}

bool FunctionValidator::popAny(ValType& type) {
  const auto popped = operands_.popAny();
  if (!popped) {
    return fail(ErrorCode::TypeMismatch, "instruction requires an operand but stack has []");
  }
  type = *popped;
  return true;
}

bool FunctionValidator::resolve(ValType type, ValType& result) {
  if (!type.isRef() || !type.heap().isDefined()) [[likely]] {
    result = type;
    return true;
  }
  auto resolved = context_.resolve(type);
  if (!resolved) return fail(std::move(resolved).error());
  result = *resolved;
  return true;
}

bool FunctionValidator::fail(Error error) {
  error_ = std::move(error).at(in_.offset);
  return false;
}

bool FunctionValidator::failLimit(std::string_view what, std::size_t number, std::size_t limit) {
  return fail(ErrorCode::LimitExceeded, fmt::format("{} {} (at most {})", number, what, limit));
}

bool FunctionValidator::mismatch(std::span<const ValType> expected) {
  return mismatch("instruction", expected, operands_.top(expected.size()));
}

bool FunctionValidator::mismatch(std::string_view who, std::span<const ValType> expected,
                                 std::span<const ValType> actual) {
  return fail(ErrorCode::TypeMismatch,
              fmt::format("{} requires {} but stack has {}", who, context_.textOf(expected),
                          context_.textOf(actual)));
}

}  // namespace wald::valid
