#pragma once

#include "interp/node.h"
#include "runtime/memory.h"
#include "runtime/value.h"
#include "wasm/nan.h"
#include "wasm/types.h"

namespace wald::interp {

using runtime::MemoryMode;

// The handlers by what they do. A null result means that there is no such combination: two operands can't both be in one
// accumulator, and of two constants one is moved there first.

/// Regular numeric operators; for unary ones `b` is ignored.
Handler operatorHandler(Opcode op, Src a, Src b, Dst dst);
/// A comparison and a branch taken if it is `sense`. Metered ones have what taking them costs (4 bytes) behind the target.
Handler compareBranchHandler(Opcode op, Src a, Src b, bool sense, bool isMetered);
/// A branch taken if an integer is not zero (`sense`) or is zero; `wide` for 64 bits.
Handler branchHandler(bool wide, Src src, bool sense, bool isMetered);
Handler moveHandler(Kind kind, Src src, Dst dst);
/// Replaces the NaNs in the accumulator by the canonical one.
Handler canonicalNanHandler(wasm::NanLanes lanes, Dst dst);
/// Operands `a`, `b` (slots or constants) and the condition (slot or accumulator).
Handler selectHandler(Kind kind, Src a, Src b, Src condition, Dst dst);
/// Returns one value.
Handler returnHandler(Kind kind, Src src);
Handler globalGetHandler(Kind kind, Dst dst);
Handler globalSetHandler(Kind kind, Src src);
/// Accesses to memory 0 with 32-bit addresses.
Handler loadHandler(Opcode op, MemoryMode mode, Src address, Dst dst);
Handler storeHandler(Opcode op, MemoryMode mode, Src address, Src value);
/// Accesses to any memory: address in the accumulator (stores: in a slot), value in its accumulator.
Handler loadAnyHandler(Opcode op);
Handler storeAnyHandler(Opcode op);
/// Irregular instructions with operands in consecutive slots and a result in the accumulator; null if `op` is none of them.
Handler slowHandler(Opcode op);
/// Atomic instructions, with operands and result like those; null if `op` is none.
Handler atomicHandler(Opcode op);

/// A field or element in a structure or array (`array`), `isSigned` of packed ones. Of an array the reference is in a slot.
Handler getFieldHandler(bool array, wasm::ValType::Code storage, bool isSigned, Src operand,
                        Dst dst);
/// The reference, and of an array the index, are in slots.
Handler setFieldHandler(bool array, wasm::ValType::Code storage, Src value);
/// `array.len`, `ref.i31`, `i31.get_…`, `ref.test`, `ref.cast`.
Handler referenceHandler(Opcode op, Src src, Dst dst);

/// The exception that a host function raised, taken from the store; 0 if it raised something else.
runtime::Ref takeException(Context* ctx);

/// Handlers that are named one by one.
namespace handlers {
HandlerCode jump, meteredJump, branchTableSlot, branchTableAcc, enter, enterZero, meteredEnter,
    zeroSlots, copySlots, returnNothing, returnSlots, callDirect, callImport, callIndirectSlot,
    callIndirectAcc, callRefSlot, callRefAcc, returnCall, returnCallImport, returnCallIndirect,
    returnCallRef, throwNew, throwRef, throwException, throwToCaller, branchOnCast,
    branchOnCastFail, unreachable, charge, refuel, refuelAtEntry, refuelAtBranch, chargeExactly,
    buildStub, restoreContext, exitRun, raiseTrap, lookForStop;
}  // namespace handlers

/// The nodes to which a call into another instance, and a call by the host, return.
extern const Handler restoreContextNode;
extern const Handler exitRunNode;

}  // namespace wald::interp

/// Traps at the present node.
#define WALD_TRAP_WITH(kind) \
  do { \
    acc = static_cast<std::uint64_t>(kind); \
    WALD_GO(::wald::interp::handlers::raiseTrap); \
  } while (false)
