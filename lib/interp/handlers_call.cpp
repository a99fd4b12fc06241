#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "runtime/fault.h"
#include "runtime/instance.h"
#include "runtime/store.h"

namespace wald::interp {

using runtime::Function;
using runtime::Outcome;
using wasm::TrapKind;

namespace {

constexpr unsigned directBytes = 24;
constexpr unsigned callBytes = 32;

inline const CallNode& callNode(const std::uint8_t* pc) {
  return *reinterpret_cast<const CallNode*>(pc);
}

inline const std::uint8_t* codeOf(const Function& function) {
  return static_cast<const std::uint8_t*>(function.code->load(std::memory_order_acquire));
}

inline std::uint8_t* nodeAddress(const Handler& handler) {
  return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(&handler));
}

/// Calls a host function whose arguments lie at `slots`. False if it raised a trap or an exit.
bool callHost(const Function& function, std::uint8_t* slots, std::uint8_t* end,
              const std::uint8_t* pc, std::uint8_t* fp, Context* ctx) {
  auto& store = *ctx->store;
  auto& execution = store.execution;
  execution.pc = pc;
  execution.frame = fp;
  execution.context = ctx;
  store.stackTop = end;
  execution.scope->setActive(false);
  auto* const values = reinterpret_cast<runtime::Slot*>(slots);
  Outcome outcome = function.host(function.environment, {store, ctx->instance}, values);
  if (outcome == Outcome::TailCall) [[unlikely]]
    outcome = store.finishTailCall(ctx->instance, values, function.resultSlots);
  execution.scope->setActive(true);
  if (outcome == Outcome::Ok) {
    if (!store.isStopped()) [[likely]]
      return true;
    store.raise(TrapKind::Interrupted);
  }
  execution.trap = TrapKind::Host;
  return false;
}

/// A call to the function in the accumulator, which belongs to the host or to another instance. The link in the callee's
/// frame is made already.
void callOther(WALD_HANDLER_PARAMS) {
  const CallNode& node = callNode(pc);
  const Function& function = *runtime::toFunction(acc);
  std::uint8_t* frame = fp + node.frame;
  std::uint8_t* place = frame + node.link;
  if (function.isHost()) {
    const auto* returnPc = reinterpret_cast<const Link*>(place)->returnPc;
    if (!callHost(function, frame, place + sizeof(Bridge), pc, fp, ctx)) {
      acc = takeException(ctx);
      if (acc != 0) WALD_GO(handlers::throwException);
      WALD_LEAVE();
    }
    mem = baseOf(ctx);
    WALD_NEXT(returnPc);
  }
  auto* bridge = reinterpret_cast<Bridge*>(place);
  bridge->context = ctx;
  bridge->resultBytes = function.resultSlots * 8u;
  bridge->resultDistance = node.link;
  std::uint8_t* callee = place + sizeof(Bridge);
  std::memcpy(callee, frame, std::size_t{function.paramSlots} * 8);
  auto* link = reinterpret_cast<Link*>(callee + node.link);
  link->returnPc = nodeAddress(restoreContextNode);
  link->callerFrame = place;
  fp = callee;
  ctx = &function.instance->context();
  ctx->store->execution.context = ctx;
  mem = baseOf(ctx);
  WALD_NEXT(codeOf(function));
}

/// A tail call to the function in the accumulator, which belongs to the host or to another instance. In constant stack: a
/// frame that was entered over a bridge leaves over the same one.
void returnCallOther(WALD_HANDLER_PARAMS) {
  const CallNode& node = callNode(pc);
  const Function& function = *runtime::toFunction(acc);
  const Link link = *reinterpret_cast<const Link*>(fp + node.ownLink);
  const std::uint32_t resultBytes = function.resultSlots * 8u;
  const std::uint32_t paramBytes = function.paramSlots * 8u;
  std::uint8_t* arguments = fp + node.frame;
  if (function.isHost()) {
    // Compiled code is left to whoever called this run, if that was in its outermost frame.
    if (function.instance != nullptr && link.returnPc == nodeAddress(exitRunNode)) {
      std::memcpy(ctx->store->leaveTailCall(function), arguments, paramBytes);
      WALD_TRAP_WITH(TrapKind::None);
    }
    if (!callHost(function, arguments, arguments + node.link + sizeof(Bridge), pc, fp, ctx)) {
      acc = takeException(ctx);
      if (acc == 0) WALD_LEAVE();
      // The frame of a tail call catches nothing any more.
      pc = link.returnPc;
      fp = link.callerFrame;
      WALD_GO(handlers::throwToCaller);
    }
    std::memmove(fp, arguments, resultBytes);
    mem = baseOf(ctx);
    fp = link.callerFrame;
    WALD_NEXT(link.returnPc);
  }
  std::uint8_t* callee = fp;
  Link calleeLink = link;
  if (link.returnPc == nodeAddress(restoreContextNode)) {
    std::memmove(callee, arguments, paramBytes);
  } else {
    std::uint8_t* place = fp + resultBytes;
    callee = place + sizeof(Bridge);
    std::memmove(callee, arguments, paramBytes);
    auto* bridge = reinterpret_cast<Bridge*>(place);
    bridge->link = link;
    bridge->context = ctx;
    bridge->resultBytes = resultBytes;
    bridge->resultDistance = resultBytes;
    calleeLink = {nodeAddress(restoreContextNode), place};
  }
  *reinterpret_cast<Link*>(callee + node.link) = calleeLink;
  fp = callee;
  ctx = &function.instance->context();
  ctx->store->execution.context = ctx;
  mem = baseOf(ctx);
  WALD_NEXT(codeOf(function));
}

/// The function of a table entry if it has exactly the expected type; null otherwise.
inline const Function* lookUpExact(const Context* ctx, const CallNode& node, std::uint64_t index) {
  const runtime::Table& table = *ctx->tables[node.indirect.table];
  if (index >= table.size()) [[unlikely]]
    return nullptr;
  const Function* function = runtime::toFunction(table.data()[index]);
  if (!function || function->type != node.indirect.type) [[unlikely]]
    return nullptr;
  return function;
}

/// The rest of what an indirect call can find: an entry of a subtype, or a reason to trap.
TrapKind lookUp(Context* ctx, const CallNode& node, std::uint64_t index,
                const Function*& function) {
  const runtime::Table& table = *ctx->tables[node.indirect.table];
  ctx->store->execution.operand = index;
  if (index >= table.size()) return TrapKind::UndefinedElement;
  function = runtime::toFunction(table.data()[index]);
  if (!function) return TrapKind::UninitializedElement;
  if (!ctx->store->engine().isSubtype(function->type, node.indirect.type))
    return TrapKind::IndirectCallType;
  return TrapKind::None;
}

}  // namespace

