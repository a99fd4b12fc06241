#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/audit.h"
#include "api/system_interface.h"
#include "runtime/store.h"
#include "wald/wasi.h"
#include "wasi/config.h"
#include "wasi/wasi.h"

namespace wald::api {

/// What a store's guests were granted, and who is told of what they do with it.
class WasiState final : public SystemInterface, wasi::Observer {
public:
  explicit WasiState(const WasiConfig& config);
  /// Fails as `wasi::Wasi::create` does.
  Result<void> open();

  Result<std::optional<runtime::Extern>> find(runtime::Store& store, std::string_view module,
                                              std::string_view name) override;
  void start(const runtime::Module& module, bool isCompiled,
             const runtime::Limits& limits) override;
  void note(const runtime::Trap& trap) override;
  void end(runtime::Store& store) override;

private:
  void denied(const wasi::Denial& denial) override;
  bool wantsCalls() const override;
  void returned(std::string_view line) override;

  wasi::Config grants_;
  std::function<void(const WasiDenial&)> onDenial_;
  std::function<void(std::string_view)> onCall_;
  std::vector<std::pair<std::string, std::string>> labels_;
  std::optional<Audit> audit_;
  bool hasStarted_ = false;
  Audit::End end_{.outcome = "exit"};
  std::unique_ptr<wasi::Wasi> wasi_;
};

}  // namespace wald::api
