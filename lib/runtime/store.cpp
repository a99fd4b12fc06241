#include "runtime/store.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/call_values.h"
#include "runtime/describe.h"
#include "runtime/marker.h"
#include "runtime/suspendable_call.h"
#include "wasm/references.h"

namespace wald::runtime {

namespace {

template <typename Items>
void shrink(Items& items, std::size_t size) {
  while (items.size() > size) items.pop_back();
}

}  // namespace

Result<std::unique_ptr<Store>> Store::create(Engine& engine, StoreOptions options) {
  const bool limitsFuel =
      options.limits.fuel || (options.budget != nullptr && options.budget->hasFuel);
  if (limitsFuel && !engine.config().countsFuel()) {
    return Error(ErrorKind::Usage, "the engine does not count fuel (Config::countFuel)");
  }
  return std::unique_ptr<Store>(new Store(engine, std::move(options)));
}

Store::Store(Engine& engine, StoreOptions options)
    : engine_(engine), limits_(options.limits),
      quota_(
          std::make_shared<Quota>(limits_, std::move(options.budget), std::move(options.mayGrow))),
      heap_({.maxBytes = limits_.gcHeapBytes,
             .stress = engine.config().gcStress,
             .quota = quota_.get()},
            *this) {
  setFuel(limits_.fuel.value_or(~std::uint64_t{0}));
  makeClock();
}

Store::~Store() {
  // As long as everything is there that the host may look at.
  heap_.releaseHostObjects();
}

Result<std::vector<Value>> Store::call(const Function& function, std::span<const Value> args,
                                       TrapPtr& trap) {
  const wasm::CompType& type = engine_.typeOf(function.type);
  WALD_TRY(checkArguments(*this, type, args));
  Slots slots(std::max(function.paramSlots, function.resultSlots));
  const TemporaryRoots roots(heap_, slots);
  packValues(args, slots);
  trap = callSlots(function, slots.data());
  if (trap) return std::vector<Value>();
  return unpackValues(type.results, slots);
}

TrapPtr Store::callSlots(const Function& function, Slot* slots) {
  if (callNested(function, nullptr, slots) == Outcome::Ok) return nullptr;
  if (!pending_) raise(wasm::TrapKind::Host, "no reason given");
  return takeTrap();
}

Outcome Store::callNested(const Function& function, Instance* caller, Slot* slots) {
  // What bounds runs is apart: most calls have nothing of it.
  if (nestedCalls >= maxNestedCalls || suspendable != nullptr || controlsRuns_) [[unlikely]] {
    return callControlled(function, caller, slots);
  }
  return callFreely(function, caller, slots);
}

Outcome Store::callControlled(const Function& function, Instance* caller, Slot* slots) {
  if (nestedCalls >= maxNestedCalls) {
    return raise(wasm::TrapKind::StackOverflow,
                 fmt::format("{} calls from the host are nested", nestedCalls));
  }
  if (suspendable != nullptr && suspendable->state() != SuspendableCall::State::Done) {
    if (suspendable->isSuspended()) {
      return raise(wasm::TrapKind::Host, "a call of the store is suspended");
    }
    if (nestedCalls != 0 && suspendable->isStackLow()) {
      return raise(wasm::TrapKind::StackOverflow, "the stack of the suspendable call is used up");
    }
  }
  const Run run(nestedCalls == 0 && controlsRuns_ ? this : nullptr);
  // Behind that: a stop that comes now finds the run.
  if (isStopped()) return raise(wasm::TrapKind::Interrupted);
  return callFreely(function, caller, slots);
}

Outcome Store::callFreely(const Function& function, Instance* caller, Slot* slots) {
  std::uint8_t* const top = stackTop;
  ++nestedCalls;
  Outcome outcome = callOnce(function, caller, slots);
  if (outcome == Outcome::TailCall) [[unlikely]]
    outcome = callTails(function, caller, slots);
  --nestedCalls;
  stackTop = top;
  return outcome;
}

/// One after the other, each in the place of the one before it.
Outcome Store::callTails(const Function& function, Instance* caller, Slot* slots) {
  TailCall next;
  // What is a host's function finds its arguments there.
  const TemporaryRoots roots(heap_, next.slots);
  Outcome outcome = Outcome::TailCall;
  do {
    std::swap(next, tailCall_);
    tailCall_.function = nullptr;
    outcome = callOnce(*next.function, caller, next.slots.data());
  } while (outcome == Outcome::TailCall);
  if (outcome == Outcome::Ok) std::copy_n(next.slots.begin(), function.resultSlots, slots);
  return outcome;
}

Outcome Store::callOnce(const Function& function, Instance* caller, Slot* slots) {
  return function.isHost() ? function.host(function.environment, {*this, caller}, slots)
                           : function.instance->module().code->invoke(*this, function, slots);
}

Slot* Store::leaveTailCall(const Function& function) {
  tailCall_.function = &function;
  tailCall_.slots.resize(std::max(function.paramSlots, function.resultSlots));
  return tailCall_.slots.data();
}

Outcome Store::finishTailCall(Instance* caller, Slot* results, unsigned resultSlots) {
  TailCall call;
  // What is a host's function finds its arguments there.
  const TemporaryRoots roots(heap_, call.slots);
  std::swap(call, tailCall_);
  const Outcome outcome = callNested(*call.function, caller, call.slots.data());
  if (outcome == Outcome::Ok) std::copy_n(call.slots.begin(), resultSlots, results);
  return outcome;
}

Function* Store::addHostFunction(wasm::TypeId type, HostEntry entry, void* environment) {
  const wasm::CompType& comp = engine_.typeOf(type);
  Function& function = functions_.emplace_back();
  function.type = type;
  function.host = entry;
  function.environment = environment;
  function.paramSlots = slotsOf(comp.params);
  function.resultSlots = slotsOf(comp.results);
  function.signature = &comp;
  function.plain = plainCallOf(comp);
  makeForeign(function);
  return &function;
}

Result<void> Store::needStack() {
  if (!stack_) {
    WALD_TRY_ASSIGN(stack, GuestStack::create(limits_.stackBytes, engine_.pool()));
    stack_.emplace(std::move(stack));
    for (const auto& instance : instances_) instance->context().stackLimit = stack_->limit();
  }
  if (stackTop == nullptr) stackTop = stack_->begin();
  return {};
}

Result<Memory*> Store::addMemory(const wasm::MemoryType& type,
                                 std::shared_ptr<const MemoryImage> image) {
  const Config& config = engine_.config();
  WALD_TRY_ASSIGN(memory, Memory::create(type, {.guard = config.guardedMemories,
                                                .fixed = config.fixedMemories,
                                                .maxBytes = limits_.memoryBytes,
                                                .quota = quota_,
                                                .image = std::move(image),
                                                .pool = engine_.pool()}));
  return memories_.emplace_back(std::move(memory)).get();
}

Result<Table*> Store::addTable(const wasm::TableType& type, Ref init) {
  const std::uint64_t limit = limits_.tableElements;
  Table& table = tables_.emplace_back(type, limit, quota_.get());
  if (table.grow(type.limits.min, init) >= 0) return &table;
  tables_.pop_back();
  return Error(ErrorCode::LimitExceeded,
               type.limits.min > limit
                   ? fmt::format("a table of {} elements is wanted, {} elements are allowed",
                                 type.limits.min, limit)
                   : fmt::format("the system refuses {} elements for a table", type.limits.min));
}

Global* Store::addGlobal(const wasm::GlobalType& type, Slot low, Slot high) {
  return &globals_.emplace_back(Global{{low, high}, type});
}

Tag* Store::addTag(wasm::TypeId type) {
  heap_.know(engine_.infoOf(type));
  return &tags_.emplace_back(Tag{type});
}

Outcome Store::raise(wasm::TrapKind kind, std::string detail) {
  pending_ = std::make_unique<Trap>();
  pending_->kind = kind;
  pending_->detail = std::move(detail);
  return Outcome::Trap;
}

Outcome Store::raiseExit(int status) {
  pending_ = std::make_unique<Trap>();
  pending_->exitStatus = status;
  return Outcome::Trap;
}

Outcome Store::raiseException(Exception* exception) {
  if (exception == nullptr) return raise(wasm::TrapKind::OutOfMemory);
  raise(wasm::TrapKind::UncaughtException, describe(engine_, *exception));
  pending_->exception = heap_.hold(toRef(&exception->head));
  return Outcome::Trap;
}

Outcome Store::raise(TrapPtr trap) {
  pending_ = std::move(trap);
  return Outcome::Trap;
}

Memory* Store::addMemory(std::shared_ptr<Memory> memory) {
  return memories_.emplace_back(std::move(memory)).get();
}

std::shared_ptr<Memory> Store::share(const Memory& memory) const {
  const auto found =
      std::ranges::find(memories_, &memory, [](const auto& each) { return each.get(); });
  return found != memories_.end() && memory.isShared() ? *found : nullptr;
}

void Store::visitRoots(Marker& marker) {
  if (stackTop != nullptr) marker.scan(stack_->begin(), stackTop);
  native_.visitRoots(marker);
  tables_.forEach([&marker](const Table& table) {
    if (mayReferToObjects(table.type().element)) marker.visit({table.data(), table.size()});
  });
  globals_.forEach([&marker](const Global& global) {
    if (mayReferToObjects(global.type.type)) marker.visit(global.slots[0]);
  });
  const auto visitSegments = [&marker](const Instance& instance) {
    const auto& segments = instance.module().wasm.elems;
    for (std::uint32_t i = 0; i < instance.elems_.size(); ++i) {
      if (mayReferToObjects(segments[i].type)) marker.visit(instance.elements(i));
    }
  };
  for (const auto& instance : instances_) visitSegments(*instance);
  if (building_ != nullptr) visitSegments(*building_);
}

std::uint64_t Store::memoryBytes() const {
  std::uint64_t sum = 0;
  for (const auto& memory : memories_) sum += memory->bytes().size();
  return sum;
}

const Memory* Store::memoryAt(const void* address) const {
  for (const auto& memory : memories_) {
    if (memory->reserves(address)) return memory.get();
  }
  return nullptr;
}

std::string Store::describeFault(const void* address) const {
  const Memory* memory = address != nullptr ? memoryAt(address) : nullptr;
  if (memory == nullptr) return {};
  return fmt::format("address {:#x}, the memory has {} bytes",
                     static_cast<const std::uint8_t*>(address) - memory->base(), memory->size());
}

/// Callers that are compiled code leave it to call the function.
void Store::makeForeign(Function& function) {
  function.entry = reinterpret_cast<const void*>(&waldForeignEntry);
  function.nativeContext = &function;
  function.nativeBase = &native_;
}

Store::Mark Store::mark() const {
  return {functions_.size(), memories_.size(), tables_.size(), globals_.size(), tags_.size()};
}

void Store::rollBack(const Mark& mark) {
  shrink(functions_, mark.functions);
  shrink(memories_, mark.memories);
  shrink(tables_, mark.tables);
  shrink(globals_, mark.globals);
  shrink(tags_, mark.tags);
}

}  // namespace wald::runtime
