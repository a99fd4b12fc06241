#include "aot/native_code.h"

#include <algorithm>

#include "aot/call_out.h"
#include "aot/code_registry.h"
#include "aot/run.h"
#include "runtime/fault.h"
#include "runtime/store.h"

namespace wald::aot {

namespace {

/// The last row at or before a position; null if there is none.
template <typename Row>
const Row* rowAt(std::span<const Row> rows, std::uint32_t position, std::uint32_t Row::* start) {
  const auto after = std::ranges::upper_bound(rows, position, {}, start);
  return after == rows.begin() ? nullptr : &*std::prev(after);
}

/// Whether the functions are those of the module.
bool fits(const artifact::Tables& tables, const wasm::Module& module) {
  const auto& functions = tables.functions;
  // The module may come without its code section.
  const std::size_t defined = module.functions.size() - module.importedFunctions;
  return functions.size() == defined + 1 && functions.back() <= tables.code.size() &&
         (defined == 0 || !tables.unwindShapes.empty());
}

/// Whether what is looked up by the numbers of the tables of frames will be found.
bool isConsistent(const artifact::Tables& tables) {
  const auto hasShape = [&](const artifact::UnwindRow& row) {
    return row.shape < tables.unwindShapes.size();
  };
  const auto isInCode = [&](const artifact::LandingPad& pad) {
    return pad.pad < tables.code.size();
  };
  return std::ranges::all_of(tables.unwindRows, hasShape) &&
         std::ranges::all_of(tables.landingPads, isInCode);
}

Error tablesError() {
  return Error(ErrorKind::Internal, "the tables of compiled code do not fit its module");
}

}  // namespace

NativeCode::NativeCode(std::shared_ptr<const ir::ValidModule> module, MappedCode code,
                       std::string name)
    : module_(std::move(module)), code_(std::move(code)), name_(std::move(name)) {
  registerCode(*this);
}

NativeCode::~NativeCode() { unregisterCode(*this); }

const std::optional<Error>& NativeCode::damage() const {
  std::call_once(isChecked_, [this] {
    for (const artifact::Unchecked& section : code_.unchecked) {
      if (auto checked = artifact::verify(section); !checked) {
        damage_ = std::move(checked).error();
        return;
      }
    }
    if (!isConsistent(tables())) damage_ = tablesError();
  });
  return damage_;
}

std::uint32_t NativeCode::functionAt(std::uint32_t position) const {
  const auto& functions = tables().functions;
  const auto after = std::ranges::upper_bound(functions, position);
  const auto defined = after == functions.begin() ? 0 : after - functions.begin() - 1;
  return module().importedFunctions + static_cast<std::uint32_t>(defined);
}

std::uint32_t NativeCode::offsetAt(std::uint32_t position) const {
  const auto* site = rowAt(tables().callSites, position, &artifact::CallSite::code);
  return site == nullptr ? 0 : site->offset;
}

const artifact::UnwindShape& NativeCode::shapeAt(std::uint32_t position) const {
  const auto* row = rowAt(tables().unwindRows, position, &artifact::UnwindRow::code);
  return tables().unwindShapes[row == nullptr ? 0 : row->shape];
}

const std::uint8_t* NativeCode::landingPadAt(std::uint32_t position) const {
  const auto* pad = rowAt(tables().landingPads, position, &artifact::LandingPad::begin);
  return pad != nullptr && position < pad->end ? begin() + pad->pad : nullptr;
}

runtime::Code::NativeEntry NativeCode::nativeEntry(std::uint32_t definedFunction) const {
  return {begin() + tables().functions[definedFunction], runUniformly};
}

Result<void> NativeCode::prepare(runtime::Store& store,
                                 std::span<runtime::Memory* const> memories) const {
  if (!std::ranges::all_of(memories, &runtime::Memory::isFixed)) {
    return Error(ErrorKind::Unsupported,
                 "compiled code needs memories that do not move (Config::fixedMemories)");
  }
  const bool hasSignals = store.engine().config().signals;
  if (hasSignals) runtime::installFaultHandlers();
  runtime::NativeState& native = store.native();
  WALD_TRY(native.mapStack(store.limits().stackBytes, hasSignals, store.engine().pool()));
  native.callOut = callOut;
  native.foreignCall = callForeign;
  return {};
}

runtime::Outcome NativeCode::invoke(runtime::Store& store, const runtime::Function& function,
                                    runtime::Slot* slots) const {
  return run(store, function, slots);
}

Result<std::shared_ptr<const runtime::Module>> load(runtime::Engine& engine,
                                                    std::shared_ptr<const ir::ValidModule> module,
                                                    MappedCode code, std::string name) {
  if (!fits(code.tables, module->module())) return tablesError();
  auto types = engine.addTypes(module->module());
  auto native = std::make_shared<const NativeCode>(std::move(module), std::move(code), name);
  const wasm::Module& wasm = native->module();
  return std::shared_ptr<const runtime::Module>(std::make_shared<runtime::Module>(
      runtime::Module{engine, wasm, std::move(types), std::move(native), std::move(name)}));
}

}  // namespace wald::aot
