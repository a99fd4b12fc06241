#pragma once

#include <memory>
#include <optional>

#include "api/audit.h"
#include "tools/wald/run_options.h"
#include "wasi/observer.h"

namespace wald::command {

/// What is seen of a run: refusals as notes (`--verbose`), each call (`--log-calls`), and the record for others (`--audit`).
class Watch final : public wasi::Observer {
public:
  /// Null if nothing of that was asked for. Fails where the record can't be opened, or could be written by the guest.
  static Result<std::unique_ptr<Watch>> create(const RunOptions& options);

  void denied(const wasi::Denial& denial) override;
  bool wantsCalls() const override { return logsCalls_; }
  void returned(std::string_view line) override;

  /// Null if none is kept.
  api::Audit* audit() { return audit_ ? &*audit_ : nullptr; }

private:
  explicit Watch(const RunOptions& options)
      : isVerbose_(options.verbose), logsCalls_(options.logCalls) {}

  bool isVerbose_;
  bool logsCalls_;
  std::optional<api::Audit> audit_;
};

}  // namespace wald::command
