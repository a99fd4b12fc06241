#include "tools/wald/program.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "tools/wald/invoke.h"
#include "tools/wald/module_file.h"
#include "tools/wald/report.h"

namespace wald::command {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

std::string describe(const runtime::HeapStatistics& gc) {
  constexpr double megabyte = 1 << 20;
  const double liveMegabytes = static_cast<double>(gc.liveBytes) / megabyte;
  return fmt::format(
      "collected garbage {} times in {:.1f} ms, {:.2f} ms at most, {:.2f} ms per live MB; {:.1f} "
      "MB "
      "allocated, {:.1f} MB in {} objects alive at last",
      gc.collections, 1e3 * gc.totalPause, 1e3 * gc.longestPause, 1e3 * gc.pausePerLiveMegabyte(),
      static_cast<double>(gc.allocatedBytes) / megabyte, liveMegabytes, gc.liveObjects);
}

const runtime::Function* exportedFunction(runtime::Instance& instance, std::string_view name) {
  const auto found = instance.exported(name);
  const auto* const function = found ? std::get_if<runtime::Function*>(&*found) : nullptr;
  return function == nullptr ? nullptr : *function;
}

std::vector<ModuleSource> openSources(const RunOptions& options, std::string_view file) {
  const EngineChoice choice{.engine = options.engine,
                            .usesCache = options.usesCache,
                            .verify = options.verify,
                            .wantsDigest = options.audit.has_value(),
                            .verbose = options.verbose};
  std::vector<ModuleSource> sources;
  sources.reserve(options.preloads.size() + 1);
  for (const auto& preload : options.preloads) sources.emplace_back(preload.second);
  sources.emplace_back(file);
  for (ModuleSource& source : sources) source.prepare(choice, options.config);
  return sources;
}

/// Compiled code wants memories that do not move.
runtime::Config configFor(const RunOptions& options, const std::vector<ModuleSource>& sources) {
  runtime::Config config = options.config;
  config.fixedMemories = std::ranges::any_of(sources, &ModuleSource::isCompiled);
  return config;
}

}  // namespace

Program::Program(RunOptions& options, std::span<const std::string_view> operands,
                 StartupTrace& trace)
    : options_(options), trace_(trace), file_(operands.front()), args_(operands.subspan(1)),
      sources_(openSources(options, operands.front())), engine_(configFor(options, sources_)),
      budget_(std::make_shared<runtime::Budget>(
          runtime::Budget::Limits{.memoryBytes = options.config.limits.memoryBytes,
                                  .gcHeapBytes = options.config.limits.gcHeapBytes,
                                  .tableElements = ~std::uint64_t{0},
                                  .instances = ~std::uint64_t{0}})) {}

Program::~Program() {
  // The signal ends before the store.
  if (store_ != nullptr) store_->setStop(nullptr);
}

int Program::run() {
  const End end = runSteps();
  trace_.end("the guest's run");
  claimEnd();
  const int status = end.value_or(exit_status::success);
  finish(status, nullptr);
  return status;
}

End Program::watch() {
  auto watch = Watch::create(options_);
  if (!watch) return reportUsageError(watch.error());
  watch_ = std::move(*watch);
  options_.wasi.observer = watch_.get();
  if (watch_ == nullptr || watch_->audit() == nullptr) return std::nullopt;
  const ModuleSource& source = sources_.back();
  std::size_t argumentBytes = 0;
  for (const std::string_view argument : args_) argumentBytes += argument.size();
  runtime::Limits limits = options_.config.limits;
  limits.deadline = options_.timeout;
  watch_->audit()->start({.file = shownPath(file_),
                          .module = source.digest(),
                          .engine = source.isCompiled() ? "aot" : "interp",
                          .invoke = options_.invoke,
                          .argumentCount = args_.size(),
                          .argumentBytes = argumentBytes,
                          .grants = options_.wasi,
                          .threads = options_.threads,
                          .limits = limits,
                          .labels = options_.labels});
  return std::nullopt;
}

