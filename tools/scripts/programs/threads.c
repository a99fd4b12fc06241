// Threads without a C library, for Debian's has none that can share its memory: eight of them add up an array in pieces,
// under a mutex made of wait and notify.
#include <stddef.h>
#include <stdint.h>

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
IMPORT("wasi", "thread-spawn") int32_t thread_spawn(void* start);
IMPORT("wasi_snapshot_preview1", "fd_write")
int32_t fd_write(int32_t fd, const void* list, int32_t count, uint32_t* written);
IMPORT("wasi_snapshot_preview1", "proc_exit") _Noreturn void proc_exit(int32_t status);

enum { threads = 8, numbers = 80000, stackBytes = 16384 };

// The assembly below reads the first member.
struct start {
  unsigned char* stack;
  int index;
};

static struct start starts[threads];
static _Alignas(16) unsigned char stacks[threads][stackBytes];
static uint32_t values[numbers];
static int32_t mutex;
static int32_t running = threads;
static uint64_t sum;
static const char title[] = "sum ";  // of the data segments, only one instance may write this

static void lock(void) {
  while (__atomic_exchange_n(&mutex, 2, __ATOMIC_ACQUIRE) != 0) __builtin_wasm_memory_atomic_wait32(&mutex, 2, -1);
}

static void unlock(void) {
  if (__atomic_exchange_n(&mutex, 0, __ATOMIC_RELEASE) == 2) __builtin_wasm_memory_atomic_notify(&mutex, 1);
}

// Each thread is an instance with a stack pointer of its own, which has to be set before any C runs.
__asm__(
    "  .globaltype __stack_pointer, i32\n"
    "  .functype thread_main (i32, i32) -> ()\n"
    "  .globl wasi_thread_start\n"
    "  .export_name wasi_thread_start, wasi_thread_start\n"
    "  .type wasi_thread_start,@function\n"
    "wasi_thread_start:\n"
    "  .functype wasi_thread_start (i32, i32) -> ()\n"
    "  local.get 1\n"
    "  i32.load 0\n"
    "  global.set __stack_pointer\n"
    "  local.get 0\n"
    "  local.get 1\n"
    "  call thread_main\n"
    "  end_function\n");

__attribute__((used)) void thread_main(int32_t id, struct start* start) {
  (void)id;
  const int piece = numbers / threads;
  for (int i = start->index * piece; i < (start->index + 1) * piece; ++i) {
    lock();
    sum += values[i];
    unlock();
  }
  if (__atomic_sub_fetch(&running, 1, __ATOMIC_SEQ_CST) == 0) __builtin_wasm_memory_atomic_notify(&running, -1);
}

static void print(const char* text, size_t size) {
  const struct {
    const char* text;
    size_t size;
  } list = {text, size};
  uint32_t written;
  fd_write(1, &list, 1, &written);
}

void _start(void) {
  for (int i = 0; i < numbers; ++i) values[i] = (uint32_t)i;
  for (int i = 0; i < threads; ++i) {
    starts[i] = (struct start){stacks[i] + stackBytes, i};
    if (thread_spawn(&starts[i]) <= 0) proc_exit(1);
  }
  for (int32_t left; (left = __atomic_load_n(&running, __ATOMIC_SEQ_CST)) != 0;) {
    __builtin_wasm_memory_atomic_wait32(&running, left, -1);
  }
  char digits[24];
  size_t at = sizeof digits;
  digits[--at] = '\n';
  for (uint64_t rest = sum; rest != 0; rest /= 10) digits[--at] = (char)('0' + rest % 10);
  print(title, sizeof title - 1);
  print(digits + at, sizeof digits - at);
}
