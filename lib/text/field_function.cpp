#include "text/field_parser.h"

#include "text/annotations.h"
#include "text/type_parser.h"

namespace wald::text {

using wasm::ExternKind;

namespace {

/// The size of the locals in front of a function's instructions.
std::uint32_t localsSize(std::span<const wasm::LocalRun> runs) {
  Bytes bytes;
  emitUnsigned(bytes, runs.size());
  for (const wasm::LocalRun& run : runs) {
    emitUnsigned(bytes, run.count);
    emitValType(bytes, run.type);
  }
  return static_cast<std::uint32_t>(bytes.size());
}

void addLocal(std::vector<wasm::LocalRun>& runs, std::size_t first, wasm::ValType type) {
  if (runs.size() > first && runs.back().type == type) {
    ++runs.back().count;
  } else {
    runs.push_back({1, type});
  }
}

}  // namespace

void FieldParser::functionField() {
  const std::uint32_t index = nextIndex(ExternKind::Func);
  takeName(ExternKind::Func);
  inlineExports(ExternKind::Func, index);
  wasm::Import import;
  Locals locals;
  if (inlineImport(import)) {
    import.type = {ExternKind::Func, parseTypeUse(cursor_, context_, &locals)};
    noteLocalNames(index, locals);
    return addImport(std::move(import));
  }
  noteDefinition(ExternKind::Func);
  const std::uint32_t type = parseTypeUse(cursor_, context_, &locals);
  functionBody(type, locals);
}

void FieldParser::functionBody(std::uint32_t type, Locals& locals) {
  const auto function = static_cast<std::uint32_t>(module_.functions.size());
  wasm::Code code;
  code.firstLocalRun = static_cast<std::uint32_t>(module_.localRuns.size());
  localDeclarations(locals, module_.localRuns);
  code.localRunCount = static_cast<std::uint32_t>(module_.localRuns.size()) - code.firstLocalRun;
  InstructionParser::Body body = instructions_.parseBody(locals);
  code.body = body.range;
  module_.functions.push_back({type, 0});
  module_.codes.push_back(code);
  noteNames(function, locals, body, module_.localsOf(code));
}

void FieldParser::localDeclarations(Locals& locals, std::vector<wasm::LocalRun>& runs) {
  const std::size_t first = runs.size();
  const auto checkCount = [&, params = locals.count] {
    cursor_.checkLimit(locals.count - params + 1, wasm::limits::functionLocals, "locals");
  };
  while (cursor_.takeOpen("local")) {
    if (cursor_.kind() == TokenKind::Id || !cursor_.annotations().empty()) {
      checkCount();
      locals.declare(cursor_);
      addLocal(runs, first, expectValType(cursor_, context_));
    } else {
      while (cursor_.kind() != TokenKind::RightParen && cursor_.ok()) {
        checkCount();
        addLocal(runs, first, expectValType(cursor_, context_));
        ++locals.count;
      }
    }
    cursor_.expectRight();
  }
}

void FieldParser::noteLocalNames(std::uint32_t function, Locals& locals) {
  if (!locals.names.empty()) context_.names.locals.emplace(function, std::move(locals.names));
}

void FieldParser::noteNames(std::uint32_t function, Locals& locals, InstructionParser::Body& body,
                            std::span<const wasm::LocalRun> runs) {
  noteLocalNames(function, locals);
  if (!body.labels.empty()) context_.names.labels.emplace(function, std::move(body.labels));
  if (body.hints.empty()) return;
  // Hints count from the start of the locals.
  const std::uint32_t before = localsSize(runs);
  for (BranchHint& hint : body.hints) hint.offset += before;
  context_.hints.emplace_back(function, std::move(body.hints));
}

}  // namespace wald::text
