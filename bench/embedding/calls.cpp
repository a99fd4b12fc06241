// What calls between a C++ program and its guests cost, against a virtual call of C++.
//
//     wald-bench-embedding [options of Google Benchmark]
//
// Prints the table of Google Benchmark and the ratios of medians to the virtual call.

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "wald/compile.h"
#include "wald/wald.h"

namespace {

using namespace wald;

class Adder {
public:
  virtual ~Adder() = default;
  virtual std::int32_t add(std::int32_t a, std::int32_t b) = 0;
};

class PlainAdder final : public Adder {
public:
  [[gnu::noinline]] std::int32_t add(std::int32_t a, std::int32_t b) override { return a + b; }
};

void virtualCall(benchmark::State& state) {
  std::unique_ptr<Adder> adder = std::make_unique<PlainAdder>();
  benchmark::DoNotOptimize(adder);
  std::int32_t sum = 0;
  for (auto _ : state) {
    sum = adder->add(sum, 1);
    benchmark::DoNotOptimize(sum);
  }
}

constexpr auto text = R"((module
  (import "host" "add" (func $add (param i32 i32) (result i32)))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "out") (param i32) (result i32) (local $sum i32)
    (loop $l
      (local.set $sum (call $add (local.get $sum) (i32.const 1)))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $sum))))";

/// A guest of one engine or the other.
struct Guest {
  Engine engine = Engine::create().value();
  Store store = Store::create(engine).value();
  Instance instance;

  explicit Guest(bool isCompiled) {
    Linker linker(engine);
    linker.func("host", "add", [](std::int32_t a, std::int32_t b) { return a + b; }).value();
    const Module module = isCompiled ? Module::compile(engine, text, {}).value()
                                     : Module::create(engine, text).value();
    instance = linker.instantiate(store, module).value();
  }
};

void hostToGuest(benchmark::State& state, bool isCompiled) {
  const Guest guest(isCompiled);
  const auto add = guest.instance.typed<std::int32_t(std::int32_t, std::int32_t)>("add").value();
  std::int32_t sum = 0;
  for (auto _ : state) {
    sum = *add(sum, 1);
    benchmark::DoNotOptimize(sum);
  }
}

void guestToHost(benchmark::State& state, bool isCompiled) {
  const Guest guest(isCompiled);
  const auto out = guest.instance.typed<std::int32_t(std::int32_t)>("out").value();
  constexpr std::int32_t calls = 1000;
  while (state.KeepRunningBatch(calls)) benchmark::DoNotOptimize(*out(calls));
}

/// Keeps the medians, to print ratios.
class Ratios final : public benchmark::ConsoleReporter {
public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.aggregate_name == "median")
        medians_[run.run_name.function_name] = run.GetAdjustedRealTime();
    }
  }
  void print() const {
    const auto base = medians_.find("virtual call");
    if (base == medians_.end()) return;
    std::printf("\nin virtual calls of C++ (%.2f ns):\n", base->second);
    for (const auto& [name, time] : medians_) {
      if (name != base->first) std::printf("  %-28s %6.1f\n", name.c_str(), time / base->second);
    }
  }

private:
  std::map<std::string, double> medians_;
};

void add(const char* name, void (*run)(benchmark::State&, bool), bool isCompiled) {
  benchmark::RegisterBenchmark(name, run, isCompiled)->Repetitions(9);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RegisterBenchmark("virtual call", virtualCall)->Repetitions(9);
  add("host to guest, compiled", hostToGuest, true);
  add("guest to host, compiled", guestToHost, true);
  add("host to guest, interpreted", hostToGuest, false);
  add("guest to host, interpreted", guestToHost, false);
  Ratios ratios;
  benchmark::RunSpecifiedBenchmarks(&ratios);
  ratios.print();
}
