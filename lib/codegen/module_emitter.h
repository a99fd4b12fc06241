#pragma once

#include <map>
#include <optional>

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/Module.h>

#include "codegen/closed_table.h"
#include "codegen/emit_module.h"
#include "wasm/native_layout.h"
#include "wasm/type_info.h"

namespace wald::codegen {

/// A closed table in the code, by which calls through it go: for each element an i32, from the table's start to the function's code,
/// and the function's type as an id of the module's, an i32 too.
struct CodeTable {
  /// Of null, and of a function whose type is not known: the call looks into the table itself.
  static constexpr std::uint32_t noType = ~std::uint32_t{0};

  ClosedTable contents;
  llvm::GlobalVariable* entries = nullptr;
};

/// The parameters of functions: context, base, the caller's context, and from here on the arguments.
inline constexpr unsigned callerParameter = 2;
inline constexpr unsigned firstParameter = 3;

/// Tells where functions take their arguments, one after another.
class ParameterPlaces {
public:
  struct Place {
    std::optional<unsigned> parameter;  ///< of the prototype; none: it is in the overflow area
    unsigned slot;                      ///< there
  };

  explicit ParameterPlaces(bool isUniform) : isUniform_(isUniform) {}

  Place next(wasm::Kind kind) {
    using In = wasm::native::Place::In;
    const wasm::native::Place place = places_.next(kind);
    if (place.in == In::Overflow) return {std::nullopt, place.slot};
    if (!isUniform_) return {next_++, place.slot};
    const unsigned first = place.in == In::Vectors ? wasm::native::integerRegisters : 0;
    return {firstParameter + first + place.index, place.slot};
  }

private:
  wasm::native::Places places_;
  bool isUniform_;
  unsigned next_ = firstParameter;
};

/// What the functions of one LLVM module share: types, declarations and the wasm module they come from.
class ModuleEmitter {
public:
  ModuleEmitter(llvm::LLVMContext& context, const ir::ValidModule& module,
                const EmitOptions& options);

  llvm::LLVMContext& context() { return context_; }
  const ir::ValidModule& valid() const { return module_; }
  const wasm::Module& wasm() const { return module_.module(); }
  const EmitOptions& options() const { return options_; }

  /// The prototype of functions of a type (see the README).
  llvm::FunctionType* prototype(const wasm::CompType& type) const;
  /// Whether all functions have the same prototype, with every register.
  bool isUniform() const { return module_.codeFacts().hasTailCalls; }
  /// Of the way out of compiled code.
  llvm::FunctionType* callOutType() const { return callOutType_; }
  llvm::Type* typeOf(wasm::Kind kind) const;

  /// A defined function, declared if it is not among those of this LLVM module.
  llvm::Function* function(std::uint32_t definedFunction);
  /// Makes a defined function's body be expected here: with attributes and a scope for locations.
  llvm::Function* define(std::uint32_t definedFunction);
  /// Null if the table is not closed, or has no functions.
  const CodeTable* codeTable(std::uint32_t table);
  /// Defines the tables of the whole module here, and what they refer to besides the module's functions.
  void defineTables();
  /// What an exception handler needs to be valid IR; it is never linked.
  llvm::Function* personality();

  /// The layout of an object of the module's type.
  const wasm::TypeInfo& infoOf(std::uint32_t type);

  std::unique_ptr<llvm::Module> finish();

private:
  llvm::Function* declare(const std::string& name, const wasm::CompType& type);
  void addAttributes(llvm::Function& function);
  llvm::Function* thunk(std::uint32_t importedFunction);

  llvm::LLVMContext& context_;
  const ir::ValidModule& module_;
  const EmitOptions& options_;
  std::unique_ptr<llvm::Module> llvm_;
  llvm::DIBuilder debug_;
  llvm::DIFile* file_ = nullptr;
  llvm::DISubroutineType* scopeType_ = nullptr;
  llvm::FunctionType* uniform_ = nullptr;  ///< null unless `isUniform`
  llvm::FunctionType* callOutType_ = nullptr;
  std::map<std::uint32_t, wasm::TypeInfo> infos_;
  std::map<std::uint32_t, std::optional<CodeTable>> tables_;
};

}  // namespace wald::codegen
