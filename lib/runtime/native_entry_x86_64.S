// Ways into compiled code and out of it. Compiled code has a stack of its own; whoever enters it keeps in the store's
// NativeState where the host's stack goes on. Callee-saved registers of compiled frames are pushed on their stack whenever they
// leave it, so that the collector and the walk over frames find them there.

#include "runtime/native_offsets.h"

  .text

// In the order of NativeFrame::saved, rbx at the lowest address.
.macro pushSaved
  pushq %r15
  pushq %r14
  pushq %r13
  pushq %r12
  pushq %rbp
  pushq %rbx
.endm

.macro popSaved
  popq %rbx
  popq %rbp
  popq %r12
  popq %r13
  popq %r14
  popq %r15
.endm

// A place in a function that the host knows.
.macro place name
  .globl \name
  .hidden \name
\name:
.endm

.macro function name
  .globl \name
  .hidden \name
  .type \name, @function
  .p2align 4
\name:
.endm

// bool waldNativeEnter(NativeState* rdi, NativeRegisters* rsi, const Function* rdx, bool ecx)
function waldNativeEnter
  pushSaved
  subq $8, %rsp
  movq %rdi, %rbx
  movq %rsi, %r12
  movq %rdx, %r11
  movzbl %cl, %r13d
  movq %rsp, WALD_NATIVE_HOST_STACK(%rbx)
place waldEnterWindow
  movq WALD_NATIVE_STOPPED(%rbx), %rax
  cmpb $0, (%rax)
  jne .LstoppedBefore
  movq WALD_NATIVE_SP(%rbx), %rsp
  movq WALD_FUNCTION_CONTEXT(%r11), %rdi
  movq WALD_FUNCTION_BASE(%r11), %rsi
  movq 0(%r12), %rdx
  movq 8(%r12), %rcx
  movq 16(%r12), %r8
  movq 24(%r12), %r9
  testl %r13d, %r13d
  je .Lenter
  movups 32(%r12), %xmm0
  movups 48(%r12), %xmm1
  movups 64(%r12), %xmm2
  movups 80(%r12), %xmm3
  movups 96(%r12), %xmm4
  movups 112(%r12), %xmm5
  movups 128(%r12), %xmm6
  movups 144(%r12), %xmm7
.Lenter:
  xorl %r10d, %r10d
  xorl %ebp, %ebp
  callq *WALD_FUNCTION_ENTRY(%r11)
place waldNativeReturn
place waldEnterWindowEnd
  movq %rax, 0(%r12)
  movups %xmm0, 32(%r12)
  movl $1, %eax
.Lreturn:
  movq WALD_NATIVE_HOST_STACK(%rbx), %rsp
  addq $8, %rsp
  popSaved
  retq
  .size waldNativeEnter, . - waldNativeEnter

// Ends the innermost run from anywhere in it; the state is in rbx.
function waldNativeLeave
  xorl %eax, %eax
  jmp .Lreturn
  .size waldNativeLeave, . - waldNativeLeave

// i64 callOut(Context* rdi, i64 rsi, Slot* rdx, i64 rcx, i64 r8)
function waldNativeCallOut
  movq WALD_CONTEXT_NATIVE(%rdi), %rax
  cmpq WALD_NATIVE_LIMIT(%rax), %rsp
  jb .LstackOverflow
  pushSaved
  movq %rax, %rbx
  movq %rsp, WALD_NATIVE_SP(%rbx)
  movq WALD_NATIVE_HOST_STACK(%rbx), %rsp
  callq *WALD_NATIVE_CALL_OUT(%rbx)
  cmpq $0, WALD_NATIVE_ACTION(%rbx)
  jne .Lact
place waldCallOutWindow
  movq WALD_NATIVE_STOPPED(%rbx), %rcx
  cmpb $0, (%rcx)
  jne .Lstopped
  movq WALD_NATIVE_SP(%rbx), %rsp
  popSaved
  retq
place waldCallOutWindowEnd
  .size waldNativeCallOut, . - waldNativeCallOut

