// Switching between stacks: what the calling convention has a callee keep is pushed on the one that is left.

  .text

  .globl waldFiberSwitch
  .hidden waldFiberSwitch
  .type waldFiberSwitch, @function
  .p2align 4
// void waldFiberSwitch(void** rdi, void* rsi)
waldFiberSwitch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  subq $8, %rsp
  stmxcsr (%rsp)
  fnstcw 4(%rsp)
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  ldmxcsr (%rsp)
  fldcw 4(%rsp)
  addq $8, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  retq
  .size waldFiberSwitch, . - waldFiberSwitch

  .globl waldFiberStart
  .hidden waldFiberStart
  .type waldFiberStart, @function
  .p2align 4
waldFiberStart:
  .cfi_startproc
  .cfi_undefined rip
  movq %r12, %rdi
  callq *%r13
  ud2
  .cfi_endproc
  .size waldFiberStart, . - waldFiberStart

  .section .note.GNU-stack, "", @progbits
