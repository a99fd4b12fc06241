/// What wald has beyond the standard C API (`wasm.h`): limits, features, texts of errors, the text format, fuel, interrupts, exit statuses,
/// linking by name and WASI. The rules of `wasm.h` hold here too: who owns what, what null does, which thread may do what. Functions
/// that have a `message` parameter fill it when they fail, with a text that ends with a NUL, and make it empty when they don't; it may
/// be null.

#pragma once

#include "wasm.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Kinds that the standard API has no names for.
enum wald_valkind_enum { WALD_V128 = 4 };
enum wald_externkind_enum { WALD_EXTERN_TAG = 4 };

// --- Configuration ----------------------------------------------------------------------------------------------------------------------

/// Switches a feature of the language by its name (`gc`, `threads`, `legacy-exceptions` …: those of `wald --enable`). False if there is none
/// with that name.
WASM_API_EXTERN bool wald_config_set_feature(wasm_config_t* config, const char* name, bool on);
/// Limits what the guests of a store can have. In bytes, of all its memories: what exceeds it is not made, and growth beyond fails.
WASM_API_EXTERN void wald_config_set_max_memory(wasm_config_t* config, uint64_t bytes);
/// Elements of each table; 10 million unless set.
WASM_API_EXTERN void wald_config_set_max_table_elements(wasm_config_t* config, uint64_t elements);
/// Instances of each store; no limit unless set.
WASM_API_EXTERN void wald_config_set_max_instances(wasm_config_t* config, uint64_t instances);
/// Bytes of the stack that guests of a store run on; 64 MiB unless set. It takes address space; memory only as it is used.
WASM_API_EXTERN void wald_config_set_max_stack(wasm_config_t* config, size_t bytes);
/// Bytes of the structures, arrays and exceptions of a store; 4 GiB unless set. Foreign objects may be as many as there are 32 bytes.
WASM_API_EXTERN void wald_config_set_max_gc_heap(wasm_config_t* config, uint64_t bytes);
/// Counts the instructions of guests, and ends them by a trap when so many were executed in a store (`wald_store_set_fuel`). Not counted
/// unless set.
WASM_API_EXTERN void wald_config_set_fuel(wasm_config_t* config, uint64_t units);
/// Makes all computed NaNs the same, whatever the machine does.
WASM_API_EXTERN void wald_config_set_deterministic(wasm_config_t* config, bool on);
/// How accesses are kept inside memories.
typedef enum wald_memory_mode_t {
  /// By as much address space as 32 bits can reach: accesses need no checks, a handler of signals finds those that are out of bounds.
  WALD_MEMORY_GUARDED,
  /// By checks; room for growth is reserved.
  WALD_MEMORY_CHECKED,
  /// By checks; nothing is reserved, so growth may move a memory. For the interpreter only.
  WALD_MEMORY_MOVABLE,
} wald_memory_mode_t;
/// Guarded unless set.
WASM_API_EXTERN void wald_config_set_memory_mode(wasm_config_t* config, wald_memory_mode_t mode);
/// Whether handlers of signals are installed, which chain to the program's. On unless set; off, no memory is guarded, and compiled code
/// runs if it was compiled for that.
WASM_API_EXTERN void wald_config_set_signals(wasm_config_t* config, bool on);
/// So many memories and stacks of stores that have ended are kept for the next ones, which take microseconds to make then, and find no byte
/// of those before them. None unless set.
WASM_API_EXTERN void wald_config_set_pooled_stores(wasm_config_t* config, size_t count);
/// Ends each call of the host into guests, by a trap, when it has taken so long. A thread of the engine watches over that. No limit unless
/// set.
WASM_API_EXTERN void wald_config_set_deadline(wasm_config_t* config, uint64_t nanoseconds);

// --- Text, modules, instances -----------------------------------------------------------------------------------------------------------

/// Gives the binary form of a module in the text format (`size` bytes of UTF-8), which is not validated by that. All features are known.
WASM_API_EXTERN bool wald_wat2wasm(const char* text, size_t size, wasm_byte_vec_t* out,
                                   wasm_message_t* message);
/// `wasm_module_new`; the message says what is wrong, and at which byte.
WASM_API_EXTERN wasm_module_t* wald_module_new(wasm_store_t* store, const wasm_byte_vec_t* binary,
                                               wasm_message_t* message);
