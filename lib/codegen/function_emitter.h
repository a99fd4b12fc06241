#pragma once

#include <map>
#include <utility>
#include <vector>

#include <llvm/IR/IRBuilder.h>

#include "codegen/module_emitter.h"
#include "codegen/vector_rules.h"
#include "ir/tree.h"
#include "wasm/native_layout.h"
#include "wasm/trap.h"

namespace wald::codegen {

using wasm::Kind;
using wasm::Opcode;
using wasm::TrapKind;
using wasm::native::isVectorKind;

/// Emits the IR of one function from its tree. Variables are stack cells, which LLVM makes values of; a variable that holds values of several
/// kinds has a cell for each.
///
/// What the guest can see (memories, globals, traps) happens in the tree's order: accesses are volatile, and a trap is a branch in front of
/// what comes after it.
class FunctionEmitter {
public:
  FunctionEmitter(ModuleEmitter& module, const ir::Function& tree, llvm::Function& function);
  void run();

private:
  using Node = ir::Node;
  using Value = llvm::Value;

  // Statements (emit_statements.cpp)
  void statement(const Node& node);
  void openBlock(const Node& node);
  void elseArm(const Node& node);
  void closeBlock(const Node& node);
  void branch(const Node& node);
  void branchIf(const Node& node);
  void branchTable(const Node& node);
  void returnValues(const Node& node);
  /// The block to which a branch goes that takes the values along.
  llvm::BasicBlock* edgeTo(ir::LabelId label, const Node& node);
  Value* condition(const Node& node);

  // Fuel (emit_fuel.cpp)
  /// The part of the code that is paid together, while it is emitted: where its second copy goes on.
  struct Stretch {
    llvm::BasicBlock* exact = nullptr;  ///< null: nothing is paid
    std::uint64_t paid = 0;             ///< in the second copy
    const Node* last = nullptr;
  };
  void charge(const Node& node);
  void repeat(const Node& node);
  void endStretch(const Node* node);
  void pay(std::uint64_t count, llvm::BasicBlock* poor);
  void runOut();

  // Variables (emit_variables.cpp)
  void enter();
  void collectKinds();
  void noteRead(ir::Var var, Kind kind);
  llvm::AllocaInst* cell(ir::Var var, Kind kind);
  Value* read(ir::Var var, Kind kind);
  void write(ir::Var var, Kind kind, Value* value);
  void copy(ir::Var from, ir::Var to, std::uint32_t slots);

  // Values (emit_values.cpp)
  Value* value(const Node& node);
  Value* constant(const Node& node);
  Value* select(const Node& node);
  Value* globalCell(std::uint32_t index);
  Value* globalGet(const Node& node);
  void globalSet(const Node& node);
  void wide(const Node& node);
  Value* canonicalNan(Opcode op, Value* value);

  // Numeric operators (emit_integer.cpp, emit_float.cpp)
  Value* integer(Opcode op, llvm::ArrayRef<Value*> operands);
  Value* divide(Opcode op, Value* a, Value* b);
  Value* floating(Opcode op, llvm::ArrayRef<Value*> operands);
  Value* minimum(Value* a, Value* b, bool isMaximum);
  Value* truncate(const wasm::Shape& shape, bool isSigned, Value* value);
  Value* numeric(Opcode op, llvm::ArrayRef<Value*> operands);
  Value* opaque(Value* value);
  static bool isIdentity(Value* value);

  // Vectors (emit_vector.cpp)
  Value* vector(const Node& node, llvm::ArrayRef<Value*> operands);
  Value* vectorOperator(Opcode op, llvm::ArrayRef<Value*> operands);
  Value* splat(Opcode op, Value* scalar);
  Value* shuffle(const Node& node, Value* a, Value* b);
  Value* integerLanes(VectorRule rule, llvm::ArrayRef<Value*> operands);
  Value* floatLanes(VectorRule rule, llvm::ArrayRef<Value*> operands);
  Value* lanes(Value* vector, llvm::Type* lane);
  Value* pack(Value* lanes);
  Value* halfOf(Value* lanes, bool high, llvm::Type* wide, bool isSigned);
  Value* alternate(Value* lanes, unsigned first, llvm::Type* wide, bool isSigned);
  Value* widened(Value* lanes, llvm::Type* wide, bool isSigned);
  Value* narrowed(Value* a, Value* b, unsigned bits, bool isSigned);

  // Memory (emit_memory.cpp)
  Value* address(const Node& node, Value* index, unsigned bytes);
  Value* checkedAddress(const Node& node, Value* index, unsigned bytes);
  Value* load(const Node& node);
  void store(const Node& node);
  Value* vectorLoad(const Node& node, Value* at);
  Value* loadAt(llvm::Type* type, Value* at);
  void storeAt(Value* value, Value* at);
  Value* memoryObject(std::uint32_t index);
  Value* memorySize(std::uint32_t index);
  Value* atomic(const Node& node);
  void fence();

