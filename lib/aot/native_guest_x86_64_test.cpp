#include "aot/native_guest_test.h"

#include "wasm/native_layout.h"
#include "wasm/opcode.h"
#include "wasm/trap.h"

// NOLINTBEGIN: names are the assembler's.
extern "C" {
extern const std::uint8_t guestBegin[], guestEnd[], guestMix[], guestSecond[], guestOuter[],
    guestOuterBody[], guestInner[], guestInnerBody[], guestLoad[], guestCallForeign[],
    guestCallForeignBody[], guestThrow[], guestThrowBody[], guestCatch[], guestCatchBody[],
    guestCatchCall[], guestCatchCalled[], guestCatchPad[], guestCatchForeign[],
    guestCatchForeignBody[], guestCatchForeignCall[], guestCatchForeignCalled[],
    guestCatchForeignPad[], guestThrowForeign[], guestThrowForeignBody[], guestRecurse[],
    guestRecurseBody[], guestRecurseOut[], guestRecurseOutBody[], guestKeep[], guestKeepBody[],
    guestDivide[], guestDivideBody[], guestElement[], guestElementBody[], guestGrow[],
    guestGrowBody[];
/// What the functions ask of the runtime, in the order in which they name it.
extern const std::uint32_t guestIndices[] = {
    static_cast<std::uint32_t>(wald::wasm::native::CallOut::ThrowTag),
    static_cast<std::uint32_t>(wald::wasm::native::CallOut::RaiseElement),
    static_cast<std::uint32_t>(wald::wasm::Opcode::MemorySize),
    static_cast<std::uint32_t>(wald::wasm::Opcode::MemoryGrow),
    static_cast<std::uint32_t>(wald::wasm::Opcode::StructNew),
    static_cast<std::uint32_t>(wald::wasm::Opcode::I32DivU),
};
}
// NOLINTEND

namespace native = wald::wasm::native;
static_assert(native::context::functions == 32 && native::context::overflow == 88 &&
              native::context::callOut == 96 && native::function::entry == 48 &&
              native::function::nativeContext == 56 && native::function::nativeBase == 64 &&
              native::exception::values == 16 && native::object::contents == 8 &&
              static_cast<int>(wald::wasm::TrapKind::Unreachable) == 1);

asm(R"(
  .pushsection .text.guest, "ax", @progbits
  .p2align 4
  .macro label name
    .globl \name
    .hidden \name
  \name:
  .endm
  .macro callImport index
    movq 32(%rdi), %rax
    movq 8*\index(%rax), %rax
    movq %rdi, %r10
    movq 64(%rax), %rsi
    movq 56(%rax), %rdi
    callq *48(%rax)
  .endm

label guestBegin
label guestMix
  movq 88(%rdi), %r11
  movl %edx, %eax
  addq %rcx, %rax
  movl %r8d, %r8d
  addq %r8, %rax
  addq %r9, %rax
  movl 32(%r11), %ecx
  addq %rcx, %rax
  addsd %xmm1, %xmm0
  addsd %xmm2, %xmm0
  addsd %xmm3, %xmm0
  addsd %xmm4, %xmm0
  addsd %xmm5, %xmm0
  addsd %xmm6, %xmm0
  addsd %xmm7, %xmm0
  addsd 104(%r11), %xmm0
  movups 112(%r11), %xmm1
  movsd %xmm0, 8(%r11)
  movups %xmm1, 16(%r11)
  movl $7, 32(%r11)
  retq

label guestSecond
  movaps %xmm1, %xmm0
  retq

label guestOuter
  pushq %rbp
  movq %rsp, %rbp
label guestOuterBody
  subq $32, %rsp
  callq guestInner
  leave
  retq

label guestInner
  pushq %rbx
label guestInnerBody
  movl $77, %ebx
  ud1l 1(%eax), %eax

label guestLoad
  movl %edx, %edx
  movl (%rsi,%rdx), %eax
  retq

# foreign(1, 2, 3, 4, 5, 1.5, (6, 7))
label guestCallForeign
  subq $8, %rsp
label guestCallForeignBody
  movq 88(%rdi), %r11
  movq $5, 32(%r11)
  movabsq $0x3ff8000000000000, %rax
  movq %rax, %xmm0
  movl $6, %eax
  movq %rax, %xmm1
  movl $7, %eax
  movq %rax, %xmm2
  punpcklqdq %xmm2, %xmm1
  movl $1, %edx
  movl $2, %ecx
  movl $3, %r8d
  movabsq $0xffffffff00000004, %r9
  callImport 0
  addq $8, %rsp
  retq

label guestThrow
  pushq %rbx
  pushq %r12
  subq $8, %rsp
label guestThrowBody
  movq %rdx, (%rsp)
  movl $-1, %ebx
  movl $-1, %r12d
  movl guestIndices+0(%rip), %esi
  movq %rsp, %rdx
  xorl %ecx, %ecx
  callq *96(%rdi)
  ud2

label guestCatch
  pushq %rbx
label guestCatchBody
  movq %rdx, %rbx
label guestCatchCall
  callq guestThrow
label guestCatchCalled
  ud2
label guestCatchPad
  movq 16(%rax), %rax
  addq %rbx, %rax
  popq %rbx
  retq

label guestCatchForeign
  pushq %rbx
label guestCatchForeignBody
  movq %rdx, %rbx
label guestCatchForeignCall
  callImport 1
label guestCatchForeignCalled
  popq %rbx
  retq
label guestCatchForeignPad
  movq 16(%rax), %rax
  addq %rbx, %rax
  popq %rbx
  retq

label guestThrowForeign
  subq $8, %rsp
label guestThrowForeignBody
  callImport 1
  addq $8, %rsp
  retq

label guestRecurse
  subq $8, %rsp
label guestRecurseBody
  callq guestRecurse
  addq $8, %rsp
  retq

# Calls out at every level, so that the call finds the end of the stack.
label guestRecurseOut
  pushq %rbx
label guestRecurseOutBody
  movq %rdi, %rbx
  movl guestIndices+8(%rip), %esi
  xorl %edx, %edx
  xorl %ecx, %ecx
  xorl %r8d, %r8d
  callq *96(%rdi)
  movq %rbx, %rdi
  callq guestRecurseOut
  popq %rbx
  retq

# Two structures; the first one's only reference is in a register while the second one is made. Gives the first one's field 1.
label guestKeep
  pushq %rbx
  pushq %r12
  subq $24, %rsp
label guestKeepBody
  movq %rdi, %r12
  movq $11, (%rsp)
  movq $22, 8(%rsp)
  movl guestIndices+16(%rip), %esi
  movq %rsp, %rdx
  xorl %ecx, %ecx
  callq *96(%rdi)
  movq %rax, %rbx
  movq $33, (%rsp)
  movq $44, 8(%rsp)
  movq %r12, %rdi
  movl guestIndices+16(%rip), %esi
  movq %rsp, %rdx
  xorl %ecx, %ecx
  callq *96(%rdi)
  movq 16(%rbx), %rax
  addq $24, %rsp
  popq %r12
  popq %rbx
  retq

label guestDivide
  subq $24, %rsp
label guestDivideBody
  movl %edx, %edx
  movl %ecx, %ecx
  movq %rdx, (%rsp)
  movq %rcx, 8(%rsp)
  movl guestIndices+20(%rip), %esi
  movq %rsp, %rdx
  callq *96(%rdi)
  addq $24, %rsp
  retq

label guestElement
  subq $8, %rsp
label guestElementBody
  movl guestIndices+4(%rip), %esi
  movl $7, %ecx
  movl $12, %r8d
  callq *96(%rdi)
  ud2

label guestGrow
  subq $24, %rsp
label guestGrowBody
  movl %edx, %edx
  movq %rdx, (%rsp)
  movl guestIndices+12(%rip), %esi
  movq %rsp, %rdx
  xorl %ecx, %ecx
  callq *96(%rdi)
  addq $24, %rsp
  retq
label guestEnd
  .popsection
)");