/// `wasm_instance_new`, which tells traps (in `*trap`, which is null otherwise) from what is wrong with the imports or exceeds a limit
/// (in the message).
WASM_API_EXTERN wasm_instance_t* wald_instance_new(wasm_store_t* store, const wasm_module_t* module,
                                                   const wasm_extern_vec_t* imports,
                                                   wasm_trap_t** trap, wasm_message_t* message);
/// Gives an export by its name; null if there is none.
WASM_API_EXTERN wasm_extern_t* wald_instance_export(const wasm_instance_t* instance,
                                                    const char* name);

// --- Fuel and interrupts ----------------------------------------------------------------------------------------------------------------

/// Sets how many instructions the guests of a store may still execute. False if the engine does not count them.
WASM_API_EXTERN bool wald_store_set_fuel(wasm_store_t* store, uint64_t units);
/// Tells how many are left. False, and `*units` is left alone, if the engine does not count them.
WASM_API_EXTERN bool wald_store_fuel(const wasm_store_t* store, uint64_t* units);

/// Ends guests from outside. One serves any number of stores, which keep what they need of it.
typedef struct wald_interrupt_t wald_interrupt_t;
WASM_API_EXTERN wald_interrupt_t* wald_interrupt_new(void);
WASM_API_EXTERN void wald_interrupt_delete(wald_interrupt_t* interrupt);
/// For good: guests of its stores trap, whatever they do (`WALD_TRAP_INTERRUPTED`), and no more can be run. Any thread may call it.
WASM_API_EXTERN void wald_interrupt_request(wald_interrupt_t* interrupt);
/// From now on this one ends the store's guests (null: none does). False if guests of the store are running.
WASM_API_EXTERN bool wald_store_set_interrupt(wasm_store_t* store,
                                              const wald_interrupt_t* interrupt);

// --- Traps ------------------------------------------------------------------------------------------------------------------------------

typedef enum wald_trap_kind_t {
  WALD_TRAP_NONE,  ///< an exit
  WALD_TRAP_UNREACHABLE,
  WALD_TRAP_INTEGER_DIVIDE_BY_ZERO,
  WALD_TRAP_INTEGER_OVERFLOW,
  WALD_TRAP_INVALID_CONVERSION,
  WALD_TRAP_MEMORY_OUT_OF_BOUNDS,
  WALD_TRAP_TABLE_OUT_OF_BOUNDS,
  WALD_TRAP_UNDEFINED_ELEMENT,
  WALD_TRAP_UNINITIALIZED_ELEMENT,
  WALD_TRAP_INDIRECT_CALL_TYPE,
  WALD_TRAP_NULL_REFERENCE,
  WALD_TRAP_NULL_FUNCTION_REFERENCE,
  WALD_TRAP_NULL_STRUCT_REFERENCE,
  WALD_TRAP_NULL_ARRAY_REFERENCE,
  WALD_TRAP_NULL_I31_REFERENCE,
  WALD_TRAP_NULL_EXCEPTION_REFERENCE,
  WALD_TRAP_ARRAY_OUT_OF_BOUNDS,
  WALD_TRAP_CAST_FAILURE,
  WALD_TRAP_UNALIGNED_ATOMIC,
  WALD_TRAP_EXPECTED_SHARED_MEMORY,
  WALD_TRAP_STACK_OVERFLOW,
  WALD_TRAP_OUT_OF_MEMORY,
  WALD_TRAP_OUT_OF_FUEL,
  WALD_TRAP_INTERRUPTED,
  WALD_TRAP_UNCAUGHT_EXCEPTION,
  WALD_TRAP_UNSUPPORTED,
  WALD_TRAP_HOST,  ///< of the host, or a call that was refused
} wald_trap_kind_t;

WASM_API_EXTERN wald_trap_kind_t wald_trap_kind(const wasm_trap_t* trap);
/// Whether the guest ended itself (`proc_exit` of WASI) or a callback did so (`wald_trap_new_exit`), and then with which status.
WASM_API_EXTERN bool wald_trap_exit_status(const wasm_trap_t* trap, int* status);
/// Gives one for a callback to return that ends the guest with a status.
WASM_API_EXTERN wasm_trap_t* wald_trap_new_exit(int status);
/// Gives the name of the function, `func[N]` if it has none.
WASM_API_EXTERN void wald_frame_func_name(const wasm_frame_t* frame, wasm_name_t* out);

