#include "codegen/hide_identities.h"

#include <map>
#include <utility>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallPtrSet.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

namespace wald::codegen {

using llvm::Constant;
using llvm::Instruction;
using llvm::Use;
using llvm::Value;

bool mayBeIdentity(const Constant& constant) {
  if (llvm::isa<llvm::UndefValue>(constant)) return false;
  if (const auto* number = llvm::dyn_cast<llvm::ConstantFP>(&constant)) {
    return number->isZero() || number->isExactlyValue(1.0) || number->isExactlyValue(-1.0);
  }
  if (const auto* vector = llvm::dyn_cast<llvm::FixedVectorType>(constant.getType())) {
    for (unsigned i = 0; i < vector->getNumElements(); ++i) {
      const Constant* const lane = constant.getAggregateElement(i);
      if (lane == nullptr || mayBeIdentity(*lane)) return true;
    }
    return false;
  }
  // Bits of a float: who knows which.
  return true;
}

Value* hidden(Value* value, Instruction* before) {
  llvm::Type* const type = value->getType();
  const bool isInteger = type->isIntegerTy();
  auto* const barrier = llvm::InlineAsm::get(llvm::FunctionType::get(type, {type}, false), "",
                                             isInteger ? "=r,0" : "=x,0", false);
  auto* const call = llvm::CallInst::Create(barrier, {value}, "", before->getIterator());
  call->setDoesNotAccessMemory();
  call->setDoesNotThrow();
  call->addFnAttr(llvm::Attribute::WillReturn);
  return call;
}

namespace {

/// Whether a register can hold values of a type.
bool canHide(const llvm::Type& type) {
  if (type.isVectorTy()) return type.getPrimitiveSizeInBits().getFixedValue() == 128;
  return type.isFloatTy() || type.isDoubleTy() || type.isIntegerTy(32) || type.isIntegerTy(64);
}

/// Hides what may become a constant operand of arithmetic.
class Hider {
public:
  void visit(Use& use) {
    open_.push_back(&use);
    while (!open_.empty()) {
      Use& next = *open_.back();
      open_.pop_back();
      look(next);
    }
  }
  bool hasChanged() const { return hasChanged_; }

private:
  void look(Use& use) {
    if (auto* const constant = llvm::dyn_cast<Constant>(use.get())) {
      if (mayBeIdentity(*constant) && canHide(*constant->getType())) hideConstant(use, constant);
      return;
    }
    auto* const instruction = llvm::dyn_cast<Instruction>(use.get());
    if (instruction == nullptr || !seen_.insert(instruction).second) return;
    if (passesOn(*instruction) && !hasUnusualParts(*instruction)) {
      for (Use& operand : instruction->operands()) {
        if (isPart(*instruction, operand)) open_.push_back(&operand);
      }
    } else if (llvm::isa<llvm::SIToFPInst, llvm::UIToFPInst>(instruction) ||
               passesOn(*instruction) || mayBeConstant(*instruction)) {
      hideResult(*instruction);
    }
  }

  /// Whether an instruction's value is one of its operands', or made of their parts.
  static bool passesOn(const Instruction& instruction) {
    if (const auto* call = llvm::dyn_cast<llvm::IntrinsicInst>(&instruction)) {
      return call->getIntrinsicID() == llvm::Intrinsic::fabs ||
             call->getIntrinsicID() == llvm::Intrinsic::copysign;
    }
    return llvm::isa<llvm::PHINode, llvm::SelectInst, llvm::InsertElementInst,
                     llvm::ExtractElementInst, llvm::ShuffleVectorInst, llvm::BitCastInst,
                     llvm::FreezeInst>(instruction) ||
           instruction.getOpcode() == Instruction::FNeg;
  }

  /// Whether constants of it could not be hidden themselves.
  static bool hasUnusualParts(const Instruction& instruction) {
    for (const Use& operand : instruction.operands()) {
      const auto* const constant = llvm::dyn_cast<Constant>(operand.get());
      if (constant != nullptr && isPart(instruction, operand) && mayBeIdentity(*constant) &&
          !canHide(*constant->getType())) {
        return true;
      }
    }
    return false;
  }

  static bool isPart(const Instruction& instruction, const Use& operand) {
    const unsigned number = operand.getOperandNo();
    if (llvm::isa<llvm::SelectInst>(instruction)) return number != 0;
    if (llvm::isa<llvm::InsertElementInst>(instruction)) return number != 2;
    if (llvm::isa<llvm::ExtractElementInst>(instruction)) return number == 0;
    if (llvm::isa<llvm::IntrinsicInst>(instruction)) return number == 0;
    return !llvm::isa<llvm::BasicBlock>(operand.get());
  }

