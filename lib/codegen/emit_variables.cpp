#include "codegen/function_emitter.h"

// Variables of the tree as cells of the frame, and how a function begins.

namespace wald::codegen {

using llvm::Value;

namespace {

/// References are held as the integers that they are.
Kind cellKind(Kind kind) { return kind == Kind::Ref ? Kind::I64 : kind; }

std::uint8_t bitOf(Kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(cellKind(kind)));
}

constexpr Kind cellKinds[] = {Kind::I32, Kind::I64, Kind::F32, Kind::F64, Kind::V128};

}  // namespace

void FunctionEmitter::noteRead(ir::Var var, Kind kind) { readKinds_[var] |= bitOf(kind); }

/// Finds out as what variables are read: a branch copies its values without knowing what they are.
void FunctionEmitter::collectKinds() {
  std::vector<const Node*> open;
  std::vector<const Node*> branches;
  for (const Node* statement : tree_.statements) {
    open.push_back(statement);
    while (!open.empty()) {
      const Node& node = *open.back();
      open.pop_back();
      if (node.op == Opcode::LocalGet) noteRead(node.a, node.type);
      for (const Node* kid : node.kids) open.push_back(kid);
    }
    if (wasm::infoOf(statement->op).immediates == wasm::Immediates::Label ||
        statement->op == Opcode::BrTable || statement->op == Opcode::BrOnCast ||
        statement->op == Opcode::BrOnCastFail) {
      if (statement->c != 0) branches.push_back(statement);
    }
    if (statement->op == Opcode::Return && statement->kids.empty()) {
      ir::Var var = statement->b;
      for (const auto result : tree_.type->results) {
        noteRead(var, result.kind());
        var += wasm::slotsOf(result);
      }
    }
  }
  // What is copied is read as what its copy is read as.
  const auto spread = [&](const Node& node, ir::LabelId label) {
    const ir::Var target = tree_.labels[label].target;
    bool isNew = false;
    for (std::uint32_t i = 0; i < node.c; ++i) {
      std::uint8_t& kinds = readKinds_[node.b + i];
      const std::uint8_t all = kinds | readKinds_[target + i];
      isNew |= all != kinds;
      kinds = all;
    }
    return isNew;
  };
  for (bool isNew = true; isNew;) {
    isNew = false;
    for (auto node = branches.rbegin(); node != branches.rend(); ++node) {
      isNew |= spread(**node, (*node)->a);
      for (const ir::LabelId label : (*node)->labels()) isNew |= spread(**node, label);
    }
  }
}

llvm::AllocaInst* FunctionEmitter::cell(ir::Var var, Kind kind) {
  llvm::AllocaInst*& result = cells_[{var, cellKind(kind)}];
  if (result == nullptr) {
    const llvm::IRBuilderBase::InsertPointGuard guard(builder_);
    builder_.SetInsertPoint(entry_, entry_->begin());
    result = builder_.CreateAlloca(module_.typeOf(kind));
  }
  return result;
}

Value* FunctionEmitter::read(ir::Var var, Kind kind) {
  return builder_.CreateLoad(module_.typeOf(kind), cell(var, kind));
}

void FunctionEmitter::write(ir::Var var, Kind kind, Value* value) {
  builder_.CreateStore(value, cell(var, kind));
}

/// The values of a branch. They may overlap with their places, which lie below them.
void FunctionEmitter::copy(ir::Var from, ir::Var to, std::uint32_t slots) {
  for (std::uint32_t i = 0; i < slots; ++i) {
    for (const Kind kind : cellKinds) {
      if (readKinds_[to + i] & bitOf(kind)) write(to + i, kind, read(from + i, kind));
    }
  }
}

void FunctionEmitter::enter() {
  collectKinds();
  entry_ = llvm::BasicBlock::Create(module_.context(), "", &function_);
  builder_.SetInsertPoint(entry_);
  builder_.SetCurrentDebugLocation(llvm::DILocation::get(
      module_.context(), wasm_.codes[tree_.index - wasm_.importedFunctions].body.offset + 1, 0,
      function_.getSubprogram()));
  context_ = function_.getArg(0);
  base_ = function_.getArg(1);
  checkStack();
  checkStop();

  ParameterPlaces places(module_.isUniform());
  const std::size_t params = tree_.type->params.size();
  for (std::size_t i = 0; i < tree_.locals.size(); ++i) {
    const ir::Local& local = tree_.locals[i];
    const Kind kind = local.type.kind();
    if (i >= params) {
      write(local.var, kind, llvm::Constant::getNullValue(module_.typeOf(kind)));
      continue;
    }
    const auto place = places.next(kind);
    write(local.var, kind,
          place.parameter ? argument(*place.parameter, kind)
                          : loadSlot(kind, overflowSlot(place.slot)));
  }
}

}  // namespace wald::codegen
