#include <fmt/format.h>

#include "valid/function_validator.h"

namespace wald::valid {

using wasm::AbsHeap;
using wasm::ValType;

bool FunctionValidator::tagAt(std::uint32_t index, const wasm::CompType*& type) {
  if (index >= context_.module.tags.size()) return failUnknown(ErrorCode::UnknownTag, index);
  type = context_.comps[context_.module.tags[index].type.type];
  return true;
}

bool FunctionValidator::tryTable() {
  TypeList params;
  TypeList results;
  if (!blockType(params, results)) return false;
  // The labels of the clauses count from outside of the block.
  for (const auto& clause : in_.catches) {
    if (!catchClause(clause)) return false;
  }
  return enterBlock(BlockKind::TryTable, params, results);
}

bool FunctionValidator::catchClause(const wasm::CatchClause& clause) {
  const bool hasTag =
      clause.kind == wasm::CatchKind::Catch || clause.kind == wasm::CatchKind::CatchRef;
  const bool givesReference =
      clause.kind == wasm::CatchKind::CatchRef || clause.kind == wasm::CatchKind::CatchAllRef;
  std::span<const ValType> given;
  if (hasTag) {
    const wasm::CompType* type = nullptr;
    if (!tagAt(clause.tag, type)) return false;
    given = type->params;
  }
  const TypeList* label = nullptr;
  if (!labelAt(clause.label, label)) return false;
  const auto taken = label->span();
  bool matches = taken.size() == given.size() + (givesReference ? 1 : 0);
  for (std::size_t i = 0; matches && i < given.size(); ++i) {
    matches = operands_.matches(given[i], taken[i]);
  }
  if (matches && givesReference) {
    matches = operands_.matches(ValType::ref(AbsHeap::Exn, false), taken.back());
  }
  if (matches) return true;
  return fail(ErrorCode::TypeMismatch,
              fmt::format("label takes {} but catch clause gives {}{}", context_.textOf(taken),
                          context_.textOf(given), givesReference ? " and (ref exn)" : ""));
}

bool FunctionValidator::throwTag() {
  const wasm::CompType* type = nullptr;
  if (!tagAt(in_.a, type) || !popAll(type->params)) return false;
  setUnreachable();
  return true;
}

// The instructions of the first version of the exception handling proposal.

bool FunctionValidator::legacyCatch() {
  const Frame frame = frames_.back();
  if (frame.kind != BlockKind::Try && frame.kind != BlockKind::Catch) {
    return fail(ErrorCode::EndExpected, "catch without try");
  }
  const wasm::CompType* type = nullptr;
  if (!tagAt(in_.a, type) || !finishBlock()) return false;
  popFrame();
  pushFrame(BlockKind::Catch, frame.params, frame.results);
  return pushAll(type->params);
}

bool FunctionValidator::legacyCatchAll() {
  const Frame frame = frames_.back();
  if (frame.kind != BlockKind::Try && frame.kind != BlockKind::Catch) {
    return fail(ErrorCode::EndExpected, "catch_all without try");
  }
  if (!finishBlock()) return false;
  popFrame();
  pushFrame(BlockKind::CatchAll, frame.params, frame.results);
  return true;
}

bool FunctionValidator::delegate() {
  const Frame frame = frames_.back();
  if (frame.kind != BlockKind::Try) return fail(ErrorCode::EndExpected, "delegate without try");
  if (!finishBlock()) return false;
  popFrame();
  // The label counts from outside of the block.
  const TypeList* label = nullptr;
  return labelAt(in_.a, label) && pushAll(frame.results.span());
}

bool FunctionValidator::rethrow() {
  const TypeList* label = nullptr;
  if (!labelAt(in_.a, label)) return false;
  const BlockKind kind = frames_[frames_.size() - 1 - in_.a].kind;
  if (kind != BlockKind::Catch && kind != BlockKind::CatchAll) {
    return fail(ErrorCode::InvalidRethrowLabel, fmt::format("label {} is not of a catch", in_.a));
  }
  setUnreachable();
  return true;
}

}  // namespace wald::valid
