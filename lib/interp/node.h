#pragma once

#include <cstdint>
#include <cstring>

#include "runtime/context.h"
#include "wasm/numeric.h"
#include "wasm/opcode.h"

namespace wald::interp {

using runtime::Context;
using wasm::Kind;
using wasm::Opcode;

/// The accumulator for floats and vectors: a vector register, with an f32 or f64 in lane 0.
using FloatAcc = float __attribute__((vector_size(16)));
using DoubleLanes = double __attribute__((vector_size(16)));

/// What a node does. Handlers call each other in tail position, so the arguments are the machine's registers:
/// the node, the frame, the base of memory 0, the integer accumulator, the context, the float accumulator.
using HandlerCode = void(const std::uint8_t* pc, std::uint8_t* fp, std::uint8_t* mem,
                         std::uint64_t acc, Context* ctx, FloatAcc facc);
using Handler = HandlerCode*;

// A node: the address of its handler (8 bytes), the operands in prefix order (a slot's byte offset in the frame: 4
// bytes; a constant: 4, 8 or 16; the accumulator: none), then the destination's offset or the branch target relative to
// the node (4 bytes each); padded to 8.

/// Where an operand comes from.
enum class Src : std::uint8_t { Slot, Const, Acc };
/// Where a result goes.
enum class Dst : std::uint8_t { Slot, Acc };

constexpr bool isFloat(Kind kind) { return kind == Kind::F32 || kind == Kind::F64; }
constexpr bool isWide(Kind kind) { return kind != Kind::I32 && kind != Kind::F32; }

constexpr unsigned headBytes = 8;
constexpr unsigned sizeOf(Kind kind, Src src) {
  return src == Src::Slot     ? 4
         : src == Src::Acc    ? 0
         : kind == Kind::V128 ? 16
         : isWide(kind)       ? 8
                              : 4;
}
constexpr unsigned sizeOf(Dst dst) { return dst == Dst::Slot ? 4 : 0; }
constexpr unsigned padded(unsigned size) { return (size + 7) & ~7u; }

template <typename T>
inline T readAt(const std::uint8_t* at) {
  T value;
  std::memcpy(static_cast<void*>(&value), at, sizeof(T));
  return value;
}

template <typename T>
inline void writeAt(std::uint8_t* at, T value) {
  std::memcpy(at, &value, sizeof(T));
}

/// The slot whose offset stands at `at`.
inline std::uint8_t* slotAt(const std::uint8_t* at, std::uint8_t* fp) {
  return fp + readAt<std::uint32_t>(at);
}

// What a frame holds behind the parameters (or results, if they take more room): the link.
struct Link {
  const std::uint8_t* returnPc;
  std::uint8_t* callerFrame;
};

/// A link by which a call into another instance returns to its context. The callee's frame follows it.
struct Bridge {
  Link link;
  Context* context;
  std::uint32_t resultBytes;
  std::uint32_t
      resultDistance;  ///< from the place of the results in the caller's frame to the bridge
};
static_assert(sizeof(Bridge) == 32);

/// Bytes from the start of a frame to its link.
constexpr std::uint32_t linkOffset(std::uint32_t paramSlots, std::uint32_t resultSlots) {
  return 8 * (paramSlots > resultSlots ? paramSlots : resultSlots);
}

// Nodes of calls that more than one handler has to read.
struct IndirectCallee {
  std::uint32_t type;  // expected
  std::uint32_t table;
};

struct CallNode {
  Handler handler;
  union {
    const void* target;                    // Call: a node
    const std::atomic<const void*>* code;  // ReturnCall: where the target stands
    IndirectCallee indirect;
    std::uint32_t function;  // of an import
  };
  std::uint32_t frame;    // Call: offset of the callee's frame; ReturnCall: of the arguments
  std::uint32_t link;     // of the callee's link in its frame
  std::uint32_t operand;  // CallIndirect, CallRef: slot of the index or reference
  std::uint32_t ownLink;  // ReturnCall: of the caller's link in its frame
};
static_assert(sizeof(CallNode) == 32);

/// The first node of a function that is not built yet.
struct StubNode {
  Handler handler;
  std::uint32_t function;  // defined function
  std::uint32_t mode;
};

}  // namespace wald::interp