void Program::finish(int status, const runtime::Trap* trap, bool hasTimedOut) {
  if (watch_ == nullptr || watch_->audit() == nullptr) return;
  api::Audit::End end{.status = status, .outcome = "exit", .calls = watch_->calls()};
  if (trap != nullptr && !trap->exitStatus) {
    end.outcome = trap->kind == wasm::TrapKind::Interrupted ? "timeout" : "trap";
    end.trap = wasm::phraseOf(trap->kind);
  } else if (hasTimedOut) {
    end.outcome = "timeout";
  } else if (trap == nullptr && status != exit_status::success) {
    end.outcome = "error";
  }
  // The guest that a time limit could not stop is still at work.
  if (store_ != nullptr && !hasTimedOut) {
    if (const auto fuel = options_.config.limits.fuel) end.fuel = *fuel - store_->fuel;
    end.memory = store_->memoryBytes();
  }
  watch_->audit()->end(end);
}

End Program::runSteps() {
  trace_.step("module opened");
  if (const End end = watch()) return end;
  if (const End end = prepare()) return end;
  trace_.step("store and WASI");
  for (std::size_t i = 0; i < options_.preloads.size(); ++i) {
    const auto& [name, file] = options_.preloads[i];
    if (const End end = preload(name, file, sources_[i])) return end;
  }
  runtime::Instance* instance = nullptr;
  if (const End end = instantiate(file_, sources_.back(), "", instance)) return end;
  const Clock::time_point begin = Clock::now();
  const End end = options_.invoke.empty() ? start(*instance) : invoke(*instance);
  say([&] { return fmt::format("ran for {:.2f} ms", millisecondsSince(begin)); });
  if (const auto fuel = options_.config.limits.fuel) {
    say([&] { return fmt::format("used {} units of fuel", *fuel - store_->fuel); });
  }
  if (const auto& gc = store_->heap().statistics(); gc.collections != 0) {
    say([&] { return describe(gc); });
  }
  return end;
}

Result<std::unique_ptr<runtime::Store>> Program::makeStore() {
  return runtime::Store::create(engine_, {.limits = options_.config.limits, .budget = budget_});
}

End Program::prepare() {
  auto store = makeStore();
  if (!store) return reportError(store.error(), shownPath(file_));
  store_ = std::move(*store);
  linker_ = std::make_unique<runtime::Linker>(*store_);

  options_.wasi.args.emplace_back(shortName(file_));
  for (const std::string_view argument : args_) options_.wasi.args.emplace_back(argument);
  auto wasi = wasi::Wasi::create(options_.wasi);
  if (!wasi) return reportError(wasi.error(), shownPath(file_));
  wasi_ = std::move(*wasi);
  for (const auto& listening : wasi_->listening()) {
    say([&] {
      return fmt::format("listens at {}, the guest's descriptor {}", listening.address,
                         listening.descriptor);
    });
  }
  prepareThreads();
  if (watch_ != nullptr && watch_->audit() != nullptr) {
    endSignals_ =
        std::make_unique<EndSignals>(*threads_, [this](int signal) { finishBySignal(signal); });
  }
  if (options_.timeout) {
    timeLimit_ = std::make_unique<TimeLimit>(*options_.timeout, *threads_,
                                             [this](int status) { finish(status, nullptr, true); });
  }
  return std::nullopt;
}

void Program::finishBySignal(int signal) {
  constexpr int shellStatus = 128;
  watch_->audit()->end({.status = shellStatus + signal,
                        .outcome = "signal",
                        .signal = signal,
                        .calls = watch_->calls()});
}

End Program::preload(const std::string& name, const std::string& file, ModuleSource& source) {
  runtime::Instance* instance = nullptr;
  if (const End end = instantiate(file, source, name, instance)) return end;
  if (const End end = initialize(*instance)) return end;
  linker_->defineInstance(name, *instance);
  return std::nullopt;
}

