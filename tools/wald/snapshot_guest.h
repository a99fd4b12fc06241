#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ir/valid_module.h"
#include "runtime/linker.h"
#include "runtime/store.h"
#include "tools/wald/run_options.h"
#include "tools/wald/watch.h"
#include "wasi/wasi.h"

namespace wald::command {

/// How a module is initialised.
struct Initialisation {
  /// The exports that are called, one after the other; none if the start function does it all.
  std::vector<std::string> functions;

  /// For messages.
  std::string describe() const;
};

/// What `wald snapshot` is to call in a module: the export `name`, or the one that is usual for that if it is empty. A reactor's
/// `_initialize` goes before. Fails with `Usage` where there is no such function, naming those there are.
Result<Initialisation> initialisationOf(const wasm::Module& module, std::string_view name);

/// Fails with `Unsupported` for a module that imports more than functions of WASI.
Result<void> checkImports(const wasm::Module& module);

/// Sees what a guest takes from the world that may be different the next time.
class InitialisationWatch final : public wasi::Observer {
public:
  explicit InitialisationWatch(std::unique_ptr<Watch> inner) : inner_(std::move(inner)) {}

  void denied(const wasi::Denial& denial) override { inner_->denied(denial); }
  bool wantsCalls() const override { return true; }
  void returned(std::string_view line) override;
  /// "the time and random numbers"; empty if it took nothing.
  std::string taken() const;

private:
  std::unique_ptr<Watch> inner_;
  std::vector<std::string_view> taken_;
};

/// A guest from its instantiation to the end of its initialisation.
class SnapshotGuest {
public:
  static Result<std::unique_ptr<SnapshotGuest>>
  create(const RunOptions& options, std::shared_ptr<const ir::ValidModule> module,
         std::string_view name);

  /// What is in `trap` ended the guest too early, if anything.
  Result<void> run(const Initialisation& initialisation, runtime::TrapPtr& trap);
  /// Fails with `Unsupported` unless the same descriptors are open as when the guest began.
  Result<void> checkDescriptors() const;
  runtime::Instance& instance() { return *instance_; }
  std::uint64_t memoryBytes() const { return store_->memoryBytes(); }

private:
  explicit SnapshotGuest(const RunOptions& options) : engine_(options.config) {}

  runtime::Engine engine_;
  std::unique_ptr<wasi::Wasi> wasi_;
  std::unique_ptr<runtime::Store> store_;
  std::shared_ptr<const runtime::Module> module_;
  wasi::Wasi::OpenDescriptors descriptors_;
  runtime::Instance* instance_ = nullptr;
};

}  // namespace wald::command
