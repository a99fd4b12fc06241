#pragma once

// What the assembly of native runs knows of objects, in bytes from their start. Macros, since assembly reads this too;
// `native_layout.cpp` compares each with what it stands for.

#define WALD_CONTEXT_NATIVE 104

#define WALD_FUNCTION_ENTRY 48
#define WALD_FUNCTION_CONTEXT 56
#define WALD_FUNCTION_BASE 64

#define WALD_NATIVE_SP 0
#define WALD_NATIVE_HOST_STACK 8
#define WALD_NATIVE_LIMIT 16
#define WALD_NATIVE_CALL_OUT 24
#define WALD_NATIVE_FOREIGN 32
#define WALD_NATIVE_ACTION 40
#define WALD_NATIVE_TRAP 48
#define WALD_NATIVE_EXCEPTION 56
#define WALD_NATIVE_PC 64
#define WALD_NATIVE_FRAME_SP 72
#define WALD_NATIVE_SAVED 80
#define WALD_NATIVE_STOPPED 128

/// Bytes that hold the registers of a foreign call.
#define WALD_FOREIGN_REGISTERS 168

#define WALD_ACTION_RESUME 2
#define WALD_TRAP_STACK_OVERFLOW 20
#define WALD_TRAP_INTERRUPTED 23
