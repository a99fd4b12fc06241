// What calls between a C++ program and its guests cost, against a virtual call of C++.
//
//     wald-bench-embedding [--wasm3 LIBRARY] [--wamr LIBRARY] [options of Google Benchmark]
//
// Prints the table of Google Benchmark and the ratios to the virtual call, of medians and of the fastest repetitions: what others
// on the machine take is not in these. The same calls are measured with
// wasm3 and WAMR when the paths of their shared libraries are given.

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "peers.h"
#include "wald/c.h"
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

template <typename Peer>
void hostToPeer(benchmark::State& state, const Peer& peer) {
  std::int32_t sum = 0;
  for (auto _ : state) {
    sum = peer.add(sum, 1);
    benchmark::DoNotOptimize(sum);
  }
}

template <typename Peer>
void peerToHost(benchmark::State& state, const Peer& peer) {
  constexpr std::int32_t calls = 1000;
  while (state.KeepRunningBatch(calls)) benchmark::DoNotOptimize(peer.out(calls));
}

/// The module as bytes, for runtimes that do not read text.
class Binary {
public:
  Binary() { wald_wat2wasm(text, std::char_traits<char>::length(text), &bytes_, nullptr); }
  ~Binary() { wasm_byte_vec_delete(&bytes_); }
  Binary(const Binary&) = delete;
  Binary& operator=(const Binary&) = delete;

  std::span<std::uint8_t> bytes() {
    return {reinterpret_cast<std::uint8_t*>(bytes_.data), bytes_.size};
  }

private:
  wasm_byte_vec_t bytes_{};
};

double leastOf(const std::vector<double>& times) { return *std::ranges::min_element(times); }

/// Keeps medians and least times, to print ratios.
class Ratios final : public benchmark::ConsoleReporter {
public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      Times& times = times_[run.run_name.function_name];
      if (run.aggregate_name == "median") times.median = run.GetAdjustedRealTime();
      if (run.aggregate_name == "least") times.least = run.GetAdjustedRealTime();
    }
  }
  void print() const {
    const auto found = times_.find("virtual call");
    if (found == times_.end()) return;
    const Times base = found->second;
    std::printf("\nin virtual calls of C++ (%.2f ns):      medians    fastest\n", base.median);
    for (const auto& [name, times] : times_) {
      if (name == found->first) continue;
      std::printf("  %-34s %8.1f %10.1f\n", name.c_str(), times.median / base.median,
                  times.least / base.least);
    }
  }

private:
  struct Times {
    double median = 0;
    double least = 0;
  };
  std::map<std::string, Times> times_;
};

template <typename Run, typename... Arguments>
void add(const std::string& name, Run run, Arguments&&... arguments) {
  benchmark::RegisterBenchmark(name.c_str(), run, std::forward<Arguments>(arguments)...)
      ->Repetitions(9)
      ->ComputeStatistics("least", leastOf);
}

/// Another runtime's benches, with what it was made of.
template <typename Peer>
struct Beside {
  Binary module;
  Peer peer;

  explicit Beside(const char* library) : peer(library, module.bytes()) {}

  /// Prints what was wrong, if anything was.
  bool add(const char* name) {
    if (!peer.failure().empty()) {
      std::fprintf(stderr, "wald-bench-embedding: %s: %s\n", name, peer.failure().c_str());
      return false;
    }
    ::add(std::string("host to guest, ") + name, hostToPeer<Peer>, std::cref(peer));
    ::add(std::string("guest to host, ") + name, peerToHost<Peer>, std::cref(peer));
    return true;
  }
};

/// Takes `--name VALUE` out of the arguments.
const char* takeOption(int& argc, char** argv, std::string_view name) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (argv[i] != name) continue;
    const char* const value = argv[i + 1];
    std::copy(argv + i + 2, argv + argc + 1, argv + i);
    argc -= 2;
    return value;
  }
  return nullptr;
}

}  // namespace

int main(int argc, char** argv) {
  const char* const wasm3Path = takeOption(argc, argv, "--wasm3");
  const char* const wamrPath = takeOption(argc, argv, "--wamr");
  // Repetitions of all take turns: what disturbs the machine for a while disturbs them alike.
  std::vector<char*> arguments(argv, argv + argc);
  std::string interleaved = "--benchmark_enable_random_interleaving=true";
  arguments.insert(arguments.begin() + 1, interleaved.data());
  argc = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);
  argv = arguments.data();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  add("virtual call", virtualCall);
  add("host to guest, compiled", hostToGuest, true);
  add("guest to host, compiled", guestToHost, true);
  add("host to guest, interpreted", hostToGuest, false);
  add("guest to host, interpreted", guestToHost, false);
  std::optional<Beside<wald::bench::Wasm3>> wasm3;
  std::optional<Beside<wald::bench::Wamr>> wamr;
  if (wasm3Path != nullptr && !wasm3.emplace(wasm3Path).add("wasm3")) return 2;
  if (wamrPath != nullptr && !wamr.emplace(wamrPath).add("WAMR")) return 2;
  Ratios ratios;
  benchmark::RunSpecifiedBenchmarks(&ratios);
  ratios.print();
}
