#include <algorithm>
#include <csetjmp>

#include "interp/code.h"
#include "interp/dispatch.h"
#include "interp/guarded_access.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "interp/stack_trace.h"
#include "runtime/fault.h"
#include "runtime/store.h"

namespace wald::interp {

using runtime::FaultScope;
using runtime::Outcome;
using wasm::TrapKind;

namespace {

/// What a run needs to be left from the fault handler.
struct Run {
  sigjmp_buf exit;
  const void* address = nullptr;
};

/// In the signal handler: an access to a memory of the store becomes a trap at the node that made it.
bool leaveOnFault(FaultScope& scope, int signal, void* address, void* signalContext) {
  // Handlers hold what must not be lost; the nodes look (`ModuleCode::watchForStop`).
  if (signal == runtime::interruptSignal) return scope.store().isStopped();
  if (!scope.store().memoryAt(address)) return false;
  auto& execution = scope.store().execution;
  const FaultPlace place = faultPlace(signalContext, execution.context);
  execution.pc = place.pc;
  execution.frame = place.fp;
  execution.trap = TrapKind::MemoryOutOfBounds;
  auto* run = static_cast<Run*>(scope.data());
  run->address = address;
  siglongjmp(run->exit, 1);
}

/// Walks from a function's first node until it returns or traps. Apart, so that nothing of the caller lives in
/// registers when the fault handler jumps out.
[[gnu::noinline]] void walkFrom(runtime::Store& store, Run& run, const std::uint8_t* pc,
                                std::uint8_t* fp, Context* context) {
  FaultScope scope(store, leaveOnFault, &run);
  store.execution.scope = &scope;
  store.execution.context = context;
  if (sigsetjmp(run.exit, 0) == 0) walk(pc, fp, baseOf(context), context);
}

/// What was prepaid behind the instruction that trapped, if fuel is counted. Who was stopped, or never began, has nothing of that.
void giveBack(runtime::Store& store, TrapKind kind) {
  if (!store.engine().config().countsFuel() || kind == TrapKind::Interrupted ||
      kind == TrapKind::OutOfFuel || kind == TrapKind::StackOverflow) {
    return;
  }
  const auto& execution = store.execution;
  const auto& module = static_cast<const ModuleCode&>(*execution.context->instance->module().code);
  const FunctionCode* const code = module.codeAt(execution.pc);
  if (code == nullptr) return;
  store.fuel += code->refundAt(static_cast<std::uint32_t>(execution.pc - code->begin()));
}

}  // namespace

Outcome ModuleCode::invoke(runtime::Store& store, const runtime::Function& function,
                           runtime::Slot* slots) const {
  if (store.stackTop == nullptr) [[unlikely]] {
    if (auto mapped = store.needStack(); !mapped) {
      return store.raise(TrapKind::StackOverflow, mapped.error().message());
    }
  }
  const runtime::Execution outer = store.execution;
  std::uint8_t* fp = store.stackTop;
  const std::uint32_t link = linkOffset(function.paramSlots, function.resultSlots);
  Context& context = function.instance->context();
  if (fp + link + sizeof(Link) > context.stackLimit) return store.raise(TrapKind::StackOverflow);
  auto* frame = reinterpret_cast<runtime::Slot*>(fp);
  std::copy_n(slots, function.paramSlots, frame);
  *reinterpret_cast<Link*>(fp + link) = {reinterpret_cast<const std::uint8_t*>(&exitRunNode),
                                         nullptr};

  Run run;
  walkFrom(store, run,
           static_cast<const std::uint8_t*>(function.code->load(std::memory_order_acquire)), fp,
           &context);

  Outcome outcome = Outcome::Ok;
  if (store.execution.trap == TrapKind::None) {
    if (store.hasTailCall()) {
      outcome = Outcome::TailCall;
    } else {
      std::copy_n(frame, function.resultSlots, slots);
    }
  } else {
    outcome = Outcome::Trap;
    const TrapKind kind = store.execution.trap;
    giveBack(store, kind);
    if (kind != TrapKind::Host) {
      store.raise(kind, store.describeFault(run.address));
    } else if (!store.pendingTrap()) {
      store.raise(kind, "no reason given");
    }
    if (kind == TrapKind::UndefinedElement || kind == TrapKind::UninitializedElement) {
      store.pendingTrap()->element = store.execution.operand;
    }
    appendFrames(store.execution, *store.pendingTrap());
  }
  store.execution = outer;
  return outcome;
}

namespace {

/// Lowers the function of a stub. Null, with the trap raised, if that can't be done.
const std::uint8_t* buildFor(const StubNode& stub, const std::uint8_t* pc, std::uint8_t* fp,
                             Context* ctx) {
  const auto& code = static_cast<const ModuleCode&>(*ctx->instance->module().code);
  auto built = code.build(stub.function, static_cast<MemoryMode>(stub.mode));
  if (!built) {
    ctx->store->raise(TrapKind::Unsupported, built.error().message());
    auto& execution = ctx->store->execution;
    execution.pc = pc;
    execution.frame = fp;
    execution.context = ctx;
    execution.trap = TrapKind::Host;
    return nullptr;
  }
  // A caller in the same module names the stub in its node: from now on it names the function. The caller's node ends
  // where the callee returns to.
  const std::uint32_t link = code.codeAt(*built)->link;
  const std::uint8_t* returnPc = reinterpret_cast<const Link*>(fp + link)->returnPc;
  constexpr std::size_t directBytes = offsetof(CallNode, operand);
  if (returnPc != reinterpret_cast<const std::uint8_t*>(&exitRunNode) &&
      returnPc != reinterpret_cast<const std::uint8_t*>(&restoreContextNode)) {
    auto* caller = reinterpret_cast<CallNode*>(const_cast<std::uint8_t*>(returnPc - directBytes));
    if (caller->handler == handlers::callDirect &&
        __atomic_load_n(&caller->target, __ATOMIC_RELAXED) == pc) {
      __atomic_store_n(&caller->target, *built, __ATOMIC_RELEASE);
    }
  }
  return *built;
}

}  // namespace

namespace handlers {

/// The first node of a function that was not called yet: lowers it, lets its caller know, and goes on there.
void buildStub(WALD_HANDLER_PARAMS) {
  const std::uint8_t* target = buildFor(*reinterpret_cast<const StubNode*>(pc), pc, fp, ctx);
  if (!target) WALD_LEAVE();
  WALD_NEXT(target);
}

}  // namespace handlers

}  // namespace wald::interp
