/// The standard C API of WebAssembly (https://github.com/WebAssembly/wasm-c-api), as wald implements it: programs written for it compile
/// unchanged. What it lacks (limits, WASI, messages of errors, interrupts …) is in `wald/c.h`.
///
/// **Ownership.** Objects are handled by pointers. Who gets one of a function that "gives" it owns it, and ends its ownership by
/// `wasm_…_delete`, once. A function that "takes" an object owns it from then on, whether it succeeds or not; all others only look at their
/// arguments. A vector owns its elements. A vector that is written to (`out`) is overwritten without being looked at; one that was
/// taken is empty afterwards.
///
/// **References** (modules, functions, memories …) are handles: deleting one does not end what it refers to, and copies refer to the same.
/// Functions, globals, tables, memories and instances live as long as their store. A handle may outlive its store, and its store the
/// engine handle: then it can be copied, compared and deleted, and everything else fails as for null.
///
/// **Errors** are told by null, false, an empty vector or a trap, as each function says. Null where an object is expected is no undefined
/// behaviour: the function does nothing, and gives null, false, 0 or an empty vector; where it gives traps, a trap that says so. The same
/// holds for objects of another store. Nothing is printed. If memory runs out, the process ends, but for vectors, which are then empty.
///
/// **Threads.** An engine and shared modules may be used by all threads at once; a store and everything that belongs to it by one thread
/// at a time.
///
/// **Types beyond this API.** A `v128` has the kind `WALD_V128` (`wald/c.h`); functions that take or give one cannot be called or made, globals
/// cannot be read or set. References to functions of any type have the kind `WASM_FUNCREF`, all others (`anyref`, `exnref` …)
/// `WASM_EXTERNREF`, but a type that was obtained from a module or an object keeps what it is exactly. Sizes of memories and tables that
/// exceed 32 bits are told as 0xffffffff. Tags are externs of the kind `WALD_EXTERN_TAG`, which can only be passed on.

#ifndef WASM_H
#define WASM_H

#include <assert.h>  // programs count on it
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// In front of every function of the library.
#ifndef WASM_API_EXTERN
#if defined(__GNUC__)
#define WASM_API_EXTERN __attribute__((visibility("default")))
#else
#define WASM_API_EXTERN
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef char byte_t;
typedef float float32_t;
typedef double float64_t;

// --- Families of functions ------------------------------------------------------------------------------------------------------------

/// A type of objects, and the end of one. Null is allowed.
#define WASM_FAMILY_OBJECT(name) \
  typedef struct wasm_##name##_t wasm_##name##_t; \
  WASM_API_EXTERN void wasm_##name##_delete(wasm_##name##_t* object);

/// A vector: `size` elements at `data`. Elements that are pointers or values with references are owned by it. A null `out` or
/// `vector` is allowed; then nothing happens.
///   new_empty          no elements, `data` is null.
///   new_uninitialized  room for so many, to be filled; all zero until then. Empty if there is no memory.
///   new                takes the elements (not the array that they are in), in their order. Empty if there is no memory.
///   copy               copies of all elements.
///   delete             deletes the elements; the vector is empty afterwards.
#define WASM_FAMILY_VECTOR(name, element) \
  typedef struct wasm_##name##_vec_t { \
    size_t size; \
    element* data; \
  } wasm_##name##_vec_t; \
  WASM_API_EXTERN void wasm_##name##_vec_new_empty(wasm_##name##_vec_t* out); \
  WASM_API_EXTERN void wasm_##name##_vec_new_uninitialized(wasm_##name##_vec_t* out, size_t size); \
  WASM_API_EXTERN void wasm_##name##_vec_new(wasm_##name##_vec_t* out, size_t size, \
                                             element const data[]); \
  WASM_API_EXTERN void wasm_##name##_vec_copy(wasm_##name##_vec_t* out, \
                                              const wasm_##name##_vec_t* vector); \
  WASM_API_EXTERN void wasm_##name##_vec_delete(wasm_##name##_vec_t* vector);

