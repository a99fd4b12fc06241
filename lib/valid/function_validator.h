#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "binary/instruction_decoder.h"
#include "ir/valid_module.h"
#include "support/error.h"
#include "valid/context.h"
#include "valid/locals.h"
#include "valid/operand_stack.h"
#include "valid/signature.h"
#include "wasm/instruction.h"

namespace wald::valid {

/// Validates function bodies and constant expressions, one after another, by the algorithm of the specification's
/// appendix ("Validation Algorithm"). Its vectors are reused; nothing is allocated per instruction, and
/// nothing recurses. Not synchronised.
class FunctionValidator {
public:
  explicit FunctionValidator(Context& context)
      : context_(context), decoder_(context.module, {}), operands_(context.types),
        facts_{.writtenTables = std::vector<bool>(context.module.tables.size())} {}

  /// Validates the body of a defined function (index in the code section).
  Result<void> validateBody(std::uint32_t definedFunction);

  /// Validates a constant expression of the type (over ids), which may use the globals that `context` has so far.
  /// Functions it refers to become declared references.
  Result<void> validateConstant(const wasm::ConstExpr& expression, wasm::ValType type);

  /// Of all bodies so far.
  const ir::CodeFacts& facts() const { return facts_; }

private:
  enum class BlockKind : std::uint8_t {
    Body,
    Block,
    Loop,
    If,
    Else,
    TryTable,
    Try,
    Catch,
    CatchAll,
  };

  /// Some types that live in a type of the module, or one of its own.
  struct TypeList {
    const wasm::ValType* data = nullptr;  ///< null: `single`
    std::uint32_t count = 0;
    wasm::ValType single;

    TypeList() = default;
    explicit TypeList(wasm::ValType type) : count(1), single(type) {}
    explicit TypeList(const std::vector<wasm::ValType>& types)
        : data(types.data()), count(static_cast<std::uint32_t>(types.size())) {}
    std::span<const wasm::ValType> span() const {
      return {data == nullptr ? &single : data, count};
    }
    bool operator==(const TypeList&) const = default;
  };

  struct Frame {
    BlockKind kind;
    bool unreachable;
    std::uint32_t height;    ///< of the operand stack below the parameters
    std::uint32_t setCount;  ///< of the locals, when the block began
    TypeList params;
    TypeList results;
    const TypeList& label() const { return kind == BlockKind::Loop ? params : results; }
  };

  // The instructions up to the end of the outermost block.
  bool run(wasm::ByteRange range);
  bool constantInstruction();

  // The switch over all instructions, and the most frequent (function_validator_dispatch.cpp)
  bool instruction();
  bool regular(const Signature& signature);
  bool memoryAccess(const Signature& signature);
  bool localAt(wasm::ValType& type);
  bool localGet();
  bool localSet();
  bool localTee();

  // Control (function_validator_control.cpp)
  bool blockType(TypeList& params, TypeList& results);
  bool enterBlock(BlockKind kind);
  bool enterBlock(BlockKind kind, TypeList params, TypeList results);
  void pushFrame(BlockKind kind, TypeList params, TypeList results);
  bool finishBlock();
  void popFrame();
  void setUnreachable();
  bool elseBlock();
  bool endBlock();
  bool labelAt(std::uint32_t depth, const TypeList*& types);
  bool branch();
  bool branchIf();
  bool branchTable();
  bool branchOnNull();
  bool branchOnNonNull();
  bool branchOnCast();
  bool returnResults();
  bool call(const wasm::CompType& callee);
  bool returnCall(const wasm::CompType& callee);
  bool directCallee(const wasm::CompType*& callee);
  bool indirectCallee(const wasm::CompType*& callee);
  bool referenceCallee(const wasm::CompType*& callee);

  // Exceptions (function_validator_exceptions.cpp)
  bool tagAt(std::uint32_t index, const wasm::CompType*& type);
  bool tryTable();
  bool catchClause(const wasm::CatchClause& clause);
  bool throwTag();
  bool legacyCatch();
  bool legacyCatchAll();
  bool delegate();
  bool rethrow();

