#include "aot/call_out.h"

#include "aot/frames.h"
#include "aot/leaving.h"
#include "aot/regular_operations.h"
#include "runtime/objects.h"
#include "runtime/operation.h"

namespace wald::aot {

using runtime::Context;
using runtime::Slot;
using runtime::Store;
using wasm::TrapKind;
using wasm::native::CallOut;

namespace {

runtime::Perform performOf(wasm::Opcode op) {
  const runtime::Perform irregular = runtime::operationOf(op);
  return irregular != nullptr ? irregular : regularOperationOf(op);
}

/// The frame that called out.
runtime::NativeFrame callerFrame(Store& store) { return frameAt(store.native().sp); }

void raiseElement(Store& store, std::uint64_t kind, std::uint64_t index) {
  store.raise(static_cast<TrapKind>(kind));
  store.pendingTrap()->element = index;
  leaveWith(store, callerFrame(store), TrapKind::Host);
}

void throwNew(Context& context, std::uint64_t tagIndex, const Slot* values) {
  Store& store = *context.store;
  const runtime::Tag* tag = context.tags[tagIndex];
  const runtime::Exception* exception =
      runtime::newException(store.heap(), store.heap().infoOf(tag->type), tag, values);
  if (exception == nullptr) return leaveWith(store, callerFrame(store), TrapKind::OutOfMemory);
  throwFrom(store, callerFrame(store), runtime::toRef(&exception->head));
}

std::uint64_t performOperation(Context& context, wasm::Opcode op, Slot* operands, std::uint64_t a,
                               std::uint64_t b) {
  Store& store = *context.store;
  // The operands lie on the native stack, so nothing changes on the other one.
  runtime::Operation operation{operands, static_cast<std::uint32_t>(a),      b, store.stackTop,
                               context,  static_cast<std::uint32_t>(a >> 32)};
  const runtime::Perform perform = performOf(op);
  const TrapKind trap = perform == nullptr ? TrapKind::Unsupported : perform(operation);
  if (trap != TrapKind::None) leaveWith(store, callerFrame(store), trap);
  return operation.result;
}

}  // namespace

std::uint64_t callOut(Context* context, std::uint64_t index, Slot* operands, std::uint64_t a,
                      std::uint64_t b) {
  if (index < wasm::opcodeCount) {
    return performOperation(*context, static_cast<wasm::Opcode>(index), operands, a, b);
  }
  Store& store = *context->store;
  switch (static_cast<CallOut>(index)) {
    case CallOut::RaiseTrap:
      leaveWith(store, callerFrame(store), static_cast<TrapKind>(a));
      return 0;
    case CallOut::RaiseElement: raiseElement(store, a, b); return 0;
    case CallOut::ThrowTag: throwNew(*context, a, operands); return 0;
    case CallOut::ThrowAgain: throwFrom(store, callerFrame(store), a); return 0;
    case CallOut::Refuel: return store.refuel(a) ? 1 : 0;
    case CallOut::CheckSubtype:
      return store.engine().isSubtype(runtime::toFunction(a)->type, static_cast<wasm::TypeId>(b))
                 ? 1
                 : 0;
    case CallOut::End: break;
  }
  leaveWith(store, callerFrame(store), TrapKind::Unsupported);
  return 0;
}

}  // namespace wald::aot
