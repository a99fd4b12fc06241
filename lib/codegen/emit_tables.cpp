#include <fmt/format.h>

#include <llvm/IR/Constants.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/MDBuilder.h>

#include "codegen/function_emitter.h"
#include "codegen/module_emitter.h"

// Closed tables, and calls through them: a load of the entry, a comparison of its type and the call, with the caller's own context.
// Whatever is not as expected is found out at the table itself.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::BasicBlock;
using llvm::Constant;
using llvm::ConstantExpr;
using llvm::Value;

namespace {

constexpr unsigned entryBytes = 8;
constexpr unsigned typeOffset = 4;

}  // namespace

const CodeTable* ModuleEmitter::codeTable(std::uint32_t table) {
  const auto [found, isNew] = tables_.try_emplace(table);
  auto& result = found->second;
  if (isNew) {
    auto contents = closedTable(module_, table);
    if (contents && !contents->functions.empty()) {
      auto* const word = llvm::Type::getInt32Ty(context_);
      auto* const type =
          llvm::ArrayType::get(llvm::ArrayType::get(word, 2), contents->functions.size());
      auto* const entries =
          new llvm::GlobalVariable(*llvm_, type, true, llvm::GlobalValue::ExternalLinkage, nullptr,
                                   fmt::format("table{}", table));
      entries->setVisibility(llvm::GlobalValue::HiddenVisibility);
      entries->setDSOLocal(true);
      entries->setAlignment(llvm::Align(entryBytes));
      result = CodeTable{std::move(*contents), entries};
    }
  }
  return result ? &*result : nullptr;
}

/// The code of an imported function as a table has it: it is called with the context of its caller.
llvm::Function* ModuleEmitter::thunk(std::uint32_t importedFunction) {
  llvm::Function* const result =
      declare(fmt::format("import{}", importedFunction), wasm().functionType(importedFunction));
  if (!result->isDeclaration()) return result;
  addAttributes(*result);
  llvm::IRBuilder<> builder(BasicBlock::Create(context_, "", result));
  const auto load = [&](Value* from, std::uint64_t offset) {
    Value* const at = builder.CreateConstGEP1_64(builder.getInt8Ty(), from, offset);
    return builder.CreateLoad(builder.getPtrTy(), at);
  };
  Value* const context = result->getArg(0);
  Value* const functions = load(context, native::context::functions);
  Value* const function = load(functions, std::uint64_t{8} * importedFunction);
  std::vector<Value*> values;
  for (llvm::Argument& argument : result->args()) values.push_back(&argument);
  values[0] = load(function, native::function::nativeContext);
  values[1] = load(function, native::function::nativeBase);
  values[2] = context;
  Value* const entry = load(function, native::function::entry);
  llvm::CallInst* const call = builder.CreateCall(result->getFunctionType(), entry, values);
  call->addParamAttr(callerParameter, llvm::Attribute::Nest);
  call->setTailCallKind(llvm::CallInst::TCK_MustTail);
  call->getType()->isVoidTy() ? builder.CreateRetVoid() : builder.CreateRet(call);
  return result;
}

void ModuleEmitter::defineTables() {
  auto* const word = llvm::Type::getInt32Ty(context_);
  auto* const pointerBits = llvm::Type::getInt64Ty(context_);
  auto* const entryType = llvm::ArrayType::get(word, 2);
  for (std::uint32_t i = 0; i < wasm().tables.size(); ++i) {
    const CodeTable* const table = codeTable(i);
    if (table == nullptr) continue;
    Constant* const start = ConstantExpr::getPtrToInt(table->entries, pointerBits);
    std::vector<Constant*> entries;
    for (const std::uint32_t index : table->contents.functions) {
      Constant* distance = llvm::ConstantInt::get(word, 0);
      std::uint32_t type = CodeTable::noType;
      if (index != ClosedTable::none && hasKnownType(wasm(), index)) {
        llvm::Function* const code = wasm().isImportedFunction(index)
                                         ? thunk(index)
                                         : function(index - wasm().importedFunctions);
        Constant* const address = ConstantExpr::getPtrToInt(code, pointerBits);
        distance = ConstantExpr::getTrunc(ConstantExpr::getSub(address, start), word);
        type = module_.typeIds()[wasm().functions[index].type];
      }
      entries.push_back(
          llvm::ConstantArray::get(entryType, {distance, llvm::ConstantInt::get(word, type)}));
    }
    auto* const arrayType = llvm::cast<llvm::ArrayType>(table->entries->getValueType());
    table->entries->setInitializer(llvm::ConstantArray::get(arrayType, entries));
  }
}

FunctionEmitter::Callee FunctionEmitter::indirectCallee(const Node& node, Value* index) {
  if (const CodeTable* const table = module_.codeTable(node.b)) {
    return closedCallee(node, *table, index);
  }
  return foreignCallee(indirectFunction(node, index));
}

FunctionEmitter::Callee FunctionEmitter::closedCallee(const Node& node, const CodeTable& table,
                                                      Value* index) {
  BasicBlock* const inside = newBlock();
  BasicBlock* const other = newBlock();
  BasicBlock* const match = newBlock();
  llvm::MDNode* const likely = llvm::MDBuilder(module_.context()).createLikelyBranchWeights();
  Value* const wide = toIntegerRegister(index);
  Value* const isInside = builder_.CreateICmpULT(wide, word(table.contents.functions.size()));
  builder_.CreateCondBr(isInside, inside, other, likely);

  startBlock(inside);
  Value* const entry = builder_.CreateGEP(builder_.getInt64Ty(), table.entries, wide);
  Value* const type = invariantLoad(builder_.getInt32Ty(), pointerAt(entry, typeOffset));
  Value* const isExpected =
      builder_.CreateICmpEQ(type, builder_.getInt32(module_.valid().typeIds()[node.a]));
  builder_.CreateCondBr(isExpected, match, other, likely);

  startBlock(other);
  Value* const function = indirectFunction(node, index);
  Callee open{};
  const bool mayBeRight = !wasm_.types[node.a].isFinal || table.contents.hasOpenTypes;
  if (mayBeRight) open = foreignCallee(function);
  BasicBlock* const otherEnd = builder_.GetInsertBlock();
  BasicBlock* const next = newBlock();
  if (mayBeRight) {
    builder_.CreateBr(next);
  } else {
    builder_.CreateUnreachable();
  }

  startBlock(match);
  Value* const distance =
      builder_.CreateSExt(invariantLoad(builder_.getInt32Ty(), entry), builder_.getInt64Ty());
  Value* const code = builder_.CreateGEP(builder_.getInt8Ty(), table.entries, distance);
  builder_.CreateBr(next);

  startBlock(next);
  Value* const noCaller = llvm::PoisonValue::get(builder_.getPtrTy());
  if (!mayBeRight) return {code, context_, base_, noCaller};
  const auto either = [&](Value* own, Value* others) {
    llvm::PHINode* const phi = builder_.CreatePHI(builder_.getPtrTy(), 2);
    phi->addIncoming(own, match);
    phi->addIncoming(others, otherEnd);
    return phi;
  };
  Callee callee{};
  callee.code = either(code, open.code);
  callee.context = either(context_, open.context);
  callee.base = either(base_, open.base);
  callee.caller = context_;
  return callee;
}

}  // namespace wald::codegen