  // Tables, references and objects (emit_reference.cpp, emit_object.cpp)
  Value* tableCell(std::uint32_t table, Value* index, TrapKind trap);
  Value* reference(const Node& node);
  Value* castTest(const Node& node, Value* ref);
  Value* isNull(Value* ref);
  void trapIfNull(Value* ref, TrapKind trap);
  Value* fieldAddress(const Node& node, Value* ref, Value* index, wasm::Storage& storage);
  Value* getField(const Node& node);
  void setField(const Node& node);
  Value* i31(const Node& node);

  // Calls (emit_calls.cpp)
  /// What a call goes to, and with which context and memory base.
  struct Callee {
    Value* code;
    Value* context;
    Value* base;
    Value* caller;
  };
  void call(const Node& node);
  Callee directCallee(std::uint32_t function);
  Callee foreignCallee(Value* function);
  Callee indirectCallee(const Node& node, Value* index);
  Callee closedCallee(const Node& node, const CodeTable& table, Value* index);
  Value* indirectFunction(const Node& node, Value* index);
  void checkType(const Node& node, Value* function);
  std::vector<Value*> arguments(const Callee& callee, const wasm::CompType& type,
                                llvm::ArrayRef<Value*> values);
  void takeResults(const wasm::CompType& type, Value* returned, ir::Var var);
  llvm::CallBase* emitCall(llvm::FunctionType* type, Value* callee, llvm::ArrayRef<Value*> values,
                           bool mayThrow);
  Value* toIntegerRegister(Value* value);
  Value* toVectorRegister(Value* value);
  Value* toRegister(Value* value, Kind kind);
  Value* fromRegister(Value* value, Kind kind);
  Value* argument(unsigned parameter, Kind kind);
  Value* firstResult(Value* returned, Kind kind);

  // The runtime (emit_runtime.cpp)
  Value* contextField(unsigned offset, llvm::Type* type);
  Value* entryOf(unsigned field, std::uint32_t index);
  Value* overflowSlot(std::uint32_t slot);
  void storeSlot(Value* value, Value* at);
  Value* loadSlot(Kind kind, Value* at);
  Value* callOut(std::uint32_t index, llvm::ArrayRef<Value*> operands, Value* a, Value* b,
                 bool mayThrow = false);
  Value* callOut(const Node& node, Value* a, Value* b);
  void trap(TrapKind kind);
  void trapIf(Value* condition, TrapKind kind);
  void raiseElementIf(Value* condition, TrapKind kind, Value* index);
  void checkStack();
  void checkStop();
  Value* word(std::uint64_t value) { return builder_.getInt64(value); }
  Value* pointerAt(Value* base, std::uint64_t offset);
  Value* invariantLoad(llvm::Type* type, Value* at);

  // Exceptions (emit_exceptions.cpp)
  struct Arm {
    const Node* node;
    llvm::BasicBlock* block;
  };
  struct Try {
    const Node* node;
    ir::LabelId outer;
    std::vector<Arm> arms;                 ///< of a `Try`
    bool isInArm = false;                  ///< its body has ended
    llvm::BasicBlock* pad = nullptr;       ///< where calls in it unwind to
    llvm::BasicBlock* dispatch = nullptr;  ///< where the exception is looked at
  };
  void openTry(const Node& node);
  void catchArm(const Node& node);
  void closeTry(const Node& node);
  void throwException(const Node& node);
  Try* activeTry();
  llvm::BasicBlock* padOf(Try& handler);
  llvm::BasicBlock* dispatchOf(Try& handler);
  void emitDispatch(Try& handler);
  void dispatchClauses(const Try& handler, Value* exception);
  void dispatchArms(const Try& handler, Value* exception);
  void passOn(ir::LabelId outer, Value* exception);
  Value* hasTag(Value* exception, std::uint32_t tag);
  void readValues(Value* exception, std::uint32_t tag, ir::Var var);

  // Blocks
  llvm::BasicBlock* newBlock();
  void startBlock(llvm::BasicBlock* block);
  void jumpTo(llvm::BasicBlock* block);
  bool isOpen() const { return builder_.GetInsertBlock()->getTerminator() == nullptr; }
  void at(const Node& node);

  struct LabelBlocks {
    llvm::BasicBlock* target = nullptr;    ///< of branches
    llvm::BasicBlock* otherArm = nullptr;  ///< of an `if`, until its `else` or end
  };

  ModuleEmitter& module_;
  const wasm::Module& wasm_;
  const ir::Function& tree_;
  llvm::Function& function_;
  llvm::IRBuilder<> builder_;
  llvm::BasicBlock* entry_ = nullptr;
  llvm::AllocaInst* outArea_ = nullptr;    ///< for operands of `callOut`
  llvm::AllocaInst* exception_ = nullptr;  ///< on its way to a handler
  std::uint32_t outSlots_ = 0;
  Value* context_ = nullptr;
  Value* base_ = nullptr;
  std::vector<LabelBlocks> labels_;
  std::vector<Try> tries_;
  Stretch stretch_;
  std::vector<std::uint8_t> readKinds_;  ///< bit `Kind` for each variable
  std::map<std::pair<ir::Var, Kind>, llvm::AllocaInst*> cells_;
};

}  // namespace wald::codegen