// The second half of every call: link, and on to the callee.
#define WALD_CALL_FUNCTION(function, bytes) \
  do { \
    const CallNode& call = callNode(pc); \
    std::uint8_t* frame = fp + call.frame; \
    auto* link = reinterpret_cast<Link*>(frame + call.link); \
    link->returnPc = pc + (bytes); \
    link->callerFrame = fp; \
    if ((function)->instance != ctx->instance) [[unlikely]] { \
      acc = runtime::toRef(function); \
      WALD_GO(callOther); \
    } \
    fp = frame; \
    WALD_NEXT(codeOf(*(function))); \
  } while (false)

#define WALD_RETURN_CALL(function) \
  do { \
    if ((function)->instance != ctx->instance) [[unlikely]] { \
      acc = runtime::toRef(function); \
      WALD_GO(returnCallOther); \
    } \
    const std::uint32_t paramBytes = (function)->paramSlots * 8u; \
    const CallNode& call = callNode(pc); \
    const Link own = *reinterpret_cast<const Link*>(fp + call.ownLink); \
    std::memmove(fp, fp + call.frame, paramBytes); \
    *reinterpret_cast<Link*>(fp + call.link) = own; \
    WALD_NEXT(codeOf(*(function))); \
  } while (false)

namespace {

/// An indirect call whose entry has not exactly the expected type; the index is in the accumulator.
void callIndirectInexact(WALD_HANDLER_PARAMS) {
  const Function* function = nullptr;
  const TrapKind trap = lookUp(ctx, callNode(pc), acc, function);
  if (trap != TrapKind::None) WALD_TRAP_WITH(trap);
  WALD_CALL_FUNCTION(function, callBytes);
}

}  // namespace

