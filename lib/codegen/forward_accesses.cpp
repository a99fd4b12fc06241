#include "codegen/forward_accesses.h"

#include <cstdint>
#include <optional>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

namespace wald::codegen {

using llvm::Value;

namespace {

/// An address in memory 0: a value of the guest (null: 0) and a distance behind it, added without wrapping.
struct Place {
  const Value* index = nullptr;
  std::uint64_t offset = 0;
};

/// What lies at a place.
struct Known {
  Place place;
  std::uint64_t bytes = 0;
  Value* value = nullptr;
};
using State = llvm::SmallVector<Known, 8>;
/// More are forgotten, the oldest first: the search is linear.
constexpr std::size_t mostKnown = 32;

class Forwarder {
public:
  explicit Forwarder(llvm::Function& function)
      : base_(function.getArg(1)), layout_(function.getParent()->getDataLayout()) {}

  bool run(llvm::Function& function) {
    for (llvm::BasicBlock* block : llvm::ReversePostOrderTraversal<llvm::Function*>(&function)) {
      // With one way to come there, what was known before is.
      State state;
      if (const llvm::BasicBlock* const before = block->getSinglePredecessor()) {
        const auto found = ends_.find(before);
        if (found != ends_.end()) state = found->second;
      }
      for (llvm::Instruction& instruction : llvm::make_early_inc_range(*block))
        visit(instruction, state);
      ends_[block] = std::move(state);
    }
    return hasChanged_;
  }

private:
  std::optional<Place> placeOf(const Value* pointer) const {
    const auto* const sum = llvm::dyn_cast<llvm::GetElementPtrInst>(pointer);
    if (sum == nullptr || sum->getPointerOperand() != base_ || sum->getNumIndices() != 1 ||
        !sum->getSourceElementType()->isIntegerTy(8)) {
      return std::nullopt;
    }
    Place place{sum->getOperand(1), 0};
    const auto* const add = llvm::dyn_cast<llvm::AddOperator>(place.index);
    if (add != nullptr && add->hasNoUnsignedWrap()) {
      if (const auto* const offset = llvm::dyn_cast<llvm::ConstantInt>(add->getOperand(1)))
        place = {add->getOperand(0), offset->getZExtValue()};
    }
    if (const auto* const whole = llvm::dyn_cast<llvm::ConstantInt>(place.index))
      return Place{nullptr, place.offset + whole->getZExtValue()};
    if (const auto* const wide = llvm::dyn_cast<llvm::ZExtInst>(place.index))
      place.index = wide->getOperand(0);
    return place;
  }

  void visit(llvm::Instruction& instruction, State& state) {
    if (auto* const load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
      if (load->isAtomic()) return state.clear();
      if (const auto place = placeOf(load->getPointerOperand())) visitLoad(*load, *place, state);
    } else if (auto* const store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
      if (store->isAtomic()) return state.clear();
      Value* const pointer = store->getPointerOperand();
      if (const auto place = placeOf(pointer)) {
        visitStore(*store, *place, state);
      } else if (!llvm::isa<llvm::AllocaInst>(llvm::getUnderlyingObject(pointer))) {
        // Another memory may be the same one.
        state.clear();
      }
    } else if (instruction.mayWriteToMemory()) {
      state.clear();
    }
  }

  void visitLoad(llvm::LoadInst& load, const Place& place, State& state) {
    llvm::Type* const type = load.getType();
    const std::uint64_t bytes = layout_.getTypeStoreSize(type);
    for (const Known& known : state) {
      if (known.place.index != place.index || known.place.offset != place.offset ||
          known.bytes != bytes) {
        continue;
      }
      llvm::IRBuilder<> builder(&load);
      load.replaceAllUsesWith(builder.CreateBitCast(known.value, type));
      load.eraseFromParent();
      hasChanged_ = true;
      return;
    }
    remember({place, bytes, &load}, state);
  }

  void visitStore(llvm::StoreInst& store, const Place& place, State& state) {
    Value* const value = store.getValueOperand();
    const std::uint64_t bytes = layout_.getTypeStoreSize(value->getType());
    llvm::erase_if(state, [&](const Known& known) {
      return known.place.index != place.index || (known.place.offset < place.offset + bytes &&
                                                  place.offset < known.place.offset + known.bytes);
    });
    remember({place, bytes, value}, state);
  }

  static void remember(const Known& known, State& state) {
    if (state.size() == mostKnown) state.erase(state.begin());
    state.push_back(known);
  }

  const Value* base_;
  const llvm::DataLayout& layout_;
  llvm::DenseMap<const llvm::BasicBlock*, State> ends_;
  bool hasChanged_ = false;
};

}  // namespace

llvm::PreservedAnalyses ForwardAccessesPass::run(llvm::Function& function,
                                                 llvm::FunctionAnalysisManager&) {
  if (function.arg_size() < 2 || !Forwarder(function).run(function))
    return llvm::PreservedAnalyses::all();
  llvm::PreservedAnalyses preserved;
  preserved.preserveSet<llvm::CFGAnalyses>();
  return preserved;
}

}  // namespace wald::codegen
