#pragma once

#include <string>

#include "text/immediate_parser.h"

namespace wald::text {

/// Parses sequences of instructions, flat and folded, and writes them in the binary format behind
/// the module's bytes. Keeps its own stack of what is open, so that nesting costs no native stack;
/// it is capped at `limits::nesting`.
class InstructionParser {
public:
  InstructionParser(Cursor& cursor, ModuleContext& context)
      : cursor_(cursor), context_(context), immediates_(cursor, context, labels_) {}

  struct Body {
    wasm::ByteRange range;
    binary::NameMap labels;
    std::vector<BranchHint> hints;  ///< offsets from the start of the instructions
  };

  /// A function's instructions up to the parenthesis that closes it, which is left; `end` is added.
  Body parseBody(const Locals& locals);
  /// The same for a constant expression.
  wasm::ConstExpr parseExpression();
  /// A constant expression of one folded instruction.
  wasm::ConstExpr parseSingle();

private:
  enum class Kind : std::uint8_t {
    Sequence,  ///< ends before a closing parenthesis
    Single,    ///< ends after one folded instruction
    // Flat blocks, which end with `end`
    Block,
    If,
    Else,
    Try,
    Catch,
    CatchAll,
    // Folded instructions, which end with a parenthesis
    FoldedPlain,
    FoldedBlock,
    FoldedCondition,  ///< of an `if`
    FoldedThen,
    FoldedAfterThen,
    FoldedElse,
    FoldedAfterElse,
    FoldedTry,  ///< before its `do`
    FoldedDo,
    FoldedAfterDo,
    FoldedCatch,
    FoldedAfterCatch,
    FoldedCatchAll,
    FoldedAfterCatchAll,
    FoldedAfterDelegate,
  };

  /// Something that is open.
  struct Frame {
    Kind kind = Kind::Sequence;
    /// Where the instruction that comes after its operands waits in `pending_`.
    std::uint32_t pending = 0;
    std::string_view label;  ///< of a FoldedCondition, whose label is not in scope yet
    std::optional<std::string> hint;
  };

  wasm::ByteRange parse(Kind kind);
  void step();
  void open();
  void close();
  void flat();
  void foldedInstruction();
  bool flatDelimiter(std::string_view word);
  void startBlock(wasm::Opcode op, Kind kind);
  void checkEndLabel();
  void endBlock();
  void delegate();
  void push(Kind kind);
  void emitHint();
  void flushPending(const Frame& frame);
  bool acceptsFlat() const;
  bool acceptsFolded() const;
  Bytes& out() { return context_.module.bytes.own(); }
  std::optional<wasm::Opcode> plainOpcode() const;

  Cursor& cursor_;
  ModuleContext& context_;
  LabelScope labels_;
  ImmediateParser immediates_;
  std::vector<Frame> frames_;
  Bytes pending_;
  std::optional<std::string> hint_;  ///< for the next instruction
  std::vector<BranchHint> hints_;
  std::uint32_t start_ = 0;
  bool inFunction_ = false;
};

}  // namespace wald::text