namespace handlers {

void callDirect(WALD_HANDLER_PARAMS) {
  const CallNode& node = callNode(pc);
  std::uint8_t* frame = fp + node.frame;
  auto* link = reinterpret_cast<Link*>(frame + node.link);
  link->returnPc = pc + directBytes;
  link->callerFrame = fp;
  fp = frame;
  // Patched once when the callee is built; both values are right.
  WALD_NEXT(static_cast<const std::uint8_t*>(__atomic_load_n(&node.target, __ATOMIC_ACQUIRE)));
}

void callImport(WALD_HANDLER_PARAMS) {
  const Function* function = ctx->functions[callNode(pc).function];
  WALD_CALL_FUNCTION(function, directBytes);
}

void callIndirectSlot(WALD_HANDLER_PARAMS) {
  acc = readAt<std::uint64_t>(fp + callNode(pc).operand);
  const Function* function = lookUpExact(ctx, callNode(pc), acc);
  if (!function) [[unlikely]]
    WALD_GO(callIndirectInexact);
  WALD_CALL_FUNCTION(function, callBytes);
}

void callIndirectAcc(WALD_HANDLER_PARAMS) {
  const Function* function = lookUpExact(ctx, callNode(pc), acc);
  if (!function) [[unlikely]]
    WALD_GO(callIndirectInexact);
  WALD_CALL_FUNCTION(function, callBytes);
}

void callRefSlot(WALD_HANDLER_PARAMS) {
  const Function* function = runtime::toFunction(readAt<std::uint64_t>(fp + callNode(pc).operand));
  if (!function) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullFunctionReference);
  WALD_CALL_FUNCTION(function, callBytes);
}

void callRefAcc(WALD_HANDLER_PARAMS) {
  const Function* function = runtime::toFunction(acc);
  if (!function) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullFunctionReference);
  WALD_CALL_FUNCTION(function, callBytes);
}

/// To a function of the module itself: `code` is where its code stands, `operand` the size of its parameters.
void returnCall(WALD_HANDLER_PARAMS) {
  const CallNode& node = callNode(pc);
  const Link own = *reinterpret_cast<const Link*>(fp + node.ownLink);
  std::memmove(fp, fp + node.frame, node.operand);
  *reinterpret_cast<Link*>(fp + node.link) = own;
  WALD_NEXT(static_cast<const std::uint8_t*>(node.code->load(std::memory_order_acquire)));
}

void returnCallImport(WALD_HANDLER_PARAMS) {
  const Function* function = ctx->functions[callNode(pc).function];
  WALD_RETURN_CALL(function);
}

void returnCallIndirect(WALD_HANDLER_PARAMS) {
  const Function* function = nullptr;
  const TrapKind trap = lookUp(ctx, callNode(pc), acc, function);
  if (trap != TrapKind::None) [[unlikely]]
    WALD_TRAP_WITH(trap);
  WALD_RETURN_CALL(function);
}

void returnCallRef(WALD_HANDLER_PARAMS) {
  const Function* function = runtime::toFunction(acc);
  if (!function) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullFunctionReference);
  WALD_RETURN_CALL(function);
}

/// Runs in the place of a return to another instance, with the bridge as its frame.
void restoreContext(WALD_HANDLER_PARAMS) {
  const Bridge bridge = *reinterpret_cast<const Bridge*>(fp);
  std::memmove(fp - bridge.resultDistance, fp + sizeof(Bridge), bridge.resultBytes);
  ctx = bridge.context;
  ctx->store->execution.context = ctx;
  mem = baseOf(ctx);
  fp = bridge.link.callerFrame;
  WALD_NEXT(bridge.link.returnPc);
}

}  // namespace handlers

}  // namespace wald::interp
