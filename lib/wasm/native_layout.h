#pragma once

#include <cstdint>

#include "wasm/opcode.h"
#include "wasm/types.h"

namespace wald::wasm::native {

// What compiled code takes for granted of the runtime's objects, in bytes from their start. The compiler knows nothing else of the
// runtime, and `runtime/native_layout.cpp` compares each with what it stands for.

namespace context {
inline constexpr unsigned globals = 8;
inline constexpr unsigned tables = 16;
inline constexpr unsigned memories = 24;
inline constexpr unsigned functions = 32;
inline constexpr unsigned types = 40;
inline constexpr unsigned store = 64;
inline constexpr unsigned memoryBase = 72;
inline constexpr unsigned tags = 80;
inline constexpr unsigned overflow = 88;
inline constexpr unsigned callOut = 96;
inline constexpr unsigned native = 104;
}  // namespace context

/// The store's state of compiled code.
namespace state {
inline constexpr unsigned stackLimit = 16;
inline constexpr unsigned stopped = 128;
}  // namespace state

namespace store {
inline constexpr unsigned fuel = 72;
}  // namespace store

namespace function {
inline constexpr unsigned type = 0;
inline constexpr unsigned entry = 48;
inline constexpr unsigned nativeContext = 56;
inline constexpr unsigned nativeBase = 64;
}  // namespace function

namespace memory {
inline constexpr unsigned base = 0;
inline constexpr unsigned size = 8;
}  // namespace memory

namespace table {
inline constexpr unsigned elements = 0;
inline constexpr unsigned size = 8;
}  // namespace table

namespace object {
inline constexpr unsigned type = 0;
inline constexpr unsigned length = 4;
inline constexpr unsigned contents = 8;
}  // namespace object

namespace exception {
inline constexpr unsigned tag = 8;
inline constexpr unsigned values = 16;
}  // namespace exception

// Calls between compiled functions: so many integers and references, and so many floats and vectors, go in registers. The others
// stand in the overflow area at the place that they have among the slots of all arguments. The first result is in a register.
inline constexpr unsigned integerRegisters = 4;
inline constexpr unsigned vectorRegisters = 8;

/// Whether values of a kind are passed in vector registers.
constexpr bool isVectorKind(Kind kind) {
  return kind == Kind::F32 || kind == Kind::F64 || kind == Kind::V128;
}

/// Where an argument or a result is.
struct Place {
  enum class In : std::uint8_t { Integers, Vectors, Overflow } in;
  unsigned index;  ///< of the register among those of its sort
  unsigned slot;   ///< among those of all values, which is its place in the overflow area
};

/// Tells the places of values, one after another.
class Places {
public:
  constexpr explicit Places(unsigned integers = integerRegisters,
                            unsigned vectors = vectorRegisters)
      : integers_(integers), vectors_(vectors) {}

  constexpr Place next(Kind kind) {
    const unsigned slot = slot_;
    slot_ += slotsOf(kind);
    if (isVectorKind(kind)) {
      if (vector_ < vectors_) return {Place::In::Vectors, vector_++, slot};
    } else if (integer_ < integers_) {
      return {Place::In::Integers, integer_++, slot};
    }
    return {Place::In::Overflow, 0, slot};
  }

private:
  unsigned integers_;
  unsigned vectors_;
  unsigned integer_ = 0;
  unsigned vector_ = 0;
  unsigned slot_ = 0;
};

/// The guard below the stack of compiled code. Frames up to half of it are not probed; larger ones are touched at that distance, and code
/// that needs no signals has none.
inline constexpr unsigned stackGuard = 1u << 20;
inline constexpr unsigned unprobedFrame = stackGuard / 2;

/// What compiled code asks of the runtime through `callOut` besides the instructions, whose opcodes come first.
enum class CallOut : std::uint32_t {
  RaiseTrap = opcodeCount,  ///< a: `TrapKind`. Does not return.
  RaiseElement,             ///< a: `TrapKind`; b: the index of a table element. Does not return.
  ThrowTag,                 ///< a: index of the tag; operands: the values. Does not return.
  ThrowAgain,               ///< a: an exception, not null. Does not return.
  Refuel,                   ///< a: units of fuel that are wanted. 1 if the store has them now.
  CheckSubtype,  ///< a: a function; b: a type, over the engine's ids. 1 if the function has it.
  End
};

}  // namespace wald::wasm::native
