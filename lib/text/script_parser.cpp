#include <algorithm>

#include <fmt/format.h>

#include "text/keywords.h"
#include "text/module_parser.h"
#include "text/script.h"
#include "text/script_values.h"
#include "wasm/limits.h"

namespace wald::text {

using Kind = ScriptCommand::Kind;

namespace {

class ScriptParser {
public:
  ScriptParser(Cursor& cursor, wasm::Features features) : cursor_(cursor), features_(features) {}

  std::vector<ScriptCommand> parse();

private:
  ScriptCommand command();
  ScriptCommand inlineModule();
  std::vector<ScriptCommand> commands();
  void moduleCommand(ScriptCommand& out);
  void module(ScriptModule& out);
  void openedModule(ScriptModule& out);
  void instance(ScriptCommand& out);
  void registerCommand(ScriptCommand& out);
  void assertReturn(ScriptCommand& out);
  void assertTrap(ScriptCommand& out);
  void assertModule(ScriptCommand& out);
  bool isAction() { return cursor_.isOpen("invoke") || cursor_.isOpen("get"); }
  void action(ScriptAction& out);
  void openedAction(ScriptAction& out);
  void thread(ScriptCommand& out);
  void byKeyword(ScriptCommand& out);
  std::string takeName() { return std::string(cursor_.takeId().value_or("")); }
  std::string expectId();
  std::string strings();
  std::uint32_t lineHere();