namespace wald::aot::test {

namespace {

std::uint32_t at(const std::uint8_t* label) {
  return static_cast<std::uint32_t>(label - guestBegin);
}

constexpr auto rbx = 0, rbp = 1, r12 = 2;

}  // namespace

NativeGuest::NativeGuest() {
  const std::uint8_t* const functions[] = {
      guestMix,   guestSecond, guestOuter,        guestInner,        guestLoad,    guestCallForeign,
      guestThrow, guestCatch,  guestCatchForeign, guestThrowForeign, guestRecurse, guestRecurseOut,
      guestKeep,  guestDivide, guestElement,      guestGrow,         guestEnd};
  for (const auto* function : functions) functions_.push_back(at(function));
  for (std::uint32_t i = 0; i + 1 < functions_.size(); ++i) {
    callSites_.push_back({functions_[i], offsetOf(i)});
  }
  const auto shape = [this](std::uint32_t bytes) -> artifact::UnwindShape& {
    return unwindShapes_.emplace_back(artifact::UnwindShape{bytes, {}, false});
  };
  shape(8);
  const auto body = [&](const std::uint8_t* entry, const std::uint8_t* begin,
                        std::uint32_t bytes) -> artifact::UnwindShape& {
    unwindRows_.push_back({at(entry), 0});
    unwindRows_.push_back({at(begin), static_cast<std::uint32_t>(unwindShapes_.size())});
    return shape(bytes);
  };
  unwindRows_.push_back({0, 0});
  auto& outer = body(guestOuter, guestOuterBody, 16);
  outer.cfaIsRbp = true;
  outer.saved[rbp] = 16;
  body(guestInner, guestInnerBody, 16).saved[rbx] = 16;
  unwindRows_.push_back({at(guestLoad), 0});
  body(guestCallForeign, guestCallForeignBody, 16);
  auto& thrower = body(guestThrow, guestThrowBody, 32);
  thrower.saved[rbx] = 16;
  thrower.saved[r12] = 24;
  body(guestCatch, guestCatchBody, 16).saved[rbx] = 16;
  body(guestCatchForeign, guestCatchForeignBody, 16).saved[rbx] = 16;
  body(guestThrowForeign, guestThrowForeignBody, 16);
  body(guestRecurse, guestRecurseBody, 16);
  body(guestRecurseOut, guestRecurseOutBody, 16).saved[rbx] = 16;
  auto& keep = body(guestKeep, guestKeepBody, 48);
  keep.saved[rbx] = 16;
  keep.saved[r12] = 24;
  body(guestDivide, guestDivideBody, 32);
  body(guestElement, guestElementBody, 16);
  body(guestGrow, guestGrowBody, 32);
  landingPads_ = {
      {at(guestCatchCall), at(guestCatchCalled), at(guestCatchPad)},
      {at(guestCatchForeignCall), at(guestCatchForeignCalled), at(guestCatchForeignPad)}};
  tables_ = {functions_,    callSites_,   unwindRows_,
             unwindShapes_, landingPads_, {guestBegin, guestEnd}};
}

}  // namespace wald::aot::test
