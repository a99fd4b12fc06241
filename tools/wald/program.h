#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/linker.h"
#include "runtime/store.h"
#include "tools/wald/end_signals.h"
#include "tools/wald/module_source.h"
#include "tools/wald/report.h"
#include "tools/wald/run_options.h"
#include "tools/wald/startup_trace.h"
#include "tools/wald/time_limit.h"
#include "tools/wald/watch.h"
#include "wasi/threads.h"
#include "wasi/wasi.h"

namespace wald::command {

/// The exit status if a step was the last: it failed, after saying why, or the guest ended itself.
using End = std::optional<int>;

/// A guest with what it is linked to.
class Program {
public:
  /// `operands` are FILE and ARGS. All must outlive the program.
  Program(RunOptions& options, std::span<const std::string_view> operands, StartupTrace& trace);
  ~Program();

  /// Loads, links and runs it; gives the exit status.
  int run();

private:
  End runSteps();
  /// Prepares what watches the run.
  End watch();
  /// Tells the audit how it ended. `trap` may be null. Any thread may call it; the first one counts.
  void finish(int status, const runtime::Trap* trap, bool hasTimedOut = false);
  /// The same for a signal that ends the process.
  void finishBySignal(int signal);
  End prepare();
  /// For this thread, or for another one: the limits are those of all together.
  Result<std::unique_ptr<runtime::Store>> makeStore();
  End preload(const std::string& name, const std::string& file, ModuleSource& source);
  /// `preload` is the name of a module that is preloaded, or empty.
  End instantiate(std::string_view file, ModuleSource& source, const std::string& preload,
                  runtime::Instance*& instance);
  /// What the host has of a module's imports, unless it was preloaded.
  void provideHost(runtime::Store& store, runtime::Linker& linker, const runtime::Module& module);
  /// `_initialize` of a reactor, if there is one.
  End initialize(runtime::Instance& instance);
  End start(runtime::Instance& instance);
  End invoke(runtime::Instance& instance);
  /// Reports how the guest ended.
  int endWith(const runtime::Trap& trap);
  /// The same on the thread that ends the program.
  int conclude(const runtime::Trap& trap);

  // program_threads.cpp
  void prepareThreads();
  /// Remembers the shared memories that a module imports, for its instances on other threads. Those that are
  /// provided by nobody are made.
  Result<void> provideMemories(const runtime::Module& module);
  Result<wasi::Threads::Guest> makeGuest(std::uint64_t fuel);
  void defineMemories(runtime::Store& store, runtime::Linker& linker) const;
  /// Returns if this thread is the one that ends the program.
  void claimEnd();

  End call(const runtime::Function& function, std::span<const runtime::Value> args,
           std::vector<runtime::Value>& results);
  /// With --verbose, what `text` makes: without it, a start formats nothing.
  template <typename Text>
  void say(Text text) const {
    if (options_.verbose) printNote(text());
  }

  RunOptions& options_;
  StartupTrace& trace_;
  std::string_view file_;
  std::span<const std::string_view> args_;
  std::vector<ModuleSource> sources_;  ///< of those that are preloaded, and of the module
  runtime::Engine engine_;
  std::shared_ptr<runtime::Budget> budget_;
  std::unique_ptr<runtime::Store> store_;
  std::unique_ptr<runtime::Linker> linker_;
  std::unique_ptr<Watch> watch_;
  std::unique_ptr<wasi::Wasi> wasi_;

  // What the guests of other threads are made of.
  struct Preloaded {
    std::string name;
    std::shared_ptr<const runtime::Module> module;
  };
  struct SharedMemory {
    std::string module;
    std::string name;
    std::shared_ptr<runtime::Memory> memory;
  };
  std::vector<Preloaded> preloaded_;
  std::vector<SharedMemory> memories_;
  std::shared_ptr<const runtime::Module> module_;
  std::unique_ptr<wasi::Threads> threads_;
  std::unique_ptr<EndSignals> endSignals_;
  std::unique_ptr<TimeLimit> timeLimit_;
  bool isEnding_ = false;
};

}  // namespace wald::command
