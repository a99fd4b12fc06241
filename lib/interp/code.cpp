#include "interp/code.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "interp/handlers.h"
#include "interp/interp.h"
#include "interp/lowering.h"
#include "runtime/fault.h"

namespace wald::interp {

std::uint32_t FunctionCode::offsetAt(std::uint32_t position) const {
  const auto after = std::ranges::upper_bound(places, position, {}, &Place::node);
  return after == places.begin() ? 0 : std::prev(after)->offset;
}

std::uint32_t FunctionCode::refundAt(std::uint32_t position) const {
  const auto after = std::ranges::upper_bound(places, position, {}, &Place::node);
  if (refunds.empty() || after == places.begin()) return 0;
  return refunds[static_cast<std::size_t>(after - places.begin()) - 1];
}

const FunctionCode::PaidBranch& FunctionCode::paidBranchAt(std::uint32_t field) const {
  return *std::ranges::lower_bound(paidBranches, field, {}, &PaidBranch::field);
}

std::int32_t FunctionCode::tryAt(std::uint32_t position) const {
  const auto after = std::ranges::upper_bound(tries, position, {}, &TryRange::begin);
  auto i = static_cast<std::int32_t>(after - tries.begin()) - 1;
  while (i >= 0 && tries[static_cast<std::size_t>(i)].end <= position) {
    i = tries[static_cast<std::size_t>(i)].enclosing;
  }
  return i;
}

void FunctionCode::setSafePoints(Handler handler) const {
  for (const SafePoint& point : safePoints) {
    std::uint64_t* const node = nodes.get() + point.node / sizeof(std::uint64_t);
    const auto value = std::bit_cast<std::uint64_t>(handler != nullptr ? handler : point.handler);
    __atomic_store_n(node, value, __ATOMIC_RELAXED);
  }
}

ModuleCode::ModuleCode(runtime::Engine& engine, std::shared_ptr<const ir::ValidModule> module,
                       std::vector<wasm::TypeId> types)
    : engine_(engine), module_(std::move(module)), types_(std::move(types)),
      hasObjects_(std::ranges::any_of(module_->module().types, [](const wasm::SubType& type) {
        return type.comp.kind != wasm::CompKind::Func;
      })) {
  engine_.addWatcher(*this);
}

ModuleCode::~ModuleCode() { engine_.removeWatcher(*this); }

const std::atomic<const void*>* ModuleCode::entries(MemoryMode mode) const {
  const std::lock_guard lock(mutex_);
  Variant& variant = variantOf(mode);
  if (!variant.entries) {
    const std::size_t count = module_->module().codes.size();
    variant.stubs = std::make_unique_for_overwrite<StubNode[]>(count);
    variant.entries = std::make_unique_for_overwrite<std::atomic<const void*>[]>(count);
    for (std::size_t i = 0; i < count; ++i) {
      variant.stubs[i] = {handlers::buildStub, static_cast<std::uint32_t>(i),
                          static_cast<std::uint32_t>(mode)};
      variant.entries[i].store(&variant.stubs[i], std::memory_order_relaxed);
    }
  }
  return variant.entries.get();
}

Result<void> ModuleCode::prepare(runtime::Store& /*store*/,
                                 std::span<runtime::Memory* const> /*memories*/) const {
  if (engine_.config().signals) runtime::installFaultHandlers();
  return {};
}

Result<const std::uint8_t*> ModuleCode::build(std::uint32_t definedFunction,
                                              MemoryMode mode) const {
  const auto* places = entries(mode);
  const std::lock_guard lock(mutex_);
  Variant& variant = variantOf(mode);
  const void* present = places[definedFunction].load(std::memory_order_acquire);
  if (present != &variant.stubs[definedFunction]) return static_cast<const std::uint8_t*>(present);
  engine_.noteInterpreted();
  WALD_TRY_ASSIGN(tree,
                  module_->buildTree(definedFunction, {.countsFuel = engine_.config().countsFuel(),
                                                       .arena = std::move(spareArena_)}));
  WALD_TRY_ASSIGN(code, lower(*this, *tree, mode, places));
  spareArena_ = std::move(tree->arena);
  spareArena_.clear();
  const std::uint8_t* begin = code->begin();
  if (isWatching_) code->setSafePoints(handlers::lookForStop);
  built_.emplace(begin, std::move(code));
  variant.entries[definedFunction].store(begin, std::memory_order_release);
  return begin;
}

void ModuleCode::watchForStop() const {
  const std::lock_guard lock(mutex_);
  if (std::exchange(isWatching_, true)) return;
  for (const auto& [begin, code] : built_) code->setSafePoints(handlers::lookForStop);
}

Handler ModuleCode::passSafePoint(const std::uint8_t* pc) const {
  const std::lock_guard lock(mutex_);
  // Whoever begins to watch counts first, and then waits for the lock.
  if (!engine_.isWatching() && std::exchange(isWatching_, false)) {
    for (const auto& [begin, code] : built_) code->setSafePoints(nullptr);
  }
  const FunctionCode& code = *find(pc);
  const auto point =
      std::ranges::lower_bound(code.safePoints, static_cast<std::uint32_t>(pc - code.begin()), {},
                               &FunctionCode::SafePoint::node);
  return point->handler;
}

const FunctionCode* ModuleCode::codeAt(const std::uint8_t* pc) const {
  const std::lock_guard lock(mutex_);
  return find(pc);
}

const FunctionCode* ModuleCode::find(const std::uint8_t* pc) const {
  auto after = built_.upper_bound(pc);
  if (after == built_.begin()) return nullptr;
  const FunctionCode& code = *std::prev(after)->second;
  return pc < code.begin() + code.size ? &code : nullptr;
}

Result<std::shared_ptr<const runtime::Module>>
load(runtime::Engine& engine, std::shared_ptr<const ir::ValidModule> module, std::string name) {
  auto types = engine.addTypes(module->module());
  auto code = std::make_shared<const ModuleCode>(engine, std::move(module), types);
  const wasm::Module& wasm = code->valid().module();
  return std::shared_ptr<const runtime::Module>(std::make_shared<runtime::Module>(
      runtime::Module{engine, wasm, std::move(types), std::move(code), std::move(name)}));
}

}  // namespace wald::interp
