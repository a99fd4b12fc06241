#include "aot/fault.h"

#include <cstring>
#include <optional>

#include <signal.h>
#include <ucontext.h>

#include "aot/code_registry.h"
#include "aot/frames.h"
#include "aot/native_code.h"
#include "runtime/native_offsets.h"
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

/// The frame that is gone back to, or nothing but a null `pc` before there is one, where an interrupt finds the assembly on its way into
/// compiled code. None where it looks for a stop only later.
std::optional<runtime::NativeFrame> frameInWindow(const NativeState& state, std::uintptr_t pc) {
  const auto isBetween = [pc](void (*begin)(), void (*end)()) {
    return pc >= reinterpret_cast<std::uintptr_t>(begin) &&
           pc < reinterpret_cast<std::uintptr_t>(end);
  };
  if (isBetween(waldEnterWindow, waldEnterWindowEnd)) return runtime::NativeFrame{};
  if (isBetween(waldCallOutWindow, waldCallOutWindowEnd)) return frameAt(state.sp);
  if (isBetween(waldForeignWindow, waldForeignWindowEnd)) {
    return frameAt(state.sp + WALD_FOREIGN_REGISTERS);
  }
  return std::nullopt;
}

runtime::NativeFrame frameOf(const greg_t* registers) {
  runtime::NativeFrame frame;
  frame.pc = reinterpret_cast<const std::uint8_t*>(registers[REG_RIP]) + 1;
  frame.sp = reinterpret_cast<std::uint8_t*>(registers[REG_RSP]);
  constexpr int saved[] = {REG_RBX, REG_RBP, REG_R12, REG_R13, REG_R14, REG_R15};
  for (unsigned i = 0; i < runtime::NativeFrame::savedRegisters; ++i) {
    frame.saved[i] = static_cast<std::uint64_t>(registers[saved[i]]);
  }
  return frame;
}

/// Ends the run as soon as the handler returns.
void leave(NativeState& state, greg_t* registers, TrapKind kind,
           const runtime::NativeFrame& frame) {
  state.trap = static_cast<std::uint64_t>(kind);
  state.frame = frame;
  registers[REG_RIP] = reinterpret_cast<greg_t>(&waldNativeLeave);
  registers[REG_RSP] = reinterpret_cast<greg_t>(state.hostStack);
  registers[REG_RBX] = reinterpret_cast<greg_t>(&state);
}

/// Compiled code can be left at any instruction: it holds nothing that others wait for, and its frames are described everywhere.
bool leaveOnInterrupt(runtime::Store& store, greg_t* registers) {
  if (!store.isStopped()) return false;
  NativeState& state = store.native();
  if (codeAt(reinterpret_cast<const void*>(registers[REG_RIP])) != nullptr) {
    leave(state, registers, TrapKind::Interrupted, frameOf(registers));
  } else if (const auto frame =
                 frameInWindow(state, static_cast<std::uintptr_t>(registers[REG_RIP]))) {
    leave(state, registers, TrapKind::Interrupted, *frame);
  }
  return true;
}

}  // namespace

bool leaveOnFault(runtime::FaultScope& scope, int signal, void* address, void* signalContext) {
  auto& registers = static_cast<ucontext_t*>(signalContext)->uc_mcontext.gregs;
  if (signal == runtime::interruptSignal) return leaveOnInterrupt(scope.store(), registers);
  const auto* const pc = reinterpret_cast<const std::uint8_t*>(registers[REG_RIP]);
  // What the runtime or a host function does wrong while it is called by compiled code is no trap.
  const NativeCode* const code = codeAt(pc);
  if (code == nullptr) return false;
  const auto kind = trapOf(scope.store(), *code, signal, pc, address);
  if (!kind) return false;

  if (*kind == TrapKind::MemoryOutOfBounds && signal != SIGILL) {
    *static_cast<const void**>(scope.data()) = address;
  }
  leave(scope.store().native(), registers, *kind, frameOf(registers));
  return true;
}

}  // namespace wald::aot