/// Descriptions of types: immutable objects, vectors of them, and `copy`, which gives another one that says the same.
#define WASM_FAMILY_TYPE(name) \
  WASM_FAMILY_OBJECT(name) \
  WASM_FAMILY_VECTOR(name, wasm_##name##_t*) \
  WASM_API_EXTERN wasm_##name##_t* wasm_##name##_copy(const wasm_##name##_t* type);

/// References.
///   copy                          gives another handle for the same object.
///   same                          whether both refer to the same object. Two nulls do, a null and anything else do not.
///   get_host_info                 the pointer that was attached to the object, by whichever handle; null if none was.
///   set_host_info                 attaches one. What was attached before is finalized.
///   set_host_info_with_finalizer  `finalizer` (may be null) is called with the pointer when another one is attached, and when the object
///                                 ends: with its store (functions, globals, tables, memories, instances), with its last handle
///                                 (modules, traps), or when the collector has found that neither handles nor guests refer to it (foreign
///                                 objects; at the end of the store at the latest). It is called by the thread that uses the store, never
///                                 while a guest's instruction is at work, and at once if the pointer cannot be attached.
#define WASM_FAMILY_REFERENCE_BASE(name) \
  WASM_FAMILY_OBJECT(name) \
  WASM_API_EXTERN wasm_##name##_t* wasm_##name##_copy(const wasm_##name##_t* object); \
  WASM_API_EXTERN bool wasm_##name##_same(const wasm_##name##_t* one, \
                                          const wasm_##name##_t* other); \
  WASM_API_EXTERN void* wasm_##name##_get_host_info(const wasm_##name##_t* object); \
  WASM_API_EXTERN void wasm_##name##_set_host_info(wasm_##name##_t* object, void* info); \
  WASM_API_EXTERN void wasm_##name##_set_host_info_with_finalizer( \
      wasm_##name##_t* object, void* info, void (*finalizer)(void* info));

/// Those of a certain kind. A handle is converted to `wasm_ref_t` and back without a change of ownership: it is the same handle. Back
/// it gives null if the reference is of another kind.
#define WASM_FAMILY_REFERENCE(name) \
  WASM_FAMILY_REFERENCE_BASE(name) \
  WASM_API_EXTERN wasm_ref_t* wasm_##name##_as_ref(wasm_##name##_t* object); \
  WASM_API_EXTERN const wasm_ref_t* wasm_##name##_as_ref_const(const wasm_##name##_t* object); \
  WASM_API_EXTERN wasm_##name##_t* wasm_ref_as_##name(wasm_ref_t* reference); \
  WASM_API_EXTERN const wasm_##name##_t* wasm_ref_as_##name##_const(const wasm_ref_t* reference);

/// Those that can leave their store: `share` gives a handle for any thread, `obtain` one for a store of the same engine (null: of another
/// one). The shared handle stays.
#define WASM_FAMILY_SHARABLE_REFERENCE(name) \
  WASM_FAMILY_REFERENCE(name) \
  WASM_FAMILY_OBJECT(shared_##name) \
  WASM_API_EXTERN wasm_shared_##name##_t* wasm_##name##_share(const wasm_##name##_t* object); \
  WASM_API_EXTERN wasm_##name##_t* wasm_##name##_obtain(wasm_store_t* store, \
                                                        const wasm_shared_##name##_t* shared);

/// Converts between a general type and one of its special cases, as above: the same object, or null if it is another case.
#define WASM_FAMILY_CASE(special, general) \
  WASM_API_EXTERN wasm_##general##_t* wasm_##special##_as_##general(wasm_##special##_t* object); \
  WASM_API_EXTERN const wasm_##general##_t* wasm_##special##_as_##general##_const( \
      const wasm_##special##_t* object); \
  WASM_API_EXTERN wasm_##special##_t* wasm_##general##_as_##special(wasm_##general##_t* object); \
  WASM_API_EXTERN const wasm_##special##_t* wasm_##general##_as_##special##_const( \
      const wasm_##general##_t* object);

// --- Bytes and names --------------------------------------------------------------------------------------------------------------------

typedef byte_t wasm_byte_t;
WASM_FAMILY_VECTOR(byte, wasm_byte_t)

/// A name in UTF-8, without a terminator; its functions are those of vectors of bytes.
typedef wasm_byte_vec_t wasm_name_t;
#define wasm_name wasm_byte_vec
#define wasm_name_new wasm_byte_vec_new
#define wasm_name_new_empty wasm_byte_vec_new_empty
#define wasm_name_new_uninitialized wasm_byte_vec_new_uninitialized
#define wasm_name_new_new_uninitialized \
  wasm_byte_vec_new_uninitialized  // as the standard spells it
#define wasm_name_copy wasm_byte_vec_copy
#define wasm_name_delete wasm_byte_vec_delete

/// A copy of a C string, without and with its terminator.
static inline void wasm_name_new_from_string(wasm_name_t* out, const char* text) {
  wasm_byte_vec_new(out, strlen(text), text);
}
static inline void wasm_name_new_from_string_nt(wasm_name_t* out, const char* text) {
  wasm_byte_vec_new(out, strlen(text) + 1, text);
}

// --- Configuration, engines, stores -----------------------------------------------------------------------------------------------------

/// What an engine is to be like. Filled by the functions `wald_config_…` of `wald/c.h`.
WASM_FAMILY_OBJECT(config)
/// Gives one with the defaults: all features of WebAssembly 3.0, no limit on the number of instances.
WASM_API_EXTERN wasm_config_t* wasm_config_new(void);

/// What modules and stores share. Any number of them may exist; any thread may use one. Its stores and modules keep what they need of it.
WASM_FAMILY_OBJECT(engine)
/// Gives one with the defaults.
WASM_API_EXTERN wasm_engine_t* wasm_engine_new(void);
/// Gives one; takes `config`. Null: the defaults.
WASM_API_EXTERN wasm_engine_t* wasm_engine_new_with_config(wasm_config_t* config);

/// Owner of everything that guests are made of. Deleting it ends all of that and runs the finalizers. If one of its functions is running
/// at that time, it ends when that returns.
WASM_FAMILY_OBJECT(store)
/// Gives one; null if the system has no memory for a stack.
WASM_API_EXTERN wasm_store_t* wasm_store_new(wasm_engine_t* engine);

// --- Types ------------------------------------------------------------------------------------------------------------------------------

typedef uint8_t wasm_mutability_t;
enum wasm_mutability_enum {
  WASM_CONST,
  WASM_VAR,
};

/// Of a memory in pages, of a table in elements. `max` is `wasm_limits_max_default` if there is none.
typedef struct wasm_limits_t {
  uint32_t min;  ///< how much there is at first
  uint32_t max;  ///< how far it can grow
} wasm_limits_t;
static const uint32_t wasm_limits_max_default = 0xffffffff;

typedef uint8_t wasm_valkind_t;
enum wasm_valkind_enum {
  WASM_I32,
  WASM_I64,
  WASM_F32,
  WASM_F64,
  WASM_EXTERNREF = 128,
  WASM_FUNCREF,
};
static inline bool wasm_valkind_is_num(wasm_valkind_t kind) { return kind < WASM_EXTERNREF; }
static inline bool wasm_valkind_is_ref(wasm_valkind_t kind) { return kind >= WASM_EXTERNREF; }

/// Types of values.
WASM_FAMILY_TYPE(valtype)
/// Gives the type of a kind (of references: that may be null); null if there is no such kind.
WASM_API_EXTERN wasm_valtype_t* wasm_valtype_new(wasm_valkind_t kind);
/// Its kind; that of a null is `WASM_I32`.
WASM_API_EXTERN wasm_valkind_t wasm_valtype_kind(const wasm_valtype_t* type);
static inline bool wasm_valtype_is_num(const wasm_valtype_t* type) {
  return wasm_valkind_is_num(wasm_valtype_kind(type));
}
static inline bool wasm_valtype_is_ref(const wasm_valtype_t* type) {
  return wasm_valkind_is_ref(wasm_valtype_kind(type));
}

/// Types of functions.
WASM_FAMILY_TYPE(functype)
/// Gives one; takes the contents of both vectors, which are empty afterwards (null: none). Null if one of the types is null, or if there
/// are more than 1,000 of either.
WASM_API_EXTERN wasm_functype_t* wasm_functype_new(wasm_valtype_vec_t* params,
                                                   wasm_valtype_vec_t* results);
/// Vectors that belong to the type; null of a null.
WASM_API_EXTERN const wasm_valtype_vec_t* wasm_functype_params(const wasm_functype_t* type);
WASM_API_EXTERN const wasm_valtype_vec_t* wasm_functype_results(const wasm_functype_t* type);

/// Types of globals.
WASM_FAMILY_TYPE(globaltype)
/// Gives one; takes `content`. Null if that is null or the mutability is none.
WASM_API_EXTERN wasm_globaltype_t* wasm_globaltype_new(wasm_valtype_t* content,
                                                       wasm_mutability_t mutability);
/// Belongs to the type.
WASM_API_EXTERN const wasm_valtype_t* wasm_globaltype_content(const wasm_globaltype_t* type);
WASM_API_EXTERN wasm_mutability_t wasm_globaltype_mutability(const wasm_globaltype_t* type);

/// Types of tables.
WASM_FAMILY_TYPE(tabletype)
/// Gives one; takes `element`. Null if that is null or no type of references, or if the limits are null or contradict each other.
WASM_API_EXTERN wasm_tabletype_t* wasm_tabletype_new(wasm_valtype_t* element,
                                                     const wasm_limits_t* limits);
/// These belong to the type.
WASM_API_EXTERN const wasm_valtype_t* wasm_tabletype_element(const wasm_tabletype_t* type);
WASM_API_EXTERN const wasm_limits_t* wasm_tabletype_limits(const wasm_tabletype_t* type);

/// Types of memories.
WASM_FAMILY_TYPE(memorytype)
/// Gives one, in pages of 64 KiB; null if the limits are null, contradict each other or exceed 65,536 pages.
WASM_API_EXTERN wasm_memorytype_t* wasm_memorytype_new(const wasm_limits_t* limits);
/// These belong to the type.
WASM_API_EXTERN const wasm_limits_t* wasm_memorytype_limits(const wasm_memorytype_t* type);

typedef uint8_t wasm_externkind_t;
enum wasm_externkind_enum {
  WASM_EXTERN_FUNC,
  WASM_EXTERN_GLOBAL,
  WASM_EXTERN_TABLE,
  WASM_EXTERN_MEMORY,
};

/// Types of what can be imported and exported: one of the four above, or that of a tag.
WASM_FAMILY_TYPE(externtype)
/// Its kind; that of a null is `WASM_EXTERN_FUNC`.
WASM_API_EXTERN wasm_externkind_t wasm_externtype_kind(const wasm_externtype_t* type);
WASM_FAMILY_CASE(functype, externtype)
WASM_FAMILY_CASE(globaltype, externtype)
WASM_FAMILY_CASE(tabletype, externtype)
WASM_FAMILY_CASE(memorytype, externtype)

/// What a module imports.
WASM_FAMILY_TYPE(importtype)
/// Gives one; takes all three (of the names their contents). Null if one is null.
WASM_API_EXTERN wasm_importtype_t* wasm_importtype_new(wasm_name_t* module, wasm_name_t* name,
                                                       wasm_externtype_t* type);
/// These belong to the import.
WASM_API_EXTERN const wasm_name_t* wasm_importtype_module(const wasm_importtype_t* import);
WASM_API_EXTERN const wasm_name_t* wasm_importtype_name(const wasm_importtype_t* import);
WASM_API_EXTERN const wasm_externtype_t* wasm_importtype_type(const wasm_importtype_t* import);

/// What a module exports.
WASM_FAMILY_TYPE(exporttype)
/// Gives one; takes both. Null if one is null.
WASM_API_EXTERN wasm_exporttype_t* wasm_exporttype_new(wasm_name_t* name, wasm_externtype_t* type);
/// These belong to the export.
WASM_API_EXTERN const wasm_name_t* wasm_exporttype_name(const wasm_exporttype_t* item);
WASM_API_EXTERN const wasm_externtype_t* wasm_exporttype_type(const wasm_exporttype_t* item);

// --- Values -----------------------------------------------------------------------------------------------------------------------------

struct wasm_ref_t;

/// A value. A reference (`of.ref`, of kind `WASM_EXTERNREF` or `WASM_FUNCREF`) is owned by it, and null is the null reference.
///
/// Where a value is given to wald, either kind of reference will do: what it refers to decides. Every kind of reference can become an
/// `externref`, and comes back as what it was; a function becomes a `funcref` where one is expected.
typedef struct wasm_val_t {
  wasm_valkind_t kind;  ///< which member of `of` is meant
  union {
    int32_t i32;
    int64_t i64;
    float32_t f32;
    float64_t f64;
    struct wasm_ref_t* ref;
  } of;  ///< the value itself
} wasm_val_t;

/// Deletes the reference, if it is one. The value itself is the caller's.
WASM_API_EXTERN void wasm_val_delete(wasm_val_t* value);
/// Makes `out` the same, with a reference of its own.
WASM_API_EXTERN void wasm_val_copy(wasm_val_t* out, const wasm_val_t* value);
WASM_FAMILY_VECTOR(val, wasm_val_t)

// --- References -------------------------------------------------------------------------------------------------------------------------

/// References of any kind: also to what guests make (structures, arrays, `i31`), which is opaque here. Host info of such a reference
/// belongs to the handle and its copies.
WASM_FAMILY_REFERENCE_BASE(ref)

/// Frames of a call stack.
WASM_FAMILY_OBJECT(frame)
WASM_FAMILY_VECTOR(frame, wasm_frame_t*)
/// Gives another one for the same frame.
WASM_API_EXTERN wasm_frame_t* wasm_frame_copy(const wasm_frame_t* frame);
/// The instance that the function belongs to; belongs to the frame. Null once the store has ended.
WASM_API_EXTERN struct wasm_instance_t* wasm_frame_instance(const wasm_frame_t* frame);
/// Of the function, in its module's index space, imports included.
WASM_API_EXTERN uint32_t wasm_frame_func_index(const wasm_frame_t* frame);
/// Of the instruction, in bytes: from the start of the function's body (its locals), and from that of the module.
WASM_API_EXTERN size_t wasm_frame_func_offset(const wasm_frame_t* frame);
WASM_API_EXTERN size_t wasm_frame_module_offset(const wasm_frame_t* frame);

/// Text with a terminating NUL, which counts.
typedef wasm_name_t wasm_message_t;

/// Why a call did not return: a trap of the guest or of the host, an uncaught exception, or an exit (`wald_trap_exit_status`). It belongs to
/// no store.
WASM_FAMILY_REFERENCE(trap)
/// Gives one for a callback to return. The message may have its NUL or not; null: an empty one. The store may be null.
WASM_API_EXTERN wasm_trap_t* wasm_trap_new(wasm_store_t* store, const wasm_message_t* message);
/// Gives its text: that of `wasm_trap_new`, or the specification's phrase with details. Empty (not even a NUL) of a null.
WASM_API_EXTERN void wasm_trap_message(const wasm_trap_t* trap, wasm_message_t* out);
/// Gives the innermost frame; null if no guest was involved.
WASM_API_EXTERN wasm_frame_t* wasm_trap_origin(const wasm_trap_t* trap);
/// Gives the frames of the guests that were left, innermost first; the 64 innermost if there were more.
WASM_API_EXTERN void wasm_trap_trace(const wasm_trap_t* trap, wasm_frame_vec_t* out);

/// Objects of the host, opaque to guests, which can keep them (`externref`); host info gives them a meaning.
WASM_FAMILY_REFERENCE(foreign)
/// Gives a new one; null if there are too many.
WASM_API_EXTERN wasm_foreign_t* wasm_foreign_new(wasm_store_t* store);

// --- Modules ----------------------------------------------------------------------------------------------------------------------------

/// Modules, valid and ready to be instantiated in all stores of their engine.
WASM_FAMILY_SHARABLE_REFERENCE(module)
/// Gives the module of these bytes, which are copied; null if they are none in the binary format or it is not valid (`wald_module_new`
/// says why).
WASM_API_EXTERN wasm_module_t* wasm_module_new(wasm_store_t* store, const wasm_byte_vec_t* binary);
/// Whether `wasm_module_new` would give one.
WASM_API_EXTERN bool wasm_module_validate(wasm_store_t* store, const wasm_byte_vec_t* binary);
/// Give its imports and exports, in their order.
WASM_API_EXTERN void wasm_module_imports(const wasm_module_t* module, wasm_importtype_vec_t* out);
WASM_API_EXTERN void wasm_module_exports(const wasm_module_t* module, wasm_exporttype_vec_t* out);
/// Gives bytes that `wasm_module_deserialize` makes the same module of, with this version of wald. They are no secret and no seal:
/// deserialize only what you trust.
WASM_API_EXTERN void wasm_module_serialize(const wasm_module_t* module, wasm_byte_vec_t* out);
/// Gives the module; null if the bytes are none of a module.
WASM_API_EXTERN wasm_module_t* wasm_module_deserialize(wasm_store_t* store,
                                                       const wasm_byte_vec_t* bytes);

// --- Functions --------------------------------------------------------------------------------------------------------------------------

/// Functions: exported by instances, or of the host.
WASM_FAMILY_REFERENCE(func)

/// A function of the host. `args` has as many values as the type has parameters, and belongs to the caller: copy a reference to keep it or
/// to return it. `results` has room for the type's results, each of its kind and zero; values written there, with their references, are
/// taken. Gives null, or a trap, which is taken: then `results` are not used, but their references deleted.
///
/// It may call back into guests and use all of this API with its store. A C++ exception that it throws is caught, and becomes a trap
/// with its text. It must not leave by `longjmp`.
typedef wasm_trap_t* (*wasm_func_callback_t)(const wasm_val_vec_t* args, wasm_val_vec_t* results);
typedef wasm_trap_t* (*wasm_func_callback_with_env_t)(void* env, const wasm_val_vec_t* args,
                                                      wasm_val_vec_t* results);

/// Gives a function of the host; null if the callback is, if the type has a `v128` or belongs to another engine.
WASM_API_EXTERN wasm_func_t* wasm_func_new(wasm_store_t* store, const wasm_functype_t* type,
                                           wasm_func_callback_t callback);
/// The same with an environment; `finalizer` (may be null) is called with it when the store ends, or at once if this fails.
WASM_API_EXTERN wasm_func_t* wasm_func_new_with_env(wasm_store_t* store,
                                                    const wasm_functype_t* type,
                                                    wasm_func_callback_with_env_t callback,
                                                    void* env, void (*finalizer)(void* env));
/// Gives its type.
WASM_API_EXTERN wasm_functype_t* wasm_func_type(const wasm_func_t* func);
WASM_API_EXTERN size_t wasm_func_param_arity(const wasm_func_t* func);
WASM_API_EXTERN size_t wasm_func_result_arity(const wasm_func_t* func);
/// Calls it. `args` (null: none) must match its type in number and kind. `results` (null: none) is overwritten from its start, without
/// being looked at; results for which there is no room are dropped. Gives null, or a trap: the guest's, or one that says what is wrong
/// with the arguments; then `results` are left alone.
WASM_API_EXTERN wasm_trap_t* wasm_func_call(const wasm_func_t* func, const wasm_val_vec_t* args,
                                            wasm_val_vec_t* results);

// --- Globals ----------------------------------------------------------------------------------------------------------------------------

WASM_FAMILY_REFERENCE(global)
/// Gives a new one; null if the value is not of its type.
WASM_API_EXTERN wasm_global_t* wasm_global_new(wasm_store_t* store, const wasm_globaltype_t* type,
                                               const wasm_val_t* value);
/// Gives its type.
WASM_API_EXTERN wasm_globaltype_t* wasm_global_type(const wasm_global_t* global);
/// Gives its value. Of a null or a `v128`: zero.
WASM_API_EXTERN void wasm_global_get(const wasm_global_t* global, wasm_val_t* out);
/// Sets it. Does nothing if it is immutable or the value of another type.
WASM_API_EXTERN void wasm_global_set(wasm_global_t* global, const wasm_val_t* value);

// --- Tables -----------------------------------------------------------------------------------------------------------------------------

WASM_FAMILY_REFERENCE(table)
typedef uint32_t wasm_table_size_t;
/// Gives a new one with `init` (null: null references) in all places. Null if that is not of its type or it exceeds a limit.
WASM_API_EXTERN wasm_table_t* wasm_table_new(wasm_store_t* store, const wasm_tabletype_t* type,
                                             wasm_ref_t* init);
/// Gives its type, with its present size as the minimum.
WASM_API_EXTERN wasm_tabletype_t* wasm_table_type(const wasm_table_t* table);
/// Gives an element: null if it is the null reference, or if there is no such index.
WASM_API_EXTERN wasm_ref_t* wasm_table_get(const wasm_table_t* table, wasm_table_size_t index);
/// Sets one; false if there is no such index or the reference is not of the table's type.
WASM_API_EXTERN bool wasm_table_set(wasm_table_t* table, wasm_table_size_t index,
                                    wasm_ref_t* reference);
/// In elements.
WASM_API_EXTERN wasm_table_size_t wasm_table_size(const wasm_table_t* table);
/// Adds so many elements; false if that exceeds a limit or `init` is not of its type.
WASM_API_EXTERN bool wasm_table_grow(wasm_table_t* table, wasm_table_size_t delta,
                                     wasm_ref_t* init);

// --- Memories ---------------------------------------------------------------------------------------------------------------------------

WASM_FAMILY_REFERENCE(memory)
typedef uint32_t wasm_memory_pages_t;
static const size_t MEMORY_PAGE_SIZE = 0x10000;
/// Gives a new one, zeroed; null if it exceeds a limit.
WASM_API_EXTERN wasm_memory_t* wasm_memory_new(wasm_store_t* store, const wasm_memorytype_t* type);
/// Gives its type, with its present size as the minimum.
WASM_API_EXTERN wasm_memorytype_t* wasm_memory_type(const wasm_memory_t* memory);
/// Its bytes. The pointer is good until the memory grows, which guests can make it do, or the store ends. It may be null if there are none.
WASM_API_EXTERN byte_t* wasm_memory_data(wasm_memory_t* memory);
/// In bytes.
WASM_API_EXTERN size_t wasm_memory_data_size(const wasm_memory_t* memory);
/// In pages.
WASM_API_EXTERN wasm_memory_pages_t wasm_memory_size(const wasm_memory_t* memory);
/// Adds so many pages; false if that exceeds a limit.
WASM_API_EXTERN bool wasm_memory_grow(wasm_memory_t* memory, wasm_memory_pages_t delta);

// --- Externs and instances --------------------------------------------------------------------------------------------------------------

/// What can be imported and exported: functions, globals, tables, memories, and tags.
WASM_FAMILY_REFERENCE(extern)
WASM_FAMILY_VECTOR(extern, wasm_extern_t*)
/// Its kind; that of a null is `WASM_EXTERN_FUNC`.
WASM_API_EXTERN wasm_externkind_t wasm_extern_kind(const wasm_extern_t* item);
/// Gives its type, of memories and tables with the present size as the minimum.
WASM_API_EXTERN wasm_externtype_t* wasm_extern_type(const wasm_extern_t* item);
WASM_FAMILY_CASE(func, extern)
WASM_FAMILY_CASE(global, extern)
WASM_FAMILY_CASE(table, extern)
WASM_FAMILY_CASE(memory, extern)

WASM_FAMILY_REFERENCE(instance)
/// Gives an instance of a module, whose start function has run. `imports` has what its imports are to be, in their order (null: none).
/// Null if that fails, and then a trap is given in `*trap`, unless `trap` is null: that of a segment or of the start function, or one that
/// says what is wrong with the imports. Otherwise `*trap` is null.
WASM_API_EXTERN wasm_instance_t* wasm_instance_new(wasm_store_t* store, const wasm_module_t* module,
                                                   const wasm_extern_vec_t* imports,
                                                   wasm_trap_t** trap);
/// Gives its exports, in the module's order.
WASM_API_EXTERN void wasm_instance_exports(const wasm_instance_t* instance, wasm_extern_vec_t* out);

// --- Shorthands -------------------------------------------------------------------------------------------------------------------------

/// Initialisers of vectors: empty, and over an array that stays the caller's.
#define WASM_EMPTY_VEC {0, NULL}
#define WASM_ARRAY_VEC(array) {sizeof(array) / sizeof((array)[0]), array}

/// Initialisers of values.
#define WASM_I32_VAL(value) \
  { \
    .kind = WASM_I32, .of = {.i32 = value } \
  }
#define WASM_I64_VAL(value) \
  { \
    .kind = WASM_I64, .of = {.i64 = value } \
  }
#define WASM_F32_VAL(value) \
  { \
    .kind = WASM_F32, .of = {.f32 = value } \
  }
#define WASM_F64_VAL(value) \
  { \
    .kind = WASM_F64, .of = {.f64 = value } \
  }
#define WASM_REF_VAL(reference) \
  { \
    .kind = WASM_EXTERNREF, .of = {.ref = reference } \
  }
#define WASM_INIT_VAL \
  { \
    .kind = WASM_EXTERNREF, .of = {.ref = NULL } \
  }

/// A pointer of the host as a number that guests can carry.
static inline void wasm_val_init_ptr(wasm_val_t* out, void* pointer) {
#if UINTPTR_MAX == UINT32_MAX
  out->kind = WASM_I32;
  out->of.i32 = (int32_t)(intptr_t)pointer;
#else
  out->kind = WASM_I64;
  out->of.i64 = (int64_t)(intptr_t)pointer;
#endif
}
static inline void* wasm_val_ptr(const wasm_val_t* value) {
#if UINTPTR_MAX == UINT32_MAX
  return (void*)(intptr_t)value->of.i32;
#else
  return (void*)(intptr_t)value->of.i64;
#endif
}

static inline wasm_valtype_t* wasm_valtype_new_i32(void) { return wasm_valtype_new(WASM_I32); }
static inline wasm_valtype_t* wasm_valtype_new_i64(void) { return wasm_valtype_new(WASM_I64); }
static inline wasm_valtype_t* wasm_valtype_new_f32(void) { return wasm_valtype_new(WASM_F32); }
static inline wasm_valtype_t* wasm_valtype_new_f64(void) { return wasm_valtype_new(WASM_F64); }
static inline wasm_valtype_t* wasm_valtype_new_externref(void) {
  return wasm_valtype_new(WASM_EXTERNREF);
}
static inline wasm_valtype_t* wasm_valtype_new_funcref(void) {
  return wasm_valtype_new(WASM_FUNCREF);
}

/// `wasm_functype_new_P_R`: with P parameters and R results, which are taken.
static inline wasm_functype_t* wasm_functype_of_arrays(size_t param_count, wasm_valtype_t* params[],
                                                       size_t result_count,
                                                       wasm_valtype_t* results[]) {
  wasm_valtype_vec_t both[2];
  wasm_valtype_vec_new(&both[0], param_count, params);
  wasm_valtype_vec_new(&both[1], result_count, results);
  return wasm_functype_new(&both[0], &both[1]);
}
static inline wasm_functype_t* wasm_functype_new_0_0(void) {
  return wasm_functype_of_arrays(0, NULL, 0, NULL);
}
static inline wasm_functype_t* wasm_functype_new_1_0(wasm_valtype_t* p) {
  return wasm_functype_of_arrays(1, &p, 0, NULL);
}
static inline wasm_functype_t* wasm_functype_new_2_0(wasm_valtype_t* p1, wasm_valtype_t* p2) {
  wasm_valtype_t* params[2] = {p1, p2};
  return wasm_functype_of_arrays(2, params, 0, NULL);
}
static inline wasm_functype_t* wasm_functype_new_3_0(wasm_valtype_t* p1, wasm_valtype_t* p2,
                                                     wasm_valtype_t* p3) {
  wasm_valtype_t* params[3] = {p1, p2, p3};
  return wasm_functype_of_arrays(3, params, 0, NULL);
}
static inline wasm_functype_t* wasm_functype_new_0_1(wasm_valtype_t* r) {
  return wasm_functype_of_arrays(0, NULL, 1, &r);
}
static inline wasm_functype_t* wasm_functype_new_1_1(wasm_valtype_t* p, wasm_valtype_t* r) {
  return wasm_functype_of_arrays(1, &p, 1, &r);
}
static inline wasm_functype_t* wasm_functype_new_2_1(wasm_valtype_t* p1, wasm_valtype_t* p2,
                                                     wasm_valtype_t* r) {
  wasm_valtype_t* params[2] = {p1, p2};
  return wasm_functype_of_arrays(2, params, 1, &r);
}
static inline wasm_functype_t* wasm_functype_new_3_1(wasm_valtype_t* p1, wasm_valtype_t* p2,
                                                     wasm_valtype_t* p3, wasm_valtype_t* r) {
  wasm_valtype_t* params[3] = {p1, p2, p3};
  return wasm_functype_of_arrays(3, params, 1, &r);
}
static inline wasm_functype_t* wasm_functype_new_0_2(wasm_valtype_t* r1, wasm_valtype_t* r2) {
  wasm_valtype_t* results[2] = {r1, r2};
  return wasm_functype_of_arrays(0, NULL, 2, results);
}
static inline wasm_functype_t* wasm_functype_new_1_2(wasm_valtype_t* p, wasm_valtype_t* r1,
                                                     wasm_valtype_t* r2) {
  wasm_valtype_t* results[2] = {r1, r2};
  return wasm_functype_of_arrays(1, &p, 2, results);
}
static inline wasm_functype_t* wasm_functype_new_2_2(wasm_valtype_t* p1, wasm_valtype_t* p2,
                                                     wasm_valtype_t* r1, wasm_valtype_t* r2) {
  wasm_valtype_t* params[2] = {p1, p2};
  wasm_valtype_t* results[2] = {r1, r2};
  return wasm_functype_of_arrays(2, params, 2, results);
}
static inline wasm_functype_t* wasm_functype_new_3_2(wasm_valtype_t* p1, wasm_valtype_t* p2,
                                                     wasm_valtype_t* p3, wasm_valtype_t* r1,
                                                     wasm_valtype_t* r2) {
  wasm_valtype_t* params[3] = {p1, p2, p3};
  wasm_valtype_t* results[2] = {r1, r2};
  return wasm_functype_of_arrays(3, params, 2, results);
}

#undef WASM_FAMILY_OBJECT
#undef WASM_FAMILY_VECTOR
#undef WASM_FAMILY_TYPE
#undef WASM_FAMILY_REFERENCE_BASE
#undef WASM_FAMILY_REFERENCE
#undef WASM_FAMILY_SHARABLE_REFERENCE
#undef WASM_FAMILY_CASE

#ifdef __cplusplus
}  // extern "C"
#endif

#endif
