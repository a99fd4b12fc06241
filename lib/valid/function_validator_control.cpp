#include <fmt/format.h>

#include "valid/function_validator.h"

namespace wald::valid {

using wasm::Kind;
using wasm::ValType;

bool FunctionValidator::blockType(TypeList& params, TypeList& results) {
  switch (in_.block.form) {
    case wasm::BlockType::Form::Empty: return true;
    case wasm::BlockType::Form::Value: {
      ValType type;
      if (!resolve(in_.block.value, type)) return false;
      results = TypeList(type);
      return true;
    }
    case wasm::BlockType::Form::Type: {
      const wasm::CompType* type = nullptr;
      if (!compAt(in_.block.type, wasm::CompKind::Func, type)) return false;
      params = TypeList(type->params);
      results = TypeList(type->results);
      return true;
    }
  }
  return false;
}

bool FunctionValidator::enterBlock(BlockKind kind) {
  TypeList params;
  TypeList results;
  if (!blockType(params, results)) return false;
  if (kind == BlockKind::If && !pop(Kind::I32)) return false;
  return enterBlock(kind, params, results);
}

bool FunctionValidator::enterBlock(BlockKind kind, TypeList params, TypeList results) {
  // The body itself is a frame that does not count.
  if (frames_.size() > wasm::limits::nesting) {
    return failLimit("nested blocks", frames_.size(), wasm::limits::nesting);
  }
  if (!popAll(params.span())) return false;
  pushFrame(kind, params, results);
  return pushAll(params.span());
}

void FunctionValidator::pushFrame(BlockKind kind, TypeList params, TypeList results) {
  const auto height = static_cast<std::uint32_t>(operands_.height());
  frames_.push_back({kind, false, height, locals_.setCount(), params, results});
  operands_.enter(height, false);
}

/// The end of a block's instructions: the results are on the stack, and nothing else.
bool FunctionValidator::finishBlock() {
  const Frame& frame = frames_.back();
  const std::size_t held = operands_.height() - operands_.base();
  if (held > frame.results.count) {
    return mismatch("block", frame.results.span(), operands_.top(held));
  }
  if (!popAll(frame.results.span())) return false;
  locals_.restore(frame.setCount);
  return true;
}

void FunctionValidator::popFrame() {
  frames_.pop_back();
  if (!frames_.empty()) operands_.enter(frames_.back().height, frames_.back().unreachable);
}

void FunctionValidator::setUnreachable() {
  Frame& frame = frames_.back();
  frame.unreachable = true;
  operands_.truncate(frame.height);
  operands_.enter(frame.height, true);
}

bool FunctionValidator::elseBlock() {
  const Frame frame = frames_.back();
  if (frame.kind != BlockKind::If) return fail(ErrorCode::EndExpected, "else without if");
  if (!finishBlock()) return false;
  popFrame();
  pushFrame(BlockKind::Else, frame.params, frame.results);
  return pushAll(frame.params.span());
}

bool FunctionValidator::endBlock() {
  const Frame frame = frames_.back();
  if (!finishBlock()) return false;
  if (frame.kind == BlockKind::If) {
    // An absent else passes the parameters on.
    const auto params = frame.params.span();
    const auto results = frame.results.span();
    const auto matches = [this](ValType a, ValType b) { return operands_.matches(a, b); };
    if (!std::equal(params.begin(), params.end(), results.begin(), results.end(), matches)) {
      return mismatch("if without else", results, params);
    }
  }
  popFrame();
  return pushAll(frame.results.span());
}

bool FunctionValidator::labelAt(std::uint32_t depth, const TypeList*& types) {
  if (depth >= frames_.size()) return failUnknown(ErrorCode::UnknownLabel, depth);
  types = &frames_[frames_.size() - 1 - depth].label();
  return true;
}

bool FunctionValidator::branch() {
  const TypeList* label = nullptr;
  if (!labelAt(in_.a, label) || !popAll(label->span())) return false;
  setUnreachable();
  return true;
}

bool FunctionValidator::branchIf() {
  const TypeList* label = nullptr;
  return labelAt(in_.a, label) && pop(Kind::I32) && popAll(label->span()) && pushAll(label->span());
}

bool FunctionValidator::branchTable() {
  const TypeList* defaultLabel = nullptr;
  if (!labelAt(in_.a, defaultLabel) || !pop(Kind::I32)) return false;
  if (!operands_.holds(defaultLabel->span())) return mismatch(defaultLabel->span());
  const TypeList* checked = defaultLabel;
  for (const std::uint32_t depth : in_.labels) {
    const TypeList* label = nullptr;
    if (!labelAt(depth, label)) return false;
    // Most labels of a table have the type of their neighbour.
    if (label == checked || *label == *checked) continue;
    if (label->count != defaultLabel->count) {
      return fail(ErrorCode::TypeMismatch, fmt::format("labels of br_table require {} and {}",
                                                       context_.textOf(defaultLabel->span()),
                                                       context_.textOf(label->span())));
    }
    if (!operands_.holds(label->span())) return mismatch(label->span());
    checked = label;
  }
  setUnreachable();
  return true;
}

bool FunctionValidator::branchOnNull() {
  const TypeList* label = nullptr;
  ValType type;
  if (!labelAt(in_.a, label) || !popReference(type)) return false;
  if (!popAll(label->span()) || !pushAll(label->span())) return false;
  return push(type == bottomReference ? type : type.withNull(false));
}

bool FunctionValidator::branchOnNonNull() {
  const TypeList* label = nullptr;
  if (!labelAt(in_.a, label)) return false;
  const auto types = label->span();
  if (types.empty() || !types.back().isRef()) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("label of br_on_non_null takes {}, not a reference at last",
                            context_.textOf(types)));
  }
  const auto others = types.first(types.size() - 1);
  return pop(types.back().withNull(true)) && popAll(others) && pushAll(others);
}