// As compiled functions are called: Function* rdi, NativeState* rsi, Context* of the caller r10.
function waldForeignEntry
  movq %rsi, %rax
  cmpq WALD_NATIVE_LIMIT(%rsi), %rsp
  jb .LstackOverflow
  pushSaved
  subq $WALD_FOREIGN_REGISTERS, %rsp
  movq %rsi, %rbx
  movq %rdx, 0(%rsp)
  movq %rcx, 8(%rsp)
  movq %r8, 16(%rsp)
  movq %r9, 24(%rsp)
  movups %xmm0, 32(%rsp)
  movups %xmm1, 48(%rsp)
  movups %xmm2, 64(%rsp)
  movups %xmm3, 80(%rsp)
  movups %xmm4, 96(%rsp)
  movups %xmm5, 112(%rsp)
  movups %xmm6, 128(%rsp)
  movups %xmm7, 144(%rsp)
  movq %rsp, WALD_NATIVE_SP(%rbx)
  movq %rsp, %rcx
  movq %r10, %rdx
  movq %rdi, %rsi
  movq %rbx, %rdi
  movq WALD_NATIVE_HOST_STACK(%rbx), %rsp
  callq *WALD_NATIVE_FOREIGN(%rbx)
  cmpq $0, WALD_NATIVE_ACTION(%rbx)
  jne .Lact
place waldForeignWindow
  movq WALD_NATIVE_STOPPED(%rbx), %rcx
  cmpb $0, (%rcx)
  jne .LstoppedForeign
  movq WALD_NATIVE_SP(%rbx), %rsp
  movq 0(%rsp), %rax
  movups 32(%rsp), %xmm0
  addq $WALD_FOREIGN_REGISTERS, %rsp
  popSaved
  retq
place waldForeignWindowEnd
  .size waldForeignEntry, . - waldForeignEntry

// Leaves the run, or goes on at a landing pad; the state is in rbx.
.Lact:
  cmpq $WALD_ACTION_RESUME, WALD_NATIVE_ACTION(%rbx)
  jne waldNativeLeave
  movq $0, WALD_NATIVE_ACTION(%rbx)
  movq WALD_NATIVE_EXCEPTION(%rbx), %rax
  xorl %edx, %edx
  movq WALD_NATIVE_PC(%rbx), %rcx
  movq WALD_NATIVE_FRAME_SP(%rbx), %rsp
  movq WALD_NATIVE_SAVED+8(%rbx), %rbp
  movq WALD_NATIVE_SAVED+16(%rbx), %r12
  movq WALD_NATIVE_SAVED+24(%rbx), %r13
  movq WALD_NATIVE_SAVED+32(%rbx), %r14
  movq WALD_NATIVE_SAVED+40(%rbx), %r15
  movq WALD_NATIVE_SAVED(%rbx), %rbx
  jmpq *%rcx

// A call out of compiled code finds too little stack: a trap of the caller. The state is in rax, the return address on top of the stack.
.LstackOverflow:
  popq WALD_NATIVE_PC(%rax)
  movq %rsp, WALD_NATIVE_FRAME_SP(%rax)
  movq %rbx, WALD_NATIVE_SAVED(%rax)
  movq %rbp, WALD_NATIVE_SAVED+8(%rax)
  movq %r12, WALD_NATIVE_SAVED+16(%rax)
  movq %r13, WALD_NATIVE_SAVED+24(%rax)
  movq %r14, WALD_NATIVE_SAVED+32(%rax)
  movq %r15, WALD_NATIVE_SAVED+40(%rax)
  movq $WALD_TRAP_STACK_OVERFLOW, WALD_NATIVE_TRAP(%rax)
  movq %rax, %rbx
  jmp waldNativeLeave

// The store is to stop, and compiled code is not entered. The state is in rbx.
.LstoppedBefore:
  movq $0, WALD_NATIVE_PC(%rbx)
  movq $WALD_TRAP_INTERRUPTED, WALD_NATIVE_TRAP(%rbx)
  jmp waldNativeLeave

// The store is to stop, and compiled code is not gone back to: a trap of the caller, whose registers lie on the stack.
.LstoppedForeign:
  addq $WALD_FOREIGN_REGISTERS, WALD_NATIVE_SP(%rbx)
.Lstopped:
  movq WALD_NATIVE_SP(%rbx), %rsp
  popq WALD_NATIVE_SAVED(%rbx)
  popq WALD_NATIVE_SAVED+8(%rbx)
  popq WALD_NATIVE_SAVED+16(%rbx)
  popq WALD_NATIVE_SAVED+24(%rbx)
  popq WALD_NATIVE_SAVED+32(%rbx)
  popq WALD_NATIVE_SAVED+40(%rbx)
  popq WALD_NATIVE_PC(%rbx)
  movq %rsp, WALD_NATIVE_FRAME_SP(%rbx)
  movq $WALD_TRAP_INTERRUPTED, WALD_NATIVE_TRAP(%rbx)
  jmp waldNativeLeave

  .section .note.GNU-stack, "", @progbits
