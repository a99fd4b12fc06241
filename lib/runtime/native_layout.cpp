// Compares what compiled code takes for granted (wasm/native_layout.h) with the objects themselves.
#include "wasm/native_layout.h"

#include <cstddef>

#include "runtime/context.h"
#include "runtime/function.h"
#include "runtime/global.h"
#include "runtime/memory.h"
#include "runtime/native_offsets.h"
#include "runtime/native_state.h"
#include "runtime/object.h"
#include "runtime/store.h"
#include "runtime/table.h"

namespace wald::runtime {

namespace native = wasm::native;

static_assert(offsetof(Context, globals) == native::context::globals);
static_assert(offsetof(Context, tables) == native::context::tables);
static_assert(offsetof(Context, memories) == native::context::memories);
static_assert(offsetof(Context, functions) == native::context::functions);
static_assert(offsetof(Context, types) == native::context::types);
static_assert(offsetof(Context, store) == native::context::store);
static_assert(offsetof(Context, memoryBase) == native::context::memoryBase);
static_assert(offsetof(Context, tags) == native::context::tags);
static_assert(offsetof(Context, overflow) == native::context::overflow);
static_assert(offsetof(Context, callOut) == native::context::callOut);

static_assert(offsetof(Function, type) == native::function::type);
static_assert(offsetof(Function, entry) == native::function::entry);
static_assert(offsetof(Function, nativeContext) == native::function::nativeContext);
static_assert(offsetof(Function, nativeBase) == native::function::nativeBase);

static_assert(offsetof(Global, slots) == 0);

static_assert(offsetof(Context, native) == native::context::native);

// What the assembly takes for granted.
static_assert(offsetof(Context, native) == WALD_CONTEXT_NATIVE);
static_assert(offsetof(Function, entry) == WALD_FUNCTION_ENTRY);
static_assert(offsetof(Function, nativeContext) == WALD_FUNCTION_CONTEXT);
static_assert(offsetof(Function, nativeBase) == WALD_FUNCTION_BASE);
// The registers of a foreign call lie below the pushed ones, which are kept aligned.
static_assert(offsetof(NativeRegisters, vectors) == 32 &&
              sizeof(NativeRegisters) + 8 == WALD_FOREIGN_REGISTERS);
static_assert(static_cast<unsigned>(NativeAction::Resume) == WALD_ACTION_RESUME);
static_assert(static_cast<unsigned>(wasm::TrapKind::StackOverflow) == WALD_TRAP_STACK_OVERFLOW);

static_assert(static_cast<unsigned>(wasm::TrapKind::Interrupted) == WALD_TRAP_INTERRUPTED);
static_assert(sizeof(std::atomic<bool>) == 1);

static_assert(offsetof(Object, type) == native::object::type);
static_assert(offsetof(Object, length) == native::object::length);
static_assert(sizeof(Object) == native::object::contents);
static_assert(offsetof(Exception, tag) == native::exception::tag);
static_assert(sizeof(Exception) == native::exception::values);

// Not of standard layout, but both compilers say where their members are.
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
struct NativeLayout {
  static_assert(offsetof(Store, fuel) == native::store::fuel);
  static_assert(offsetof(Memory, base_) == native::memory::base);
  static_assert(offsetof(Memory, size_) == native::memory::size);
  static_assert(offsetof(Table, elements_) == native::table::elements);
  static_assert(offsetof(Table, size_) == native::table::size);

  static_assert(offsetof(NativeState, limit) == native::state::stackLimit);
  static_assert(offsetof(NativeState, stopped) == native::state::stopped);

  static_assert(offsetof(NativeState, sp) == WALD_NATIVE_SP);
  static_assert(offsetof(NativeState, hostStack) == WALD_NATIVE_HOST_STACK);
  static_assert(offsetof(NativeState, limit) == WALD_NATIVE_LIMIT);
  static_assert(offsetof(NativeState, callOut) == WALD_NATIVE_CALL_OUT);
  static_assert(offsetof(NativeState, foreignCall) == WALD_NATIVE_FOREIGN);
  static_assert(offsetof(NativeState, action) == WALD_NATIVE_ACTION);
  static_assert(offsetof(NativeState, trap) == WALD_NATIVE_TRAP);
  static_assert(offsetof(NativeState, exception) == WALD_NATIVE_EXCEPTION);
  static_assert(offsetof(NativeState, frame) == WALD_NATIVE_PC);
  static_assert(offsetof(NativeState, stopped) == WALD_NATIVE_STOPPED);
  static_assert(offsetof(NativeFrame, sp) == WALD_NATIVE_FRAME_SP - WALD_NATIVE_PC);
  static_assert(offsetof(NativeFrame, saved) == WALD_NATIVE_SAVED - WALD_NATIVE_PC);
};

}  // namespace wald::runtime