  // Globals and operands (function_validator.cpp)
  bool globalGet();
  bool globalSet();
  bool drop();
  bool select();
  bool selectTyped();
  bool shuffle();

  // Memories, tables and segments (function_validator_memory.cpp)
  bool addressOf(std::uint32_t memory, wasm::AddressType& address);
  bool memarg(unsigned naturalAlignLog2, bool isAtomic, wasm::ValType& address);
  bool atomicWait(wasm::ValType expected);
  bool atomicNotify();
  bool memorySize();
  bool memoryGrow();
  bool memoryInit();
  bool memoryCopy();
  bool memoryFill();
  bool dataAt(std::uint32_t index);
  bool elemAt(std::uint32_t index, wasm::ValType& element);
  bool tableAt(std::uint32_t index, wasm::ValType& element, wasm::AddressType& address);
  bool writtenTableAt(std::uint32_t index, wasm::ValType& element, wasm::AddressType& address);
  bool tableGet();
  bool tableSet();
  bool tableInit();
  bool tableCopy();
  bool tableGrow();
  bool tableSize();
  bool tableFill();

  // References and objects (function_validator_references.cpp)
  bool refNull();
  bool refIsNull();
  bool refFunc();
  bool refAsNonNull();
  bool refTest(bool nullable);
  bool refCast(bool nullable);
  bool convertReference(wasm::AbsHeap from, wasm::AbsHeap to);
  bool popReference(wasm::ValType& type);
  bool compAt(std::uint32_t index, wasm::CompKind kind, const wasm::CompType*& type);
  bool structAt(const wasm::CompType*& type);
  bool arrayAt(std::uint32_t index, wasm::FieldType& element);
  bool mutableArrayAt(std::uint32_t index, wasm::FieldType& element);
  bool fieldAt(wasm::FieldType& field);
  bool structNew();
  bool structNewDefault();
  bool structGet(bool packed);
  bool structSet();
  bool arrayNew();
  bool arrayNewDefault();
  bool arrayNewFixed();
  bool arrayNewData();
  bool arrayNewElem();
  bool arrayGet(bool packed);
  bool arraySet();
  bool arrayFill();
  bool arrayCopy();
  bool arrayInitData();
  bool arrayInitElem();

  // Operands
  bool pop(wasm::ValType type) { return operands_.pop(type) || mismatch({&type, 1}); }
  bool popAll(std::span<const wasm::ValType> types) {
    return operands_.popAll(types) || mismatch(types);
  }
  bool popAll(std::initializer_list<wasm::ValType> types) {
    return popAll(std::span(types.begin(), types.size()));
  }
  bool push(wasm::ValType type) {
    operands_.push(type);
    return true;
  }
  /// Pushes what one instruction may yield many of; fails beyond `limits::operands`.
  bool pushAll(std::span<const wasm::ValType> types);
  bool popAny(wasm::ValType& type);
  wasm::ValType referenceTo(std::uint32_t type, bool nullable) const {
    return wasm::ValType::ref(wasm::HeapType::defined(context_.ids[type]), nullable);
  }
  bool resolve(wasm::ValType type, wasm::ValType& result);

  // Failure: all return false.
  bool fail(Error error);
  bool fail(ErrorCode code, std::string_view detail = {}) { return fail(Error(code, detail)); }
  bool failUnknown(ErrorCode code, std::uint32_t index) { return fail(numberedError(code, index)); }
  bool failLimit(std::string_view what, std::size_t number, std::size_t limit);
  bool mismatch(std::span<const wasm::ValType> expected);
  bool mismatch(std::string_view who, std::span<const wasm::ValType> expected,
                std::span<const wasm::ValType> actual);

  Context& context_;
  binary::InstructionDecoder decoder_;
  OperandStack operands_;
  std::vector<Frame> frames_;
  Locals locals_;
  wasm::Instruction in_;
  bool isConstant_ = false;
  std::optional<Error> error_;
  ir::CodeFacts facts_;
};

}  // namespace wald::valid
