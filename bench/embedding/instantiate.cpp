// What a short-lived guest costs: a store, an instance, a call, and their end.
//
//     wald-bench-instantiate [CYCLES]
//
// With and without kept memories and stacks (`Config::pooledStores`), for guests that write to no page, to two, and to two of a memory of 16 MB
// that begins with data. Prints the quartiles of cycles in microseconds.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "wald/compile.h"
#include "wald/wald.h"

namespace {

using namespace wald;

constexpr auto calls = R"(
  (func (export "none") (param i32) (result i32) (i32.add (local.get 0) (i32.load (i32.const 1024))))
  (func (export "two") (param i32) (result i32)
    (i32.store (i32.const 1024) (local.get 0))
    (i32.store (i32.const 40000) (local.get 0))
    (i32.load (i32.const 40000)))))";

std::string small() {
  return std::string(
             R"((module (memory (export "memory") 1) (data (i32.const 1024) "some data"))") +
         calls;
}

std::string large() {
  std::string text = R"((module (memory (export "memory") 257))";
  // One byte in each page.
  const std::string rest(4095, ' ');
  text += "(data (i32.const 0) \"";
  for (int i = 0; i < 4096; ++i) text += "x" + rest;
  return text + "\")" + calls;
}

void measure(const char* name, const Engine& engine, const Module& module, const char* function,
             long cycles) {
  const Linker linker(engine);
  std::vector<double> times;
  for (long i = 0; i < cycles + cycles / 10; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    {
      Store store = Store::create(engine).value();
      const Instance instance = linker.instantiate(store, module).value();
      if (!instance.typed<int(int)>(function).value()(7)) std::abort();
    }
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
    if (i >= cycles / 10) times.push_back(time.count());
  }
  std::ranges::sort(times);
  const auto at = [&](std::size_t percent) { return times[times.size() * percent / 100]; };
  std::printf("  %-44s %8.2f %8.2f %8.2f %8.2f\n", name, at(1), at(50), at(90), at(99));
}

}  // namespace

int main(int argc, char** argv) {
  const long cycles = argc > 1 ? std::atol(argv[1]) : 20'000;
  std::printf(
      "microseconds of a store, an instance and a call         p1      p50      p90      p99\n");
  for (const bool isPooled : {true, false}) {
    const Engine engine = Engine::create({.pooledStores = isPooled ? 100u : 0u}).value();
    for (const bool isCompiled : {false, true}) {
      const auto make = [&](const std::string& text) {
        return isCompiled ? Module::compile(engine, text, {}).value()
                          : Module::create(engine, text).value();
      };
      const Module smallModule = make(small());
      const Module largeModule = make(large());
      std::printf("%s, %s\n", isPooled ? "pooled" : "not pooled",
                  isCompiled ? "compiled" : "interpreted");
      measure("no page written", engine, smallModule, "none", cycles);
      measure("two pages written", engine, smallModule, "two", cycles);
      measure("two pages of 16 MB written", engine, largeModule, "two",
              isPooled ? cycles : cycles / 100 + 10);
    }
  }
}
