#include "bench/coldstart/in_process.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "bench/coldstart/child.h"
#include "bench/coldstart/machine.h"
#include "wald/wald.h"

namespace wald::coldstart {

namespace {

using Clock = std::chrono::steady_clock;

double microsecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

/// A module with all that its stores share.
struct Loaded {
  Engine engine;
  Linker linker;
  Module module;

  static Result<Loaded> load(const std::string& file, const Config& config = {}) {
    WALD_TRY_ASSIGN(engine, Engine::create(config));
    Linker linker(engine);
    linker.addWasi();
    WALD_TRY_ASSIGN(module, Module::fromFile(engine, file));
    return Loaded{std::move(engine), std::move(linker), std::move(module)};
  }
};

/// Starts of a workload's program, by one thread.
class Starter {
public:
  Starter(const Loaded& loaded, const Workload& workload)
      : loaded_(loaded), expected_(workload.expected) {
    grants_.args = {workload.name};
    grants_.args.insert(grants_.args.end(), workload.arguments.begin(), workload.arguments.end());
    grants_.output = WasiStream::buffer(output_);
    if (!workload.moduleRoot.empty()) grants_.readOnly(workload.moduleRoot, "/");
  }

  Result<void> start() const {
    {
      WALD_TRY_ASSIGN(store, Store::create(loaded_.engine));
      WALD_TRY(store.setWasi(grants_));
      WALD_TRY_ASSIGN(instance, loaded_.linker.instantiate(store, loaded_.module));
      WALD_TRY_ASSIGN(status, instance.run());
      if (status != 0) return Error(ErrorKind::Io, fmt::format("exit status {}", status));
    }
    const std::string printed = output_.take();
    if (printed == expected_) return {};
    return Error(ErrorKind::Io, fmt::format("it prints '{}'", lastLine(printed)));
  }

private:
  const Loaded& loaded_;
  WasiConfig grants_;
  WasiStream::Buffer output_;
  std::string expected_;
};

/// Times of something that is done again and again, after a tenth to warm up.
template <typename Action>
Result<std::vector<double>> timesOf(const InProcessOptions& options, const Action& action) {
  stayOn(options.core);
  std::vector<double> times;
  const auto warm = Clock::now();
  for (unsigned i = 0; i < options.runs / 10 + 1; ++i) {
    WALD_TRY(action());
    if (microsecondsSince(warm) > options.seconds * 1e5) break;
  }
  const auto begin = Clock::now();
  for (unsigned i = 0; i < options.runs; ++i) {
    const auto before = Clock::now();
    WALD_TRY(action());
    times.push_back(microsecondsSince(before));
    if (microsecondsSince(begin) > options.seconds * 1e6) break;
  }
  return times;
}

/// Stores and loads of a page each, or none; the answer is 3 or 0.
struct InstanceCase {
  const char* name;
  const char* includes;
  unsigned pages;  ///< of the memory's image, which is not zero anywhere
  double bound;    ///< in microseconds, where memories are kept
  const char* stores;
};
constexpr InstanceCase instanceCases[] = {
    {"no-page", "a memory of 64 KB; the call writes nothing", 0, 3, ""},
    {"two-pages", "a memory of 64 KB with some data; the call writes to two pages", 1, 8,
     "(i32.store (i32.const 64) (i32.const 1)) (i32.store (i32.const 8256) (i32.const 2))"},
    {"16-mb-image", "a memory of 16 MB, all of it data; the call writes to two pages", 256, 15,
     "(i32.store (i32.const 64) (i32.const 1)) (i32.store (i32.const 8388672) (i32.const 2))"},
};

struct InstanceVariant {
  const char* name;
  bool isCompiled;
  bool isPooled;
};
constexpr InstanceVariant instanceVariants[] = {
    {"", false, true}, {", compiled", true, true}, {", not pooled", false, false}};

std::string textOf(const InstanceCase& which) {
  std::string data;
  if (which.pages == 1) data = R"((data (i32.const 1024) "some text, as programs have it"))";
  if (which.pages > 1) {
    const std::string page(65536, 'x');
    for (unsigned i = 0; i < which.pages; ++i) {
      data += fmt::format("(data (i32.const {}) \"{}\")\n", i * 65536, page);
    }
  }
  return fmt::format(
      "(module (memory {}) {} (func (export \"call\") (result i32) {} (i32.const 3)))",
      std::max(which.pages, 1U), data, which.stores);
}

/// As many as a busy host has at once.
constexpr std::size_t pooledStores = 64;

Result<std::vector<double>> timeInstances(const std::string& file, bool isPooled,
                                          const InProcessOptions& options) {
  WALD_TRY_ASSIGN(loaded, Loaded::load(file, {.pooledStores = isPooled ? pooledStores : 0}));
  return timesOf(options, [&]() -> Result<void> {
    WALD_TRY_ASSIGN(store, Store::create(loaded.engine));
    WALD_TRY_ASSIGN(instance, loaded.linker.instantiate(store, loaded.module));
    WALD_TRY_ASSIGN(call, instance.typed<std::int32_t()>("call"));
    WALD_TRY_ASSIGN(answer, call());
    if (answer != 3) return Error(ErrorKind::Internal, "a wrong answer");
    return {};
  });
}

/// Bytes after a key of /proc/self/status, where they stand in KB.
std::uint64_t statusBytes(std::string_view key) {
  const std::string status = readFile("/proc/self/status");
  const std::size_t at = status.find(key);
  return at == std::string::npos
             ? 0
             : 1024 * std::strtoull(status.c_str() + at + key.size(), nullptr, 10);
}

Result<std::vector<double>> keep(const Workload& workload, const IdleCase& which,
                                 std::uint64_t count, std::string& refusal) {
  // What a memory begins with is shared where memories are kept.
  const Config config{.memory = which.memory, .pooledStores = 1};
  WALD_TRY_ASSIGN(loaded, Loaded::load(workload.module.path, config));
  WasiConfig grants;
  grants.args = {workload.name};
  std::vector<Store> stores;
  stores.reserve(count);
  const std::uint64_t resident = statusBytes("VmRSS:");
  const std::uint64_t tables = statusBytes("VmPTE:");
  while (stores.size() < count) {
    const auto made = [&]() -> Result<void> {
      WALD_TRY_ASSIGN(store, Store::create(loaded.engine));
      WALD_TRY(store.setWasi(grants));
      WALD_TRY_ASSIGN(instance, loaded.linker.instantiate(store, loaded.module));
      if (which.isCalled) {
        WALD_TRY_ASSIGN(status, instance.run());
        if (status != 0) return Error(ErrorKind::Io, fmt::format("exit status {}", status));
      }
      stores.push_back(std::move(store));
      return {};
    }();
    if (made) continue;
    refusal = made.error().message();
    break;
  }
  return std::vector<double>{static_cast<double>(stores.size()),
                             static_cast<double>(statusBytes("VmRSS:") - resident),
                             static_cast<double>(statusBytes("VmPTE:") - tables)};
}

}  // namespace

Row startInProcess(const std::string& name, const Workload& workload, const std::string& file,
                   const InProcessOptions& options) {
  Row row;
  row.name = name;
  row.includes =
      "in one process that has loaded the module: a store, an instance, the program, their end";
  row.command = "embedding API";
  row.isProcess = false;
  row.bytes = bytesOf(file);
  row.ships = file == workload.module.path ? "module" : "artifact";
  auto times = inChild([&]() -> Result<std::vector<double>> {
    WALD_TRY_ASSIGN(loaded, Loaded::load(file, {.pooledStores = pooledStores}));
    const Starter starter(loaded, workload);
    return timesOf(options, [&] { return starter.start(); });
  });
  if (!times) {
    row.reason = times.error().message();
    return row;
  }
  for (const double time : *times) row.samples.push_back({time, 0, 0});
  return row;
}

std::vector<InstanceRow> measureInstances(const InProcessOptions& options) {
  std::vector<InstanceRow> rows;
  for (const InstanceCase& which : instanceCases) {
    const std::string text = fmt::format("{}/{}.wat", options.work, which.name);
    const std::string artifact = fmt::format("{}/{}.waot", options.work, which.name);
    const auto written = writeFile(text, textOf(which));
    for (const auto& [variant, isCompiled, isPooled] : instanceVariants) {
      InstanceRow row{fmt::format("{}{}", which.name, variant),
                      which.includes,
                      {},
                      {},
                      isPooled ? which.bound : 0};
      auto times = [&]() -> Result<std::vector<double>> {
        if (!written) return Error(ErrorKind::Io, written.error().message());
        if (!isCompiled) return inChild([&] { return timeInstances(text, isPooled, options); });
        if (options.wald.empty()) return Error(ErrorKind::Io, "there is no wald that compiles it");
        WALD_TRY(runTool({options.wald, "compile", text, "-o", artifact}));
        return inChild([&] { return timeInstances(artifact, isPooled, options); });
      }();
      if (times) {
        row.times = std::move(*times);
      } else {
        row.reason = times.error().message();
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

RateRow startsByThreads(const std::string& name, const Workload& workload, const std::string& file,
                        const std::vector<unsigned>& threads, unsigned milliseconds) {
  RateRow row{name, {}, {}};
  for (const unsigned count : threads) {
    auto rate = inChild([&]() -> Result<std::vector<double>> {
      WALD_TRY_ASSIGN(loaded, Loaded::load(file, {.pooledStores = pooledStores}));
      std::atomic<std::uint64_t> starts = 0;
      std::atomic<bool> isFailed = false;
      const auto begin = Clock::now();
      const auto end = begin + std::chrono::milliseconds(milliseconds);
      std::vector<std::thread> running;
      running.reserve(count);
      for (unsigned i = 0; i < count; ++i) {
        running.emplace_back([&] {
          const Starter starter(loaded, workload);
          while (!isFailed && Clock::now() < end) {
            if (!starter.start()) isFailed = true;
            ++starts;
          }
        });
      }
      for (std::thread& thread : running) thread.join();
      if (isFailed) return Error(ErrorKind::Io, "a start failed");
      return std::vector<double>{static_cast<double>(starts) / (microsecondsSince(begin) / 1e6)};
    });
    if (!rate) {
      row.reason = rate.error().message();
      break;
    }
    row.rates.push_back({count, rate->front()});
  }
  return row;
}

IdleRow keepInstances(const Workload& workload, const IdleCase& which, std::uint64_t count) {
  IdleRow row;
  row.name = which.name;
  row.wanted = count;
  row.bound = which.isCalled ? 0 : which.count;
  // The text comes through a file: the numbers are wanted even where there was a limit.
  const std::string file = workload.module.path + ".refusal";
  auto numbers = inChild([&]() -> Result<std::vector<double>> {
    std::string refusal;
    auto kept = keep(workload, which, count, refusal);
    WALD_TRY(writeFile(file, refusal));
    return kept;
  });
  row.reason = readFile(file);
  std::error_code error;
  std::filesystem::remove(file, error);
  if (!numbers) {
    row.reason = numbers.error().message();
    return row;
  }
  row.count = static_cast<std::uint64_t>((*numbers)[0]);
  row.residentBytes = static_cast<std::uint64_t>((*numbers)[1]);
  row.pageTableBytes = static_cast<std::uint64_t>((*numbers)[2]);
  return row;
}

}  // namespace wald::coldstart
