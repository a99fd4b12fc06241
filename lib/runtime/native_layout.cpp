// Compares what compiled code takes for granted (wasm/native_layout.h) with the objects themselves.
#include "wasm/native_layout.h"

#include <cstddef>

#include "runtime/context.h"
#include "runtime/function.h"
#include "runtime/global.h"
#include "runtime/memory.h"
#include "runtime/object.h"
#include "runtime/table.h"

namespace wald::runtime {

namespace native = wasm::native;

static_assert(offsetof(Context, globals) == native::context::globals);
static_assert(offsetof(Context, tables) == native::context::tables);
static_assert(offsetof(Context, memories) == native::context::memories);
static_assert(offsetof(Context, functions) == native::context::functions);
static_assert(offsetof(Context, types) == native::context::types);
static_assert(offsetof(Context, memoryBase) == native::context::memoryBase);
static_assert(offsetof(Context, tags) == native::context::tags);
static_assert(offsetof(Context, overflow) == native::context::overflow);
static_assert(offsetof(Context, callOut) == native::context::callOut);

static_assert(offsetof(Function, type) == native::function::type);
static_assert(offsetof(Function, entry) == native::function::entry);
static_assert(offsetof(Function, nativeContext) == native::function::nativeContext);
static_assert(offsetof(Function, nativeBase) == native::function::nativeBase);

static_assert(offsetof(Global, slots) == 0);

static_assert(offsetof(Object, type) == native::object::type);
static_assert(offsetof(Object, length) == native::object::length);
static_assert(sizeof(Object) == native::object::contents);
static_assert(offsetof(Exception, tag) == native::exception::tag);
static_assert(sizeof(Exception) == native::exception::values);

// Not of standard layout, but both compilers say where their members are.
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
struct NativeLayout {
  static_assert(offsetof(Memory, base_) == native::memory::base);
  static_assert(offsetof(Memory, size_) == native::memory::size);
  static_assert(offsetof(Table, elements_) == native::table::elements);
  static_assert(offsetof(Table, size_) == native::table::size);
};

}  // namespace wald::runtime
