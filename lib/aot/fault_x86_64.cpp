#include "aot/fault.h"

#include <cstring>
#include <optional>

#include <signal.h>
#include <ucontext.h>

#include "aot/code_registry.h"
#include "aot/native_code.h"
#include "runtime/store.h"

namespace wald::aot {

using runtime::NativeState;
using wasm::TrapKind;

namespace {

/// The kind that stands in the instruction by which compiled code traps: ud1l kind(%eax), %eax.
std::optional<TrapKind> trapAt(const NativeCode& code, const std::uint8_t* pc) {
  constexpr std::uint8_t instruction[] = {0x67, 0x0f, 0xb9, 0x40};
  if (code.end() - pc <= static_cast<std::ptrdiff_t>(sizeof(instruction)) ||
      std::memcmp(pc, instruction, sizeof(instruction)) != 0) {
    return std::nullopt;
  }
  const auto kind = static_cast<TrapKind>(pc[sizeof(instruction)]);
  if (kind == TrapKind::None || kind >= TrapKind::Host) return std::nullopt;
  return kind;
}

std::optional<TrapKind> trapOf(runtime::Store& store, const NativeCode& code, int signal,
                               const std::uint8_t* pc, const void* address) {
  if (signal == SIGILL) return trapAt(code, pc);
  if (store.native().isInGuard(address)) return TrapKind::StackOverflow;
  if (store.memoryAt(address) != nullptr) return TrapKind::MemoryOutOfBounds;
  return std::nullopt;
}

}  // namespace

bool leaveOnFault(runtime::FaultScope& scope, int signal, void* address, void* signalContext) {
  auto& registers = static_cast<ucontext_t*>(signalContext)->uc_mcontext.gregs;
  const auto* const pc = reinterpret_cast<const std::uint8_t*>(registers[REG_RIP]);
  // What the runtime or a host function does wrong while it is called by compiled code is no trap.
  const NativeCode* const code = codeAt(pc);
  if (code == nullptr) return false;
  const auto kind = trapOf(scope.store(), *code, signal, pc, address);
  if (!kind) return false;

  NativeState& state = scope.store().native();
  state.trap = static_cast<std::uint64_t>(*kind);
  state.frame.pc = pc + 1;
  state.frame.sp = reinterpret_cast<std::uint8_t*>(registers[REG_RSP]);
  constexpr int saved[] = {REG_RBX, REG_RBP, REG_R12, REG_R13, REG_R14, REG_R15};
  for (unsigned i = 0; i < runtime::NativeFrame::savedRegisters; ++i) {
    state.frame.saved[i] = static_cast<std::uint64_t>(registers[saved[i]]);
  }
  if (*kind == TrapKind::MemoryOutOfBounds && signal != SIGILL) {
    *static_cast<const void**>(scope.data()) = address;
  }
  registers[REG_RIP] = reinterpret_cast<greg_t>(&waldNativeLeave);
  registers[REG_RSP] = reinterpret_cast<greg_t>(state.hostStack);
  registers[REG_RBX] = reinterpret_cast<greg_t>(&state);
  return true;
}

}  // namespace wald::aot