bool FunctionValidator::branchOnCast() {
  ValType source;
  ValType target;
  if (!resolve(in_.type, source) || !resolve(in_.target, target)) return false;
  if (!operands_.matches(target, source)) {
    return fail(
        ErrorCode::TypeMismatch,
        fmt::format("{} does not match {}", context_.textOf(target), context_.textOf(source)));
  }
  // What is left of the source type once the target is taken out.
  const ValType rest = source.withNull(source.isNullable() && !target.isNullable());
  const bool onFail = in_.op == wasm::Opcode::BrOnCastFail;
  const ValType taken = onFail ? rest : target;

  const TypeList* label = nullptr;
  if (!labelAt(in_.a, label)) return false;
  const auto types = label->span();
  if (types.empty() || !operands_.matches(taken, types.back())) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("label takes {}, cast gives {}", context_.textOf(types),
                            context_.textOf(taken)));
  }
  const auto others = types.first(types.size() - 1);
  return pop(source) && popAll(others) && pushAll(others) && push(onFail ? target : rest);
}

bool FunctionValidator::returnResults() {
  if (!popAll(frames_.front().results.span())) return false;
  setUnreachable();
  return true;
}

bool FunctionValidator::call(const wasm::CompType& callee) {
  return popAll(callee.params) && pushAll(callee.results);
}

bool FunctionValidator::returnCall(const wasm::CompType& callee) {
  facts_.hasTailCalls = true;
  const auto results = frames_.front().results.span();
  const auto matches = [this](ValType a, ValType b) { return operands_.matches(a, b); };
  if (!std::equal(callee.results.begin(), callee.results.end(), results.begin(), results.end(),
                  matches)) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("function returns {} but tail call gives {}", context_.textOf(results),
                            context_.textOf(callee.results)));
  }
  if (!popAll(callee.params)) return false;
  setUnreachable();
  return true;
}

bool FunctionValidator::directCallee(const wasm::CompType*& callee) {
  if (in_.a >= context_.module.functions.size()) {
    return failUnknown(ErrorCode::UnknownFunction, in_.a);
  }
  callee = &context_.functionType(in_.a);
  return true;
}

bool FunctionValidator::indirectCallee(const wasm::CompType*& callee) {
  ValType element;
  wasm::AddressType address{};
  if (!tableAt(in_.b, element, address)) return false;
  if (!operands_.matches(element, wasm::types::funcref)) {
    return fail(ErrorCode::TypeMismatch,
                fmt::format("call through a table of {}", context_.textOf(element)));
  }
  return compAt(in_.a, wasm::CompKind::Func, callee) && pop(wasm::valTypeOf(address));
}

bool FunctionValidator::referenceCallee(const wasm::CompType*& callee) {
  return compAt(in_.a, wasm::CompKind::Func, callee) && pop(referenceTo(in_.a, true));
}

}  // namespace wald::valid
