#pragma once

#include <cstdint>
#include <cstring>

#include "runtime/global.h"
#include "runtime/value.h"
#include "wasm/type_info.h"
#include "wasm/type_table.h"

namespace wald::runtime {

using wasm::Storage;
using wasm::TypeInfo;

/// Head of what lies on a store's heap: a structure, an array or an exception ("Execution › Runtime Structure"). Its
/// contents follow as its type's `TypeInfo` says. Objects never move. Compiled code relies on this layout.
struct Object {
  wasm::TypeId type = 0;     ///< of an exception: the function type of its tag
  std::uint32_t length = 0;  ///< elements of an array, slots of an exception's values

  std::uint8_t* contents() { return reinterpret_cast<std::uint8_t*>(this + 1); }
  const std::uint8_t* contents() const { return reinterpret_cast<const std::uint8_t*>(this + 1); }
};
static_assert(sizeof(Object) == 8);

/// An exception instance: behind the head its tag and the values it was thrown with, as arguments lie in slots.
struct Exception {
  Object head;
  const Tag* tag = nullptr;

  Slot* values() { return reinterpret_cast<Slot*>(this + 1); }
  const Slot* values() const { return reinterpret_cast<const Slot*>(this + 1); }
};

inline Ref toRef(const Object* object) { return reinterpret_cast<Ref>(object); }
inline Object* toObject(Ref ref) { return reinterpret_cast<Object*>(ref); }
inline Exception* toException(Ref ref) { return reinterpret_cast<Exception*>(ref); }

}  // namespace wald::runtime
