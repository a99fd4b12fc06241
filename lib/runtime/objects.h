#pragma once

#include <cstdint>
#include <span>

#include "runtime/heap.h"
#include "runtime/object.h"
#include "wasm/trap.h"

namespace wald::runtime {

// What the instructions on objects do, for all engines. Operands are slots; where an object is made they must be reachable
// for the collector. A null result means that the heap is full.

/// Stores what a slot (of a v128: two) holds as a field or element.
void storeField(std::uint8_t* at, Storage storage, const Slot* from);
/// Loads a field or element into a slot (or two); packed ones zero-extended.
void loadField(const std::uint8_t* at, Storage storage, Slot* to);

Object* newStruct(Heap& heap, const TypeInfo& info, const Slot* fields);
Object* newStructDefault(Heap& heap, const TypeInfo& info);
/// All elements are zero or null.
Object* newArrayDefault(Heap& heap, const TypeInfo& info, std::uint32_t length);
Object* newArray(Heap& heap, const TypeInfo& info, std::uint32_t length, const Slot* element);
Object* newArrayFixed(Heap& heap, const TypeInfo& info, std::uint32_t length, const Slot* elements);
/// The elements lie one after another as the array stores them; they may be null if there are none.
Object* newArrayFrom(Heap& heap, const TypeInfo& info, std::uint32_t length, const void* elements);
/// `values` are slots as the parameters of the tag's type.
Exception* newException(Heap& heap, const TypeInfo& info, const Tag* tag, const Slot* values);

/// The place of an element.
inline std::uint8_t* elementAt(Object& array, const TypeInfo& info, std::uint64_t index) {
  return array.contents() + (index << info.elementLog2);
}
/// Whether elements `[index, index + count)` exist.
inline bool contains(const Object& array, std::uint64_t index, std::uint64_t count) {
  return index <= array.length && count <= array.length - index;
}
void fillArray(Object& array, const TypeInfo& info, std::uint32_t index, std::uint32_t count,
               const Slot* element);
/// Elements as the array stores them, from elsewhere.
void initialiseArray(Object& array, const TypeInfo& info, std::uint32_t index, const void* elements,
                     std::uint32_t count);
/// As `memmove` does; both arrays have elements of one size.
void copyArray(Object& to, std::uint32_t toIndex, Object& from, std::uint32_t fromIndex,
               const TypeInfo& info, std::uint32_t count);

}  // namespace wald::runtime
