#pragma once

#include <optional>
#include <string>

#include "binary/instruction_decoder.h"
#include "text/branch_hints.h"
#include "text/folded_tree.h"
#include "text/print_instruction.h"
#include "text/text_output.h"

namespace wald::text {

/// Prints sequences of instructions: function bodies, flat or folded, and constant expressions.
/// Keeps its own stack of open blocks.
class BodyPrinter {
public:
  /// What a function's instructions refer to; null: nothing.
  struct Function {
    const PrintedIds* locals = nullptr;
    const binary::NameMap* labels = nullptr;
    const std::unordered_map<std::uint32_t, wasm::ByteRange>* hints = nullptr;
    std::uint32_t type = 0;
  };

  /// All must outlive the printer.
  BodyPrinter(const wasm::Module& module, const TypePrinter& types, const PrintedNames& names,
              TextOutput& out, bool isFlat);

  /// A function's instructions, each on its line. Ends where they are malformed, with the error;
  /// blocks are closed even so.
  Result<void> function(wasm::ByteRange body, const Function& function, bool& isEmpty);
  /// A constant expression behind a space; with `word` around it unless it is one folded
  /// instruction.
  Result<void> expression(const wasm::ConstExpr& expression, std::string_view word = {});

private:
  enum class Kind : std::uint8_t { Block, If, Else, Try, Catch, CatchAll };
  struct Frame {
    Kind kind = Kind::Block;
    std::uint64_t labelArity = 0;
    StackEffect effect;
  };

  void begin(const Function& function, bool isFlat, std::uint64_t results);
  Result<void> walk(wasm::ByteRange body);
  /// False at something that cannot stand here.
  bool step();
  void open(Kind kind);
  bool next(Kind kind);
  void close();
  bool delegate();
  void plain();
  std::uint64_t labelArity() const;
  std::string_view takeLabelName();
  std::string& startText();
  void startLine(std::size_t dedent = 0);
  void flushStatements();

  const wasm::Module& module_;
  TextOutput& out_;
  LabelScope labels_;
  InstructionPrinter instructions_;
  binary::InstructionDecoder decoder_;
  FoldedTree tree_;
  std::vector<Frame> frames_;
  wasm::Instruction in_;
  Function function_;
  std::uint64_t results_ = 0;
  std::uint32_t labelCount_ = 0;
  bool isFlatByChoice_;
  bool isFlat_ = false;
  bool streams_ = false;  ///< statements may be handed over before the end
  bool isEmpty_ = true;
};

}  // namespace wald::text
