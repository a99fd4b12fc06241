#include "text/print_body.h"

#include <fmt/format.h>

#include "text/print_values.h"

namespace wald::text {

using wasm::Opcode;

namespace {

/// Of the instructions in a function, which stand inside of `(module (func`.
constexpr std::size_t bodyIndentation = 2;
/// Longer bodies are printed flat, which takes no memory.
constexpr std::uint32_t longestFolded = 16u << 20;
/// Text of one statement.
constexpr std::size_t longestStatement = std::size_t{1} << 30;

}  // namespace

BodyPrinter::BodyPrinter(const wasm::Module& module, const TypePrinter& types,
                         const PrintedNames& names, TextOutput& out, bool isFlat)
    : module_(module), out_(out), instructions_(types, names, labels_), decoder_(module, {}),
      isFlatByChoice_(isFlat) {}

void BodyPrinter::begin(const Function& function, bool isFlat, std::uint64_t results) {
  function_ = function;
  isFlat_ = isFlat;
  results_ = results;
  labelCount_ = 0;
  isEmpty_ = true;
  frames_.clear();
  tree_.clear();
  labels_.restart();
  instructions_.setLocals(function.locals);
}

Result<void> BodyPrinter::function(wasm::ByteRange body, const Function& function, bool& isEmpty) {
  begin(function, isFlatByChoice_ || body.size > longestFolded,
        stackEffectOfType(module_, function.type).results);
  streams_ = true;
  auto result = walk(body);
  if (!tree_.isEmpty()) tree_.print(out_.text(), bodyIndentation, false);
  if (!result) {
    appendLine(out_.text(), bodyIndentation);
    const Error& error = result.error();
    out_.text() +=
        fmt::format(";; at {:#x}: {}: {}", error.offset(), toString(error.kind()), error.message());
    isEmpty_ = false;
  }
  isEmpty = isEmpty_;
  return result;
}

Result<void> BodyPrinter::expression(const wasm::ConstExpr& expression, std::string_view word) {
  constexpr std::size_t room = 80;
  constexpr std::size_t indentation = 2;
  begin({}, false, 1);
  streams_ = false;
  auto result = walk(expression.bytes);
  std::string& out = out_.text();
  const bool needsWord = !word.empty() && !tree_.isSingle();
  if (needsWord) out += fmt::format(" ({}", word);
  tree_.print(out, indentation, tree_.fits(room));
  if (needsWord) out += ')';
  return result;
}

Result<void> BodyPrinter::walk(wasm::ByteRange body) {
  decoder_.restart(body);
  std::optional<Error> error;
  while (!error) {
    if (!decoder_.next(in_)) {
      error = decoder_.takeError();
    } else if (in_.op == Opcode::End && frames_.empty()) {
      if (decoder_.atEnd()) return {};
      error = Error(ErrorCode::SectionSizeMismatch).at(decoder_.offset());
    } else if (!step()) {
      error = Error(ErrorCode::IllegalOpcode, wasm::infoOf(in_.op).mnemonic()).at(in_.offset);
    } else if (tree_.text().size() > longestStatement) {
      error = Error(ErrorCode::LimitExceeded, "text of one statement");
    }
    isEmpty_ = isEmpty_ && error;
  }
  while (!frames_.empty()) close();
  return std::move(*error);
}

bool BodyPrinter::step() {
  switch (in_.op) {
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::TryTable: open(Kind::Block); return true;
    case Opcode::If: open(Kind::If); return true;
    case Opcode::Try: open(Kind::Try); return true;
    case Opcode::Else: return next(Kind::Else);
    case Opcode::Catch: return next(Kind::Catch);
    case Opcode::CatchAll: return next(Kind::CatchAll);
    case Opcode::Delegate: return delegate();
    case Opcode::End: close(); return true;
    default: plain(); return true;
  }
}

/// Where the text of an instruction goes.
std::string& BodyPrinter::startText() {
  std::string& text = isFlat_ ? out_.text() : tree_.text();
  if (isFlat_) startLine();
  if (function_.hints == nullptr) return text;
  const auto hint = function_.hints->find(in_.offset);
  if (hint == function_.hints->end()) return text;
  text += fmt::format("(@{} ", branchHintSection);
  appendBytes(text, module_.view(hint->second));
  text += ") ";
  if (!isFlat_) tree_.endPrefix();
  return text;
}

void BodyPrinter::startLine(std::size_t dedent) {
  out_.flushIfLarge();
  appendLine(out_.text(), bodyIndentation + frames_.size() - dedent);
}

std::string_view BodyPrinter::takeLabelName() {
  const std::uint32_t number = labelCount_++;
  if (function_.labels == nullptr) return {};
  const auto found = function_.labels->find(number);
  return found == function_.labels->end() ? std::string_view() : found->second;
}

void BodyPrinter::open(Kind kind) {
  Frame frame{kind, 0, stackEffectOf(module_, in_.block)};
  frame.labelArity = in_.op == Opcode::Loop ? frame.effect.operands : frame.effect.results;
  const std::string_view label = takeLabelName();
  std::string& text = startText();
  instructions_.append(text, in_, label);
  if (label.empty()) text += fmt::format(" ;; label = @{}", labels_.depth());
  labels_.push(label);
  frames_.push_back(frame);
  if (isFlat_) return;
  tree_.openBlock(frame.effect.operands, kind == Kind::If);
  if (kind != Kind::If && kind != Kind::Try) return;
  tree_.text() += kind == Kind::If ? "then" : "do";
  tree_.openPart();
}

/// The next part of a block. False if the block has no such part.
bool BodyPrinter::next(Kind kind) {
  if (frames_.empty()) return false;
  Kind& current = frames_.back().kind;
  const bool isAfterIf = kind == Kind::Else && current == Kind::If;
  const bool isAfterTry = kind != Kind::Else && (current == Kind::Try || current == Kind::Catch);
  if (!isAfterIf && !isAfterTry) return false;
  current = kind;
  if (isFlat_) startLine(1);
  instructions_.append(isFlat_ ? out_.text() : tree_.text(), in_);
  if (!isFlat_) tree_.openPart();
  return true;
}

void BodyPrinter::close() {
  const Frame frame = frames_.back();
  labels_.pop();
  frames_.pop_back();
  if (isFlat_) {
    startLine();
    out_.text() += "end";
    return;
  }
  tree_.closeBlock(frame.effect.operands, frame.effect.results);
  flushStatements();
}

/// Ends a `try`, whose label it cannot name.
bool BodyPrinter::delegate() {
  if (frames_.empty() || frames_.back().kind != Kind::Try) return false;
  const Frame frame = frames_.back();
  labels_.pop();
  frames_.pop_back();
  if (isFlat_) startLine();
  instructions_.append(isFlat_ ? out_.text() : tree_.text(), in_);
  if (isFlat_) return true;
  tree_.openPart();
  tree_.closeBlock(frame.effect.operands, frame.effect.results);
  flushStatements();
  return true;
}

void BodyPrinter::plain() {
  instructions_.append(startText(), in_);
  if (isFlat_) return;
  tree_.addPlain(stackEffectOf(module_, in_, labelArity()));
  flushStatements();
}

/// What the instruction's label takes, or what the function returns.
std::uint64_t BodyPrinter::labelArity() const {
  const bool isReturn = in_.op == Opcode::Return || in_.a >= frames_.size();
  return isReturn ? results_ : frames_[frames_.size() - 1 - in_.a].labelArity;
}

void BodyPrinter::flushStatements() {
  if (!streams_ || !tree_.isComplete()) return;
  tree_.print(out_.text(), bodyIndentation, false);
  out_.flushIfLarge();
}

}  // namespace wald::text