void Program::provideHost(runtime::Store& store, runtime::Linker& linker,
                          const runtime::Module& module) {
  for (const wasm::Import& import : module.wasm.imports) {
    // A module that was preloaded under this name comes first.
    if (linker.find(import.module, import.name)) continue;
    auto function = wasi_->find(store, import.name, import.module);
    if (import.module == wasi::Threads::moduleName) function = threads_->find(store, import.name);
    if (function) linker.define(import.module, import.name, *function);
  }
}

int Program::endWith(const runtime::Trap& trap) {
  claimEnd();
  return conclude(trap);
}

int Program::conclude(const runtime::Trap& trap) {
  if (const int signal = endSignals_ == nullptr ? 0 : endSignals_->received()) {
    finishBySignal(signal);
    EndSignals::die(signal);
  }
  const int status = reportTrap(trap);
  finish(status, &trap);
  return status;
}

End Program::instantiate(std::string_view file, ModuleSource& source, const std::string& preload,
                         runtime::Instance*& instance) {
  const Clock::time_point begin = Clock::now();
  auto module = source.load(engine_);
  if (!module) return reportError(module.error(), shownPath(file));
  const wasm::Module& wasm = (*module)->wasm;
  say([&] {
    return fmt::format("{}: {} bytes, {} functions, {}; {} in {:.2f} ms", shownPath(file),
                       wasm.bytes.size(), wasm.functions.size() - wasm.importedFunctions,
                       source.description(),
                       source.isKnownValid() ? "known as valid, read" : "read and validated",
                       source.preparation() + millisecondsSince(begin));
  });

  trace_.step(source.isKnownValid() ? "module read, known as valid" : "module read");
  provideHost(*store_, *linker_, **module);
  if (const auto provided = provideMemories(**module); !provided) {
    return reportError(provided.error(), shownPath(file));
  }
  if (preload.empty()) {
    module_ = *module;
  } else {
    preloaded_.push_back({preload, *module});
  }
  auto instantiation = linker_->instantiate(std::move(*module));
  if (!instantiation) return reportError(instantiation.error(), shownPath(file));
  if (instantiation->trap) return endWith(*instantiation->trap);
  instance = instantiation->instance;
  trace_.step("linked and instantiated");
  return std::nullopt;
}

End Program::call(const runtime::Function& function, std::span<const runtime::Value> args,
                  std::vector<runtime::Value>& results) {
  runtime::TrapPtr trap;
  auto called = store_->call(function, args, trap);
  if (!called) return reportError(called.error(), shownPath(file_));
  if (trap) return endWith(*trap);
  results = std::move(*called);
  return std::nullopt;
}

End Program::initialize(runtime::Instance& instance) {
  const runtime::Function* const function = exportedFunction(instance, "_initialize");
  std::vector<runtime::Value> none;
  return function == nullptr ? std::nullopt : call(*function, {}, none);
}

End Program::start(runtime::Instance& instance) {
  const wasm::Module& wasm = instance.module().wasm;
  if (const runtime::Function* const function = exportedFunction(instance, "_start")) {
    std::vector<runtime::Value> none;
    return call(*function, {}, none);
  }
  if (wasm.start || exportedFunction(instance, "_initialize") != nullptr) {
    return initialize(instance);
  }
  return reportError(Error(ErrorKind::Usage,
                           fmt::format("nothing to run: it exports no _start; --invoke can call {}",
                                       listFunctions(wasm))),
                     shownPath(file_));
}

End Program::invoke(runtime::Instance& instance) {
  auto function = findFunction(instance, options_.invoke);
  if (!function) return reportError(function.error(), shownPath(file_));
  auto arguments = parseArguments(engine_, options_.invoke, **function, args_);
  if (!arguments) return reportError(arguments.error(), shownPath(file_));
  if (const End end = initialize(instance)) return end;

  std::vector<runtime::Value> results;
  if (const End end = call(**function, *arguments, results)) return end;
  if (!printOut(printValues(results))) return exit_status::failure;
  return std::nullopt;
}

}  // namespace wald::command
