#include "api/c_trap.h"
#include "wald/c.h"

using namespace wald;
using namespace wald::c_api;

// The enumerators are those of `wasm/trap.def`, in its order.
static_assert(WALD_TRAP_NONE == static_cast<int>(wasm::TrapKind::None));
static_assert(WALD_TRAP_MEMORY_OUT_OF_BOUNDS ==
              static_cast<int>(wasm::TrapKind::MemoryOutOfBounds));
static_assert(WALD_TRAP_INDIRECT_CALL_TYPE == static_cast<int>(wasm::TrapKind::IndirectCallType));
static_assert(WALD_TRAP_CAST_FAILURE == static_cast<int>(wasm::TrapKind::CastFailure));
static_assert(WALD_TRAP_STACK_OVERFLOW == static_cast<int>(wasm::TrapKind::StackOverflow));
static_assert(WALD_TRAP_OUT_OF_FUEL == static_cast<int>(wasm::TrapKind::OutOfFuel));
static_assert(WALD_TRAP_HOST == static_cast<int>(wasm::TrapKind::Host));

wald_trap_kind_t wald_trap_kind(const wasm_trap_t* trap) {
  if (trap == nullptr || trap->object->trap.exitStatus) return WALD_TRAP_NONE;
  return static_cast<wald_trap_kind_t>(trap->object->trap.kind);
}

bool wald_trap_exit_status(const wasm_trap_t* trap, int* status) {
  if (trap == nullptr || !trap->object->trap.exitStatus) return false;
  if (status != nullptr) *status = *trap->object->trap.exitStatus;
  return true;
}

wasm_trap_t* wald_trap_new_exit(int status) {
  wasm_trap_t* trap = newTrap(std::string_view());
  trap->object->trap.exitStatus = status;
  return trap;
}

void wald_frame_func_name(const wasm_frame_t* frame, wasm_name_t* out) {
  wasm_byte_vec_new_empty(out);
  if (frame == nullptr) return;
  const std::string& name = frame->trap->trap.frames[frame->index].function;
  wasm_byte_vec_new(out, name.size(), name.data());
}
