#pragma once

#include <cstdint>

#include "runtime/value.h"
#include "wasm/type_table.h"

namespace wald::runtime {

class Instance;
class Memory;
class Store;
class Table;
struct Function;
struct NativeState;
struct Global;
struct Tag;

/// What code of an instance reaches through one register. Both engines read it by these fields.
struct Context {
  Memory* memory0 = nullptr;  ///< null if the instance has no memory
  Global* const* globals = nullptr;
  Table* const* tables = nullptr;
  Memory* const* memories = nullptr;
  Function* const* functions = nullptr;  ///< imports first; a defined one is null until asked for
  const wasm::TypeId* types = nullptr;   ///< from type index to the engine's id
  const std::uint8_t* stackLimit = nullptr;  ///< frames end below this address
  Instance* instance = nullptr;
  Store* store = nullptr;
  // Of compiled code only.
  std::uint8_t* memoryBase = nullptr;  ///< of memory 0
  Tag* const* tags = nullptr;
  Slot* overflow = nullptr;       ///< the store's, for arguments and results beyond the registers
  const void* callOut = nullptr;  ///< by which compiled code asks for the runtime
  NativeState* native = nullptr;  ///< the store's
};

}  // namespace wald::runtime
