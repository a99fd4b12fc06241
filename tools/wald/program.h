#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/linker.h"
#include "runtime/store.h"
#include "tools/wald/run_options.h"
#include "wasi/wasi.h"

namespace wald::command {

/// The exit status if a step was the last: it failed, after saying why, or the guest ended itself.
using End = std::optional<int>;

/// A guest with what it is linked to.
class Program {
public:
  /// `operands` are FILE and ARGS. All must outlive the program.
  Program(RunOptions& options, std::span<const std::string_view> operands)
      : options_(options), file_(operands.front()), args_(operands.subspan(1)),
        engine_(options.config) {}

  /// Loads, links and runs it; gives the exit status.
  int run();

private:
  End runSteps();
  End prepare();
  End preload(const std::string& name, const std::string& file);
  End instantiate(std::string_view file, runtime::Instance*& instance);
  void provideWasi(const runtime::Module& module);
  /// `_initialize` of a reactor, if there is one.
  End initialize(runtime::Instance& instance);
  End start(runtime::Instance& instance);
  End invoke(runtime::Instance& instance);
  End call(const runtime::Function& function, std::span<const runtime::Value> args,
           std::vector<runtime::Value>& results);
  void say(std::string_view text) const;

  RunOptions& options_;
  std::string_view file_;
  std::span<const std::string_view> args_;
  runtime::Engine engine_;
  std::unique_ptr<runtime::Store> store_;
  std::unique_ptr<runtime::Linker> linker_;
  std::unique_ptr<wasi::Wasi> wasi_;
};

}  // namespace wald::command
