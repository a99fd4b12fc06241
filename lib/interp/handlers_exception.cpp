#include "interp/frames.h"
#include "interp/slow_operation.h"
#include "runtime/objects.h"

namespace wald::interp {

using runtime::Exception;

namespace {

/// Where a caught exception is handled.
struct Landing {
  const std::uint8_t* pc;
  std::uint8_t* fp;
  Context* context;
};

/// Lays down in a frame what a clause wants to have.
void deliver(const FunctionCode::Clause& clause, Exception& exception, std::uint8_t* fp) {
  if (clause.tag != FunctionCode::Clause::none) {
    std::memcpy(fp + clause.values, exception.values(), exception.head.length * sizeof(Slot));
  }
  if (clause.exception != FunctionCode::Clause::none) {
    writeAt(fp + clause.exception, runtime::toRef(&exception.head));
  }
}

bool catches(const FunctionCode::Clause& clause, const Exception& exception,
             const Context& context) {
  return clause.tag == FunctionCode::Clause::none ||
         context.instance->tag(clause.tag) == exception.tag;
}

/// The clause of a function that catches an exception thrown at a position; null if none.
const FunctionCode::Clause* clauseFor(const FunctionCode& code, std::uint32_t position,
                                      const Exception& exception, const Context& context) {
  for (auto i = code.tryAt(position); i >= 0; i = code.tries[static_cast<std::size_t>(i)].outer) {
    const auto& range = code.tries[static_cast<std::size_t>(i)];
    for (std::uint32_t j = 0; j < range.clauseCount; ++j) {
      const auto& clause = code.clauses[range.firstClause + j];
      if (catches(clause, exception, context)) return &clause;
    }
  }
  return nullptr;
}

/// Finds the innermost handler of an exception and prepares its frame. Null if the run has none; then the exception is raised
/// to the host.
[[gnu::noinline]] bool findHandler(runtime::Ref ref, const std::uint8_t* pc, std::uint8_t* fp,
                                   Context* ctx, bool isReturn, Landing& landing) {
  Exception& exception = *runtime::toException(ref);
  for (Frames frames(pc, fp, ctx, isReturn); frames.isAtFrame(); frames.next()) {
    const FunctionCode& code = frames.code();
    const auto* clause = clauseFor(code, frames.position(), exception, frames.context());
    if (clause == nullptr) continue;
    deliver(*clause, exception, frames.frame());
    landing = {code.begin() + clause->target, frames.frame(), &frames.context()};
    return true;
  }
  auto& execution = ctx->store->execution;
  execution.pc = pc;
  execution.frame = fp;
  execution.context = ctx;
  execution.isReturn = isReturn;
  execution.trap = TrapKind::Host;
  ctx->store->raiseException(&exception);
  return false;
}

/// Throws the exception in the accumulator.
template <bool IsReturn>
void unwind(WALD_HANDLER_PARAMS) {
  Landing landing;
  if (!findHandler(acc, pc, fp, ctx, IsReturn, landing)) WALD_LEAVE();
  fp = landing.fp;
  ctx = landing.context;
  ctx->store->execution.context = ctx;
  mem = baseOf(ctx);
  WALD_NEXT(landing.pc);
}

}  // namespace

runtime::Ref takeException(Context* ctx) {
  const runtime::Trap* trap = ctx->store->pendingTrap();
  if (trap == nullptr || !trap->exception) return 0;
  const runtime::Ref ref = *trap->exception;
  ctx->store->takeTrap();
  return ref;
}

namespace handlers {

/// As an irregular instruction: the values of the exception, and its tag.
void throwNew(WALD_HANDLER_PARAMS) {
  auto* store = ctx->store;
  store->stackTop = slotAt(pc + headBytes + 12, fp);
  const runtime::Tag* tag = ctx->instance->tag(readAt<std::uint32_t>(pc + headBytes + 4));
  const auto* values = reinterpret_cast<const Slot*>(slotAt(pc + headBytes, fp));
  const Exception* exception =
      runtime::newException(store->heap(), store->heap().infoOf(tag->type), tag, values);
  if (exception == nullptr) WALD_TRAP_WITH(TrapKind::OutOfMemory);
  acc = runtime::toRef(&exception->head);
  WALD_GO(throwException);
}

void throwRef(WALD_HANDLER_PARAMS) {
  acc = readAt<runtime::Ref>(slotAt(pc + headBytes, fp));
  if (acc == 0) WALD_TRAP_WITH(TrapKind::NullExceptionReference);
  WALD_GO(throwException);
}

void throwException(WALD_HANDLER_PARAMS) { WALD_GO(unwind<false>); }
/// `pc` is where the caller was to go on.
void throwToCaller(WALD_HANDLER_PARAMS) { WALD_GO(unwind<true>); }

}  // namespace handlers

}  // namespace wald::interp
