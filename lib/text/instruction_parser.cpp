#include "text/instruction_parser.h"

#include <fmt/format.h>

#include "text/annotations.h"
#include "text/type_parser.h"

namespace wald::text {

using wasm::Opcode;

InstructionParser::Body InstructionParser::parseBody(const Locals& locals) {
  immediates_.setLocals(&locals);
  inFunction_ = true;
  Body body;
  body.range = parse(Kind::Sequence);
  body.labels = labels_.takeNames();
  body.hints = std::exchange(hints_, {});
  inFunction_ = false;
  immediates_.setLocals(nullptr);
  return body;
}

wasm::ConstExpr InstructionParser::parseExpression() {
  wasm::ConstExpr expression;
  expression.bytes = parse(Kind::Sequence);
  return expression;
}

wasm::ConstExpr InstructionParser::parseSingle() {
  wasm::ConstExpr expression;
  expression.bytes = parse(Kind::Single);
  return expression;
}

wasm::ByteRange InstructionParser::parse(Kind kind) {
  start_ = static_cast<std::uint32_t>(out().size());
  frames_.clear();
  pending_.clear();
  frames_.push_back({kind, 0, {}, {}});
  labels_.restart();
  while (!frames_.empty() && cursor_.ok()) step();
  emitOpcode(out(), Opcode::End);
  return {start_, static_cast<std::uint32_t>(out().size()) - start_};
}

void InstructionParser::step() {
  if (inFunction_) hint_ = takeBranchHint(cursor_);
  switch (cursor_.kind()) {
    case TokenKind::LeftParen: open(); break;
    case TokenKind::RightParen: close(); break;
    case TokenKind::Keyword: flat(); break;
    default: cursor_.unexpected(); break;
  }
  if (hint_ && cursor_.ok()) {
    cursor_.fail(ErrorCode::BranchHintAnnotation, cursor_.offset(), "not before an instruction");
  }
  hint_.reset();
}

bool InstructionParser::acceptsFlat() const {
  switch (frames_.back().kind) {
    case Kind::Sequence:
    case Kind::Block:
    case Kind::If:
    case Kind::Else:
    case Kind::Try:
    case Kind::Catch:
    case Kind::CatchAll:
    case Kind::FoldedBlock:
    case Kind::FoldedThen:
    case Kind::FoldedElse:
    case Kind::FoldedDo:
    case Kind::FoldedCatch:
    case Kind::FoldedCatchAll: return true;
    default: return false;
  }
}

bool InstructionParser::acceptsFolded() const {
  const Kind kind = frames_.back().kind;
  return acceptsFlat() || kind == Kind::Single || kind == Kind::FoldedPlain ||
         kind == Kind::FoldedCondition;
}

void InstructionParser::push(Kind kind) {
  if (frames_.size() > wasm::limits::nesting) {
    return cursor_.fail(ErrorCode::LimitExceeded, cursor_.offset(),
                        fmt::format("nesting deeper than {}", wasm::limits::nesting));
  }
  frames_.push_back({kind, static_cast<std::uint32_t>(pending_.size()), {}, {}});
}

/// Notes the hint for the instruction that is written next.
void InstructionParser::emitHint() {
  if (!hint_) return;
  hints_.push_back({static_cast<std::uint32_t>(out().size()) - start_, std::move(*hint_)});
  hint_.reset();
}

/// Writes the instruction that waited for its operands.
void InstructionParser::flushPending(const Frame& frame) {
  if (frame.hint) {
    hints_.push_back({static_cast<std::uint32_t>(out().size()) - start_, *frame.hint});
  }
  out().insert(out().end(), pending_.begin() + frame.pending, pending_.end());
  pending_.resize(frame.pending);
}

/// Starts a block whose mnemonic comes next.
void InstructionParser::startBlock(Opcode op, Kind kind) {
  cursor_.take();
  const std::string_view label = cursor_.takeId().value_or("");
  push(kind);
  if (kind == Kind::FoldedCondition) {
    Frame& frame = frames_.back();
    frame.label = label;
    frame.hint = std::exchange(hint_, std::nullopt);
    return immediates_.parse(op, pending_);
  }
  emitHint();
  immediates_.parse(op, out());
  labels_.push(label);
}

void InstructionParser::endBlock() {
  emitOpcode(out(), Opcode::End);
  labels_.pop();
  frames_.pop_back();
}

/// The instruction named by the next token, unless it is a delimiter of a block.
std::optional<Opcode> InstructionParser::plainOpcode() const {
  const auto op = wasm::opcodeNamed(cursor_.textOf(cursor_.peek()));
  if (!op) return std::nullopt;
  switch (*op) {
    case Opcode::Else:
    case Opcode::End:
    case Opcode::Catch:
    case Opcode::CatchAll:
    case Opcode::Delegate: return std::nullopt;
    default: return op;
  }
}

void InstructionParser::flat() {
  if (!acceptsFlat()) return cursor_.unexpected();
  const std::string_view word = cursor_.textOf(cursor_.peek());
  if (flatDelimiter(word)) return;
  const auto op = plainOpcode();
  if (!op) return cursor_.unexpected();
  switch (*op) {
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::TryTable: return startBlock(*op, Kind::Block);
    case Opcode::If: return startBlock(*op, Kind::If);
    case Opcode::Try: return startBlock(*op, Kind::Try);
    default: break;
  }
  cursor_.take();
  emitHint();
  immediates_.parse(*op, out());
}

/// Handles the keywords that end a flat block or start another part of one. False if the next is
/// none of them.
bool InstructionParser::flatDelimiter(std::string_view word) {
  const Kind kind = frames_.back().kind;
  const bool isBlock = kind >= Kind::Block && kind <= Kind::CatchAll;
  if (!isBlock) return false;
  if (word == "end") {
    cursor_.take();
    checkEndLabel();
    endBlock();
  } else if (word == "else" && kind == Kind::If) {
    cursor_.take();
    checkEndLabel();
    emitOpcode(out(), Opcode::Else);
    frames_.back().kind = Kind::Else;
  } else if (word == "catch" && (kind == Kind::Try || kind == Kind::Catch)) {
    cursor_.take();
    immediates_.parse(Opcode::Catch, out());
    frames_.back().kind = Kind::Catch;
  } else if (word == "catch_all" && (kind == Kind::Try || kind == Kind::Catch)) {
    cursor_.take();
    emitOpcode(out(), Opcode::CatchAll);
    frames_.back().kind = Kind::CatchAll;
  } else if (word == "delegate" && kind == Kind::Try) {
    cursor_.take();
    delegate();
    frames_.pop_back();
  } else {
    return false;
  }
  return true;
}

/// The label may be repeated after `else` and `end`.
void InstructionParser::checkEndLabel() {
  if (cursor_.kind() != TokenKind::Id) return;
  const std::uint32_t start = cursor_.offset();
  const std::string_view name = cursor_.takeId().value_or("");
  if (name != labels_.top()) {
    cursor_.fail(ErrorCode::MismatchingLabel, start, fmt::format(" ${}", name));
  }
}

/// `delegate` ends its block, whose label it cannot name.
void InstructionParser::delegate() {
  labels_.pop();
  immediates_.parse(Opcode::Delegate, out());
}

void InstructionParser::open() {
  Frame& frame = frames_.back();
  switch (frame.kind) {
    case Kind::FoldedCondition:
      if (!cursor_.takeOpen("then")) break;
      flushPending(frame);
      labels_.push(frame.label);
      frame.kind = Kind::FoldedThen;
      return;
    case Kind::FoldedAfterThen:
      if (!cursor_.takeOpen("else")) break;
      emitOpcode(out(), Opcode::Else);
      frame.kind = Kind::FoldedElse;
      return;
    case Kind::FoldedTry:
      if (!cursor_.takeOpen("do")) break;
      frame.kind = Kind::FoldedDo;
      return;
    case Kind::FoldedAfterDo:
      if (cursor_.takeOpen("delegate")) {
        delegate();
        cursor_.expectRight();
        frame.kind = Kind::FoldedAfterDelegate;
        return;
      }
      [[fallthrough]];
    case Kind::FoldedAfterCatch:
      if (cursor_.takeOpen("catch")) {
        immediates_.parse(Opcode::Catch, out());
        frame.kind = Kind::FoldedCatch;
        return;
      }
      if (!cursor_.takeOpen("catch_all")) break;
      emitOpcode(out(), Opcode::CatchAll);
      frame.kind = Kind::FoldedCatchAll;
      return;
    default: break;
  }
  if (!acceptsFolded()) {
    // The keyword behind the parenthesis is the one that is wrong.
    cursor_.take();
    return cursor_.unexpected();
  }
  foldedInstruction();
}

void InstructionParser::foldedInstruction() {
  cursor_.take();
  if (cursor_.kind() != TokenKind::Keyword) return cursor_.unexpected();
  const auto op = plainOpcode();
  if (!op) return cursor_.unexpected();
  switch (*op) {
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::TryTable: return startBlock(*op, Kind::FoldedBlock);
    case Opcode::If: return startBlock(*op, Kind::FoldedCondition);
    case Opcode::Try: return startBlock(*op, Kind::FoldedTry);
    default: break;
  }
  cursor_.take();
  push(Kind::FoldedPlain);
  frames_.back().hint = std::exchange(hint_, std::nullopt);
  immediates_.parse(*op, pending_);
}

/// A closing parenthesis.
void InstructionParser::close() {
  Frame& frame = frames_.back();
  switch (frame.kind) {
    case Kind::Sequence: frames_.pop_back(); return;
    case Kind::FoldedPlain:
      cursor_.take();
      flushPending(frame);
      frames_.pop_back();
      break;
    case Kind::FoldedBlock:
    case Kind::FoldedAfterThen:
    case Kind::FoldedAfterElse:
    case Kind::FoldedAfterDo:
    case Kind::FoldedAfterCatch:
    case Kind::FoldedAfterCatchAll:
      cursor_.take();
      endBlock();
      break;
    case Kind::FoldedAfterDelegate:
      cursor_.take();
      frames_.pop_back();
      break;
    case Kind::FoldedThen:
    case Kind::FoldedElse:
    case Kind::FoldedDo:
    case Kind::FoldedCatch:
    case Kind::FoldedCatchAll:
      cursor_.take();
      // Each part is followed by its After in the enumeration.
      frame.kind = static_cast<Kind>(static_cast<unsigned>(frame.kind) + 1);
      return;
    default: cursor_.unexpected(); return;
  }
  if (!frames_.empty() && frames_.back().kind == Kind::Single) frames_.pop_back();
}

}  // namespace wald::text
