#pragma once

#include <map>

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/Module.h>

#include "codegen/emit_module.h"
#include "wasm/type_info.h"

namespace wald::codegen {

/// What the functions of one LLVM module share: types, declarations and the wasm module they come from.
class ModuleEmitter {
public:
  ModuleEmitter(llvm::LLVMContext& context, const ir::ValidModule& module,
                const EmitOptions& options);

  llvm::LLVMContext& context() { return context_; }
  const ir::ValidModule& valid() const { return module_; }
  const wasm::Module& wasm() const { return module_.module(); }
  const EmitOptions& options() const { return options_; }

  /// The prototype of every compiled function (see the README).
  llvm::FunctionType* prototype() const { return prototype_; }
  /// Of the way out of compiled code.
  llvm::FunctionType* callOutType() const { return callOutType_; }
  llvm::Type* typeOf(wasm::Kind kind) const;

  /// A defined function, declared if it is not among those of this LLVM module.
  llvm::Function* function(std::uint32_t definedFunction);
  /// Makes a defined function's body be expected here: with attributes and a scope for locations.
  llvm::Function* define(std::uint32_t definedFunction);
  /// What an exception handler needs to be valid IR; it is never linked.
  llvm::Function* personality();

  /// The layout of an object of the module's type.
  const wasm::TypeInfo& infoOf(std::uint32_t type);

  std::unique_ptr<llvm::Module> finish();

private:
  llvm::LLVMContext& context_;
  const ir::ValidModule& module_;
  const EmitOptions& options_;
  std::unique_ptr<llvm::Module> llvm_;
  llvm::DIBuilder debug_;
  llvm::DIFile* file_ = nullptr;
  llvm::DISubroutineType* scopeType_ = nullptr;
  llvm::FunctionType* prototype_ = nullptr;
  llvm::FunctionType* callOutType_ = nullptr;
  std::map<std::uint32_t, wasm::TypeInfo> infos_;
};

}  // namespace wald::codegen
