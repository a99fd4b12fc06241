#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/wald/engine_options.h"
#include "tools/wald/module_source.h"
#include "wasi/config.h"
#include "wasi/limits.h"

namespace wald::command {

/// What `wald run` was told before FILE.
struct RunOptions : EngineOptions {
  std::string invoke;                                         ///< empty: the program is started
  std::vector<std::pair<std::string, std::string>> preloads;  ///< name and file
  wasi::Config wasi;
  EngineKind engine = EngineKind::Auto;
  bool usesCache = true;
  bool verify = false;   ///< compiled code is checked whole
  bool threads = false;  ///< the guest may start some
  std::uint32_t maxThreads = wasi::limits::threads;
  std::optional<std::chrono::nanoseconds> timeout;
  std::optional<std::string> policy;  ///< a file
  std::optional<std::uint64_t> seed;
  bool logCalls = false;                                    ///< each call of the host is shown
  bool startupTrace = false;                                ///< `StartupTrace`
  std::optional<std::string> audit;                         ///< a file, or "-"
  std::vector<std::pair<std::string, std::string>> labels;  ///< for the audit
};

/// What else `wald run` can be told than a guest's grants.
std::span<const Option<RunOptions>> runOptions();
/// --dir, --env, --deny, --seed: of every command that runs guests.
std::span<const Option<RunOptions>> grantOptions();

/// All options of `wald run`. `options` must outlive the set.
OptionSet runOptionSet(RunOptions& options);

/// Checks what was said as a whole, and passes it on to the parts. Once, when all options were applied.
Result<void> completeOptions(RunOptions& options, const OptionSet& set);

/// `HOST[::GUEST][:ro|:rw]`; read-only unless said otherwise, under its own name unless given
/// another.
Result<wasi::Preopen> parsePreopen(std::string_view text);

}  // namespace wald::command
