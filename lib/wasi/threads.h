#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "runtime/extern.h"
#include "runtime/stop_signal.h"
#include "runtime/store.h"
#include "wasi/limits.h"
#include "wasi/observer.h"

namespace wald::wasi {

/// The threads of a guest (WebAssembly/wasi-threads): the function `thread-spawn` of the module `wasi`. It makes another instance of the
/// guest's module, in a store of its own that holds the same shared memories, and calls its export `wasi_thread_start`
/// on a new thread of the host. A trap or exit of one thread ends the program.
///
/// Has to outlive the calls into the guest's stores. Thread-safe.
class Threads {
public:
  /// What a thread runs.
  struct Guest {
    std::unique_ptr<runtime::Store> store;
    runtime::Instance* instance = nullptr;
    runtime::TrapPtr trap;  ///< of the module's start function
  };
  struct Options {
    bool granted = false;
    Observer* observer = nullptr;          ///< is told of what is refused; may be null
    std::uint32_t most = limits::threads;  ///< at once, besides the first
    /// Makes the guest of a new thread, with `stop()` and so much fuel in its store. Called by the thread that starts it.
    std::function<Result<Guest>(std::uint64_t fuel)> make;
    /// Called once: on the thread that ended the program, if that is one that was started here. The others are stopped
    /// as far as they wait for something.
    std::function<void(const runtime::Trap&)> ended;
  };

  explicit Threads(Options options) : options_(std::move(options)) {}
  /// Waits until all threads have ended, those too that loop.
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  static constexpr std::string_view moduleName = "wasi";
  /// The function with that name in `store`. None if there is none with that name.
  std::optional<runtime::Extern> find(runtime::Store& store, std::string_view name);

  /// For all stores of the program, the first one included.
  runtime::StopSignal& stop() { return stop_; }
  /// Whether the calling thread is the one that ends the program; the others have to leave that to it. It stops them.
  bool claimEnd();

private:
  struct Launch;
  static runtime::Outcome spawn(void* environment, runtime::Caller caller, runtime::Slot* slots);
  static void run(void* launch);
  std::int32_t start(runtime::Store& starter, std::uint32_t argument, runtime::TrapPtr& trap);
  /// An id between 1 and `limits::threadIds`; none if there are too many threads.
  std::optional<std::uint32_t> takeId();
  void giveBack(std::uint32_t id);

  Options options_;
  runtime::StopSignal stop_;
  std::atomic<bool> isEnded_ = false;
  std::mutex mutex_;
  std::condition_variable idle_;
  std::unordered_set<std::uint32_t> ids_;  ///< of threads that run
  std::uint32_t lastId_ = 0;
};

}  // namespace wald::wasi
