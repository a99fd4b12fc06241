#include "runtime/objects.h"

#include <cassert>

namespace wald::runtime {

namespace {

template <typename T>
void storeAs(std::uint8_t* at, const Slot* from) {
  const auto value = static_cast<T>(*from);
  std::memcpy(at, &value, sizeof(T));
}

template <typename T>
Slot loadAs(const std::uint8_t* at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}

Object* allocate(Heap& heap, const TypeInfo& info, std::uint64_t bytes, std::uint32_t length) {
  Object* object = heap.allocate(bytes);
  if (object != nullptr) *object = {info.id, length};
  return object;
}

Object* allocateArray(Heap& heap, const TypeInfo& info, std::uint32_t length) {
  return allocate(heap, info, info.arrayBytes(length), length);
}

template <typename T>
void fillWith(std::uint8_t* at, std::uint32_t count, const Slot* element) {
  const auto value = static_cast<T>(*element);
  for (; count > 0; --count, at += sizeof(T)) std::memcpy(at, &value, sizeof(T));
}

}  // namespace

void storeField(std::uint8_t* at, Storage storage, const Slot* from) {
  switch (storage) {
    case Storage::I8: return storeAs<std::uint8_t>(at, from);
    case Storage::I16: return storeAs<std::uint16_t>(at, from);
    case Storage::I32:
    case Storage::F32: return storeAs<std::uint32_t>(at, from);
    case Storage::I64:
    case Storage::F64:
    case Storage::Ref: return storeAs<std::uint64_t>(at, from);
    case Storage::V128: std::memcpy(at, from, 16); return;
    case Storage::Bottom: break;
  }
  assert(false);
}

void loadField(const std::uint8_t* at, Storage storage, Slot* to) {
  switch (storage) {
    case Storage::I8: *to = loadAs<std::uint8_t>(at); return;
    case Storage::I16: *to = loadAs<std::uint16_t>(at); return;
    case Storage::I32:
    case Storage::F32: *to = loadAs<std::uint32_t>(at); return;
    case Storage::I64:
    case Storage::F64:
    case Storage::Ref: *to = loadAs<std::uint64_t>(at); return;
    case Storage::V128: std::memcpy(to, at, 16); return;
    case Storage::Bottom: break;
  }
  assert(false);
}

Object* newStruct(Heap& heap, const TypeInfo& info, const Slot* fields) {
  Object* object = allocate(heap, info, info.bytes, 0);
  if (object == nullptr) return nullptr;
  auto* start = reinterpret_cast<std::uint8_t*>(object);
  for (const auto& field : info.fields) {
    storeField(start + field.offset, field.storage, fields);
    fields += field.storage == Storage::V128 ? 2 : 1;
  }
  return object;
}

Object* newStructDefault(Heap& heap, const TypeInfo& info) {
  Object* object = allocate(heap, info, info.bytes, 0);
  if (object != nullptr) std::memset(object->contents(), 0, info.bytes - sizeof(Object));
  return object;
}

Object* newArrayDefault(Heap& heap, const TypeInfo& info, std::uint32_t length) {
  Object* array = allocateArray(heap, info, length);
  if (array != nullptr) {
    std::memset(array->contents(), 0, std::uint64_t{length} << info.elementLog2);
  }
  return array;
}

Object* newArray(Heap& heap, const TypeInfo& info, std::uint32_t length, const Slot* element) {
  Object* array = allocateArray(heap, info, length);
  if (array != nullptr) fillArray(*array, info, 0, length, element);
  return array;
}

Object* newArrayFixed(Heap& heap, const TypeInfo& info, std::uint32_t length,
                      const Slot* elements) {
  Object* array = allocateArray(heap, info, length);
  if (array == nullptr) return nullptr;
  const Storage storage = info.fields[0].storage;
  for (std::uint32_t i = 0; i < length; ++i, elements += info.slots) {
    storeField(elementAt(*array, info, i), storage, elements);
  }
  return array;
}

Object* newArrayFrom(Heap& heap, const TypeInfo& info, std::uint32_t length, const void* elements) {
  Object* array = allocateArray(heap, info, length);
  if (array != nullptr) initialiseArray(*array, info, 0, elements, length);
  return array;
}

Exception* newException(Heap& heap, const TypeInfo& info, const Tag* tag, const Slot* values) {
  auto* exception = reinterpret_cast<Exception*>(allocate(heap, info, info.bytes, info.slots));
  if (exception == nullptr) return nullptr;
  exception->tag = tag;
  if (info.slots != 0) std::memcpy(exception->values(), values, info.slots * sizeof(Slot));
  return exception;
}

void fillArray(Object& array, const TypeInfo& info, std::uint32_t index, std::uint32_t count,
               const Slot* element) {
  std::uint8_t* at = elementAt(array, info, index);
  switch (info.elementLog2) {
    case 0: return fillWith<std::uint8_t>(at, count, element);
    case 1: return fillWith<std::uint16_t>(at, count, element);
    case 2: return fillWith<std::uint32_t>(at, count, element);
    case 3: return fillWith<std::uint64_t>(at, count, element);
    default:
      for (; count > 0; --count, at += 16) std::memcpy(at, element, 16);
  }
}

void initialiseArray(Object& array, const TypeInfo& info, std::uint32_t index, const void* elements,
                     std::uint32_t count) {
  if (count == 0) return;
  std::memcpy(elementAt(array, info, index), elements, std::uint64_t{count} << info.elementLog2);
}

void copyArray(Object& to, std::uint32_t toIndex, Object& from, std::uint32_t fromIndex,
               const TypeInfo& info, std::uint32_t count) {
  if (count == 0) return;
  std::memmove(elementAt(to, info, toIndex), elementAt(from, info, fromIndex),
               std::uint64_t{count} << info.elementLog2);
}

}  // namespace wald::runtime