  /// Whether passes may find out that an instruction always has, or on one way has, the same value.
  bool mayBeConstant(const Value& value, unsigned depth = 0) {
    // Chains can be as long as a function; no pass looks so far.
    constexpr unsigned mostDepth = 64;
    if (llvm::isa<Constant>(value) || depth == mostDepth) return true;
    const auto* const instruction = llvm::dyn_cast<Instruction>(&value);
    if (instruction == nullptr || instruction->mayReadOrWriteMemory()) return false;
    if (const auto* call = llvm::dyn_cast<llvm::CallInst>(instruction)) {
      if (!llvm::isa<llvm::IntrinsicInst>(call)) return false;
    }
    const auto [known, isNew] = constants_.try_emplace(instruction, true);
    if (!isNew) return known->second;
    const bool isAny = llvm::isa<llvm::PHINode, llvm::SelectInst>(instruction);
    bool result = !isAny;
    for (const Use& operand : instruction->operands()) {
      if (!isValue(*instruction, operand)) continue;
      const bool isConstant = mayBeConstant(*operand.get(), depth + 1);
      result = isAny ? result || isConstant : result && isConstant;
      if (result == isAny) break;
    }
    constants_[instruction] = result;
    return result;
  }

  static bool isValue(const Instruction& instruction, const Use& operand) {
    if (llvm::isa<llvm::SelectInst>(instruction)) return operand.getOperandNo() != 0;
    return !llvm::isa<llvm::Function>(operand.get());
  }

  void hideConstant(Use& use, Constant* constant) {
    auto* const user = llvm::cast<Instruction>(use.getUser());
    auto* const phi = llvm::dyn_cast<llvm::PHINode>(user);
    if (phi == nullptr) {
      use.set(hidden(constant, user));
    } else {
      llvm::BasicBlock* const from = phi->getIncomingBlock(use);
      // Several edges from one block must bring the same.
      Value*& value = edges_[{from, constant}];
      if (value == nullptr) value = hidden(constant, from->getTerminator());
      use.set(value);
    }
    hasChanged_ = true;
  }

  void hideResult(Instruction& instruction) {
    if (!canHide(*instruction.getType())) return;
    Instruction* const next = llvm::isa<llvm::PHINode>(instruction)
                                  ? &*instruction.getParent()->getFirstInsertionPt()
                                  : instruction.getNextNode();
    Value* const result = hidden(&instruction, next);
    instruction.replaceUsesWithIf(result, [&](const Use& use) { return use.getUser() != result; });
    hasChanged_ = true;
  }

  std::vector<Use*> open_;
  llvm::SmallPtrSet<Instruction*, 32> seen_;
  llvm::DenseMap<const Instruction*, bool> constants_;
  std::map<std::pair<llvm::BasicBlock*, Constant*>, Value*> edges_;
  bool hasChanged_ = false;
};

bool isArithmetic(const Instruction& instruction) {
  switch (instruction.getOpcode()) {
    case Instruction::FAdd:
    case Instruction::FSub:
    case Instruction::FMul:
    case Instruction::FDiv: return true;
    default: return false;
  }
}

/// A comparison from which passes learn that something is 1 or -1: what is equal to 0 may be -0.
bool isTelling(const Instruction& instruction) {
  const auto* const compare = llvm::dyn_cast<llvm::FCmpInst>(&instruction);
  if (compare == nullptr || !compare->isEquality()) return false;
  for (const Value* operand : compare->operands()) {
    const auto* constant = llvm::dyn_cast<llvm::ConstantFP>(operand);
    if (constant != nullptr && constant->isZero()) return false;
  }
  return true;
}

}  // namespace

llvm::PreservedAnalyses HideIdentitiesPass::run(llvm::Function& function,
                                                llvm::FunctionAnalysisManager&) {
  std::vector<Instruction*> users;
  for (Instruction& instruction : llvm::instructions(function)) {
    if (isArithmetic(instruction) || isTelling(instruction)) users.push_back(&instruction);
  }
  Hider hider;
  for (Instruction* user : users) {
    for (Use& operand : user->operands()) hider.visit(operand);
  }
  if (!hider.hasChanged()) return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses kept;
  kept.preserveSet<llvm::CFGAnalyses>();
  return kept;
}

}  // namespace wald::codegen
