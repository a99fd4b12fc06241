#include "codegen/emit_module.h"

#include <fmt/format.h>

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/DerivedTypes.h>

#include "codegen/function_emitter.h"
#include "codegen/module_emitter.h"
#include "ir/tree.h"
#include "wasm/native_layout.h"

namespace wald::codegen {

namespace native = wasm::native;

std::string symbolOf(std::uint32_t definedFunction) { return fmt::format("f{}", definedFunction); }

ModuleEmitter::ModuleEmitter(llvm::LLVMContext& context, const ir::ValidModule& module,
                             const EmitOptions& options)
    : context_(context), module_(module), options_(options),
      llvm_(std::make_unique<llvm::Module>("wasm", context)), debug_(*llvm_) {
  llvm_->addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  llvm_->addModuleFlag(llvm::Module::Warning, "Dwarf Version", 4);
  // Exact at every instruction: a fault can be anywhere.
  llvm_->setUwtable(llvm::UWTableKind::Async);
  file_ = debug_.createFile("wasm", "");
  debug_.createCompileUnit(llvm::dwarf::DW_LANG_C, file_, "wald", true, "", 0, "",
                           llvm::DICompileUnit::LineTablesOnly);
  scopeType_ = debug_.createSubroutineType(debug_.getOrCreateTypeArray({}));

  llvm::Type* const pointer = llvm::PointerType::get(context, 0);
  llvm::Type* const integer = llvm::Type::getInt64Ty(context);
  if (isUniform()) {
    llvm::Type* const vector = llvm::FixedVectorType::get(integer, 2);
    std::vector<llvm::Type*> parameters(firstParameter, pointer);
    parameters.insert(parameters.end(), native::integerRegisters, integer);
    parameters.insert(parameters.end(), native::vectorRegisters, vector);
    uniform_ = llvm::FunctionType::get(llvm::StructType::get(context, {integer, vector}),
                                       parameters, false);
  }
  callOutType_ =
      llvm::FunctionType::get(integer, {pointer, integer, pointer, integer, integer}, false);
}

llvm::Type* ModuleEmitter::typeOf(wasm::Kind kind) const {
  switch (kind) {
    case wasm::Kind::I32: return llvm::Type::getInt32Ty(context_);
    case wasm::Kind::I64:
    case wasm::Kind::Ref: return llvm::Type::getInt64Ty(context_);
    case wasm::Kind::F32: return llvm::Type::getFloatTy(context_);
    case wasm::Kind::F64: return llvm::Type::getDoubleTy(context_);
    case wasm::Kind::V128: return llvm::FixedVectorType::get(llvm::Type::getInt64Ty(context_), 2);
  }
  return nullptr;
}

llvm::FunctionType* ModuleEmitter::prototype(const wasm::CompType& type) const {
  if (isUniform()) return uniform_;
  std::vector<llvm::Type*> parameters(firstParameter, llvm::PointerType::get(context_, 0));
  ParameterPlaces places(false);
  for (const wasm::ValType param : type.params) {
    if (places.next(param.kind()).parameter) parameters.push_back(typeOf(param.kind()));
  }
  llvm::Type* const result =
      type.results.empty() ? llvm::Type::getVoidTy(context_) : typeOf(type.results[0].kind());
  return llvm::FunctionType::get(result, parameters, false);
}

llvm::Function* ModuleEmitter::function(std::uint32_t definedFunction) {
  return declare(symbolOf(definedFunction),
                 wasm().functionType(wasm().importedFunctions + definedFunction));
}

llvm::Function* ModuleEmitter::declare(const std::string& name, const wasm::CompType& type) {
  if (llvm::Function* present = llvm_->getFunction(name)) return present;
  auto* function =
      llvm::Function::Create(prototype(type), llvm::Function::ExternalLinkage, name, *llvm_);
  // Calls are relative and need no table.
  function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  function->setDSOLocal(true);
  function->addParamAttr(callerParameter, llvm::Attribute::Nest);
  return function;
}

llvm::Function* ModuleEmitter::define(std::uint32_t definedFunction) {
  llvm::Function* const result = function(definedFunction);
  addAttributes(*result);
  result->setSubprogram(debug_.createFunction(file_, result->getName(), "", file_, 1, scopeType_, 1,
                                              llvm::DINode::FlagZero,
                                              llvm::DISubprogram::SPFlagDefinition));
  return result;
}

void ModuleEmitter::addAttributes(llvm::Function& function) {
  function.setUWTableKind(llvm::UWTableKind::Async);
  // A frame of a trap is a function of the module.
  function.addFnAttr(llvm::Attribute::NoInline);
  // Loops stay loops: there is nothing to call.
  function.addFnAttr("no-builtins");
  // Endless recursion exhausts the stack, and every call has a frame: only what the module says is a tail call.
  function.addFnAttr("disable-tail-calls", "true");
  if (options_.useSignals) {
    // A frame larger than the stack's guard must not step over it.
    function.addFnAttr("probe-stack", "inline-asm");
  } else {
    // It looks for the stack's end when it has its frame already; a larger one is an error.
    function.addFnAttr("warn-stack-size", std::to_string(native::unprobedFrame));
  }
  if (!options_.cpu.empty()) function.addFnAttr("target-cpu", options_.cpu);
  if (!options_.features.empty()) function.addFnAttr("target-features", options_.features);
}

llvm::Function* ModuleEmitter::personality() {
  constexpr const char* name = "wald_personality";
  if (llvm::Function* present = llvm_->getFunction(name)) return present;
  auto* type = llvm::FunctionType::get(llvm::Type::getInt32Ty(context_), true);
  return llvm::Function::Create(type, llvm::Function::ExternalLinkage, name, *llvm_);
}

const wasm::TypeInfo& ModuleEmitter::infoOf(std::uint32_t type) {
  const auto found = infos_.find(type);
  if (found != infos_.end()) return found->second;
  return infos_.emplace(type, wasm::makeTypeInfo(module_.typeIds()[type], module_.types()))
      .first->second;
}

std::unique_ptr<llvm::Module> ModuleEmitter::finish() {
  debug_.finalize();
  return std::move(llvm_);
}

Result<std::unique_ptr<llvm::Module>> emitModule(llvm::LLVMContext& context,
                                                 const ir::ValidModule& module, Partition partition,
                                                 const EmitOptions& options) {
  ModuleEmitter emitter(context, module, options);
  for (std::uint32_t i = partition.begin; i < partition.end; ++i) {
    WALD_TRY_ASSIGN(tree, module.buildTree(i, {.countsFuel = options.countFuel}));
    FunctionEmitter(emitter, *tree, *emitter.define(i)).run();
  }
  if (partition.end == module.module().codes.size()) emitter.defineTables();
  return emitter.finish();
}

}  // namespace wald::codegen