  Cursor& cursor_;
  wasm::Features features_;
  // Lines are counted as the commands come.
  std::uint32_t line_ = 1;
  std::uint32_t lineOffset_ = 0;
  /// Of threads that threads start.
  unsigned depth_ = 0;
  static constexpr unsigned maxDepth = 50;
};

std::uint32_t ScriptParser::lineHere() {
  const std::string_view passed =
      cursor_.source().substr(lineOffset_, cursor_.offset() - lineOffset_);
  line_ += static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
  lineOffset_ = cursor_.offset();
  return line_;
}

std::vector<ScriptCommand> ScriptParser::parse() {
  const Token& second = cursor_.peekSecond();
  const bool isInline = cursor_.kind() == TokenKind::LeftParen &&
                        second.kind == TokenKind::Keyword && isModuleField(cursor_.textOf(second));
  std::vector<ScriptCommand> result;
  if (isInline) {
    result.push_back(inlineModule());
  } else {
    result = commands();
  }
  if (!cursor_.atEnd()) cursor_.unexpected();
  return result;
}

/// Fields without `(module …)` around them are one module.
ScriptCommand ScriptParser::inlineModule() {
  ScriptCommand out;
  out.line = lineHere();
  out.module.line = out.line;
  out.module.binary = parseModuleFields(cursor_, features_, {});
  out.module.isText = true;
  return out;
}

std::vector<ScriptCommand> ScriptParser::commands() {
  std::vector<ScriptCommand> result;
  while (cursor_.kind() == TokenKind::LeftParen) result.push_back(command());
  return result;
}

ScriptCommand ScriptParser::command() {
  ScriptCommand out;
  out.line = lineHere();
  cursor_.expectLeft();
  byKeyword(out);
  cursor_.expectRight();
  return out;
}

struct AssertionRow {
  std::string_view word;
  Kind kind;
};

constexpr AssertionRow moduleAssertions[] = {
    {"assert_malformed", Kind::AssertMalformed},
    {"assert_invalid", Kind::AssertInvalid},
    {"assert_unlinkable", Kind::AssertUnlinkable},
    {"assert_malformed_custom", Kind::AssertMalformedCustom},
    {"assert_invalid_custom", Kind::AssertInvalidCustom},
};

void ScriptParser::byKeyword(ScriptCommand& out) {
  if (cursor_.takeKeyword("module")) return moduleCommand(out);
  if (cursor_.takeKeyword("register")) return registerCommand(out);
  if (cursor_.isKeyword("invoke") || cursor_.isKeyword("get")) {
    out.kind = Kind::Action;
    return openedAction(out.action);
  }
  if (cursor_.takeKeyword("assert_return")) return assertReturn(out);
  if (cursor_.takeKeyword("assert_trap")) return assertTrap(out);
  if (cursor_.takeKeyword("assert_exhaustion")) {
    out.kind = Kind::AssertExhaustion;
    action(out.action);
    out.message = cursor_.expectString();
    return;
  }
  if (cursor_.takeKeyword("assert_exception")) {
    out.kind = Kind::AssertException;
    return action(out.action);
  }
  for (const AssertionRow& row : moduleAssertions) {
    if (!cursor_.takeKeyword(row.word)) continue;
    out.kind = row.kind;
    return assertModule(out);
  }
  if (cursor_.isKeyword("thread") && depth_ < maxDepth) {
    cursor_.take();
    return thread(out);
  }
  if (cursor_.takeKeyword("wait")) {
    out.kind = Kind::Wait;
    out.thread = takeName();
    return;
  }
  cursor_.unexpected();
}

std::string ScriptParser::expectId() {
  if (cursor_.kind() != TokenKind::Id) {
    cursor_.unexpected();
    return {};
  }
  return takeName();
}

std::string ScriptParser::strings() {
  std::string out;
  while (cursor_.kind() == TokenKind::String) out += cursor_.expectString();
  return out;
}

void ScriptParser::moduleCommand(ScriptCommand& out) {
  if (cursor_.takeKeyword("instance")) return instance(out);
  out.kind = Kind::Module;
  out.module.line = out.line;
  openedModule(out.module);
}

void ScriptParser::module(ScriptModule& out) {
  out.line = lineHere();
  cursor_.expectLeft();
  cursor_.expectKeyword("module");
  openedModule(out);
  cursor_.expectRight();
}

/// The rest of a module behind its keyword.
void ScriptParser::openedModule(ScriptModule& out) {
  out.isDefinition = cursor_.takeKeyword("definition");
  const std::string_view name = cursor_.takeId().value_or("");
  out.name = name;
  if (cursor_.takeKeyword("binary")) {
    const std::string bytes = strings();
    out.binary.assign(bytes.begin(), bytes.end());
  } else if (cursor_.takeKeyword("quote")) {
    out.form = ScriptModule::Form::Quote;
    out.quoted = strings();
  } else {
    out.binary = parseModuleFields(cursor_, features_, name);
    out.isText = true;
  }
}

void ScriptParser::instance(ScriptCommand& out) {
  out.kind = Kind::Instance;
  // With one name only it is the instance's, of the latest definition.
  out.instance.name = takeName();
  out.instance.definition = takeName();
}

void ScriptParser::registerCommand(ScriptCommand& out) {
  out.kind = Kind::Register;
  out.registerAs = cursor_.expectName();
  out.instance.name = takeName();
}

void ScriptParser::action(ScriptAction& out) {
  cursor_.expectLeft();
  openedAction(out);
  cursor_.expectRight();
}

void ScriptParser::openedAction(ScriptAction& out) {
  if (cursor_.takeKeyword("get")) {
    out.kind = ScriptAction::Kind::Get;
  } else {
    cursor_.expectKeyword("invoke");
  }
  out.module = takeName();
  out.field = cursor_.expectName();
  if (out.kind == ScriptAction::Kind::Get) return;
  while (isScriptValue(cursor_)) out.arguments.push_back(expectArgument(cursor_));
}

void ScriptParser::assertReturn(ScriptCommand& out) {
  out.kind = Kind::AssertReturn;
  action(out.action);
  while (isScriptValue(cursor_)) out.expected.push_back(expectResult(cursor_));
}

void ScriptParser::assertTrap(ScriptCommand& out) {
  if (isAction()) {
    out.kind = Kind::AssertTrap;
    action(out.action);
  } else {
    out.kind = Kind::AssertTrapModule;
    module(out.module);
  }
  out.message = cursor_.expectString();
}

void ScriptParser::assertModule(ScriptCommand& out) {
  module(out.module);
  out.message = cursor_.expectString();
}

/// `(thread $name? (shared (module $m))* command*)` of the threads proposal.
void ScriptParser::thread(ScriptCommand& out) {
  out.kind = Kind::Thread;
  out.thread = takeName();
  while (cursor_.takeOpen("shared")) {
    cursor_.expectLeft();
    cursor_.expectKeyword("module");
    out.threadShared.push_back(expectId());
    cursor_.expectRight();
    cursor_.expectRight();
  }
  ++depth_;
  out.commands = commands();
  --depth_;
}

}  // namespace

Result<std::vector<ScriptCommand>> parseScript(std::string_view source, wasm::Features features) {
  if (source.size() > wasm::limits::moduleBytes) {
    return Error(ErrorCode::LimitExceeded,
                 fmt::format("text longer than {} bytes", wasm::limits::moduleBytes));
  }
  NamePool names;
  Cursor cursor(source, names);
  std::vector<ScriptCommand> commands = ScriptParser(cursor, features).parse();
  if (!cursor.ok()) return toError(source, cursor.failure());
  return commands;
}

}  // namespace wald::text
