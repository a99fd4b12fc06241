#pragma once

#include <atomic>
#include <cstdint>

#include "runtime/value.h"
#include "wasm/trap.h"
#include "wasm/type_table.h"

namespace wald::runtime {

class Instance;
class Store;
struct Function;

/// How a call through a uniform entry ended. With anything but `Ok` the store holds the rest
/// (`Store::raise…`).
enum class Outcome : std::uint8_t {
  Ok,
  Trap,
  TailCall,  ///< of a guest only: `Store::finishTailCall`
};

/// Who called a host function: null for a call by the host itself.
struct Caller {
  Store& store;
  Instance* instance;
};

/// A host function: arguments lie in `slots`, results are written to `slots` from its start.
using HostEntry = Outcome (*)(void* environment, Caller caller, Slot* slots);

/// How a function is called whose arguments and result are all integers and references in registers of compiled code, in the order of
/// their slots: there is nothing to be moved then.
struct PlainCall {
  bool isPlain = false;
  std::uint8_t narrowParams = 0;  ///< a bit for each parameter that is an i32
  bool isNarrow = false;          ///< whether the result is one
};
PlainCall plainCallOf(const wasm::CompType& type);

/// A function instance; function references are addresses of these. Owned by a store, never moves.
struct Function {
  wasm::TypeId type = 0;         ///< engine-wide
  std::uint32_t index = 0;       ///< in the instance's index space
  Instance* instance = nullptr;  ///< null for a host function
  /// Where the interpreter finds the code of a function; null for any other.
  const std::atomic<const void*>* code = nullptr;
  /// Of a host function, and of a compiled one, which is called as if it were one (`environment` is the function itself).
  HostEntry host = nullptr;
  void* environment = nullptr;
  std::uint16_t paramSlots = 0;
  std::uint16_t resultSlots = 0;
  // For callers that are compiled code: what they call, and what it gets as its context and memory base.
  const void* entry = nullptr;
  void* nativeContext = nullptr;
  void* nativeBase = nullptr;
  /// Of which kinds arguments and results are. References may be over the types of a module.
  const wasm::CompType* signature = nullptr;
  PlainCall plain;  ///< of the signature

  /// Whether it is called by `host`.
  bool isHost() const { return host != nullptr; }
};

inline Ref toRef(const Function* function) { return reinterpret_cast<Ref>(function); }
inline Function* toFunction(Ref ref) { return reinterpret_cast<Function*>(ref); }

}  // namespace wald::runtime