// --- Linking by name --------------------------------------------------------------------------------------------------------------------

/// Knows externs of a store by two names, and instantiates modules with them.
typedef struct wald_linker_t wald_linker_t;
/// Gives one; null if the store has ended.
WASM_API_EXTERN wald_linker_t* wald_linker_new(wasm_store_t* store);
WASM_API_EXTERN void wald_linker_delete(wald_linker_t* linker);
/// Defines an extern, in place of what had these names. False if it is of another store.
WASM_API_EXTERN bool wald_linker_define(wald_linker_t* linker, const char* module, const char* name,
                                        const wasm_extern_t* item);
/// Defines all exports of an instance. False if it is of another store.
WASM_API_EXTERN bool wald_linker_define_instance(wald_linker_t* linker, const char* module,
                                                 const wasm_instance_t* instance);
/// `wald_instance_new` with what is defined.
WASM_API_EXTERN wasm_instance_t* wald_linker_instantiate(const wald_linker_t* linker,
                                                         const wasm_module_t* module,
                                                         wasm_trap_t** trap,
                                                         wasm_message_t* message);

// --- WASI -------------------------------------------------------------------------------------------------------------------------------

/// What a program of WASI is given. Nothing unless set, but for clocks and random numbers.
typedef struct wald_wasi_config_t wald_wasi_config_t;
WASM_API_EXTERN wald_wasi_config_t* wald_wasi_config_new(void);
WASM_API_EXTERN void wald_wasi_config_delete(wald_wasi_config_t* config);
/// Adds an argument; the first is the program's name.
WASM_API_EXTERN void wald_wasi_config_add_arg(wald_wasi_config_t* config, const char* argument);
/// Adds a variable of the environment.
WASM_API_EXTERN void wald_wasi_config_add_env(wald_wasi_config_t* config, const char* name,
                                              const char* value);
/// Whether descriptors 0, 1 and 2 are the process's; otherwise the guest has none.
WASM_API_EXTERN void wald_wasi_config_inherit_stdio(wald_wasi_config_t* config, bool on);
/// Makes bytes, which are copied, the guest's standard input: it ends behind them. Null: none, and its end at once.
WASM_API_EXTERN void wald_wasi_config_set_input(wald_wasi_config_t* config,
                                                const wasm_byte_vec_t* bytes);
/// Takes bytes that a guest wrote, which are its own memory and good for the time of the call. Where it gives false, the guest is told of an
/// error. On the guest's threads; it must not call the guest.
typedef bool (*wald_output_callback_t)(void* env, const wasm_byte_t* bytes, size_t size);
/// Makes a function the guest's standard output (1) or error (2). `finalizer` (may be null) gets `env` once nothing needs it any more, even where
/// this fails: false for other numbers, and for no function.
WASM_API_EXTERN bool wald_wasi_config_set_output(wald_wasi_config_t* config, int descriptor,
                                                 wald_output_callback_t callback, void* env,
                                                 void (*finalizer)(void*));
/// Makes a descriptor of the process, which is borrowed and has to stay open, the guest's 0, 1 or 2. False for other numbers.
WASM_API_EXTERN bool wald_wasi_config_set_descriptor(wald_wasi_config_t* config, int descriptor,
                                                     int host_descriptor);
/// Adds a directory of the host, under a name for the guest.
WASM_API_EXTERN void wald_wasi_config_add_directory(wald_wasi_config_t* config,
                                                    const char* host_path, const char* guest_path,
                                                    bool writable);
/// Replaces clocks and random numbers by ones that are the same in each run.
WASM_API_EXTERN void wald_wasi_config_set_deterministic(wald_wasi_config_t* config, uint64_t seed);
/// Defines the functions of `wasi_snapshot_preview1` (and of the older `wasi_unstable`) in a linker, for one program, and takes the
/// configuration. Fails if a directory can't be opened.
WASM_API_EXTERN bool wald_linker_define_wasi(wald_linker_t* linker, wald_wasi_config_t* config,
                                             wasm_message_t* message);

#ifdef __cplusplus
}  // extern "C"
#endif
