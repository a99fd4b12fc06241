// What many guests cost a program in memory.
//
//     wald-bench-embedding-memory [CYCLES [SUSPENDED]]
//
// A million times a store is made, a module instantiated and called, and the store ended; then ten thousand guests of each engine
// are suspended at the same time on one thread. Prints resident memory on the way, and fails where it grows or exceeds a gigabyte.

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include <unistd.h>

#include "wald/compile.h"
#include "wald/wald.h"

namespace {

using namespace wald;

constexpr auto text = R"((module
  (import "host" "wait" (func $wait))
  (memory 1)
  (func (export "wait") (param i32) (result i32)
    (i32.store (i32.const 0) (local.get 0))
    (call $wait)
    (i32.load (i32.const 0)))
  (func (export "answer") (param i32) (result i32)
    (i32.store (i32.const 0) (local.get 0))
    (i32.load (i32.const 0)))))";

/// Resident, in bytes.
std::size_t resident() {
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  unsigned long all = 0;
  unsigned long present = 0;
  if (file == nullptr || std::fscanf(file, "%lu %lu", &all, &present) != 2) std::abort();
  std::fclose(file);
  return present * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

double megabytes(std::size_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

bool runCycles(const Engine& engine, const Linker& linker, const Module& module, long cycles) {
  std::size_t early = 0;
  for (long i = 0; i < cycles; ++i) {
    // The heap of the process has settled by then.
    if (i == cycles / 10) early = resident();
    Store store = Store::create(engine).value();
    const Instance instance = linker.instantiate(store, module).value();
    if (*instance.typed<int(int)>("answer").value()(7) != 7) std::abort();
  }
  const std::size_t late = resident();
  std::printf("%ld cycles: %.1f MB resident after a tenth, %.1f MB at the end\n", cycles,
              megabytes(early), megabytes(late));
  return late <= early + (std::size_t{1} << 20);
}

bool suspendMany(const char* name, const Engine& engine, const Linker& linker, const Module& module,
                 long count) {
  struct Guest {
    Store store;
    std::unique_ptr<CallHandle> call;
  };
  const std::size_t before = resident();
  std::vector<Guest> guests;
  guests.reserve(static_cast<std::size_t>(count));
  for (long i = 0; i < count; ++i) {
    guests.push_back({Store::create(engine).value(), nullptr});
    const Instance instance = linker.instantiate(guests.back().store, module).value();
    guests.back().call = std::make_unique<CallHandle>(
        instance.func("wait").value().start({Value(static_cast<std::int32_t>(i))}).value());
    if (guests.back().call->resume().value() != CallState::Suspended) std::abort();
  }
  const std::size_t with = resident() - before;
  for (long i = 0; i < count; ++i) {
    CallHandle& call = *guests[static_cast<std::size_t>(i)].call;
    if (call.resume().value() != CallState::Done || call.results()[0].i32() != i) std::abort();
  }
  std::printf("%ld suspended guests, %s: %.1f MB, %.1f KB each\n", count, name, megabytes(with),
              static_cast<double>(with) / 1024 / static_cast<double>(count));
  // Calls end before their stores.
  for (Guest& guest : guests) guest.call.reset();
  return with < (std::size_t{1} << 30);
}

}  // namespace

int main(int argc, char** argv) {
  const long cycles = argc > 1 ? std::atol(argv[1]) : 1'000'000;
  const long suspended = argc > 2 ? std::atol(argv[2]) : 10'000;
  const Engine engine = Engine::create().value();
  Linker linker(engine);
  linker.func("host", "wait", [](Caller& caller) { return caller.suspend(); }).value();
  const Module interpreted = Module::create(engine, text).value();
  const Module compiled = Module::compile(engine, text, {}).value();

  bool isGood = runCycles(engine, linker, interpreted, cycles);
  isGood &= runCycles(engine, linker, compiled, cycles);
  isGood &= suspendMany("interpreted", engine, linker, interpreted, suspended);
  isGood &= suspendMany("compiled", engine, linker, compiled, suspended);
  return isGood ? 0 : 1;
}
