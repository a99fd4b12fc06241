#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/linker.h"
#include "runtime/store.h"
#include "spectest/engine.h"
#include "spectest/host_module.h"
#include "text/script.h"

namespace wald::spectest {

/// How an action of a script ended: with results, or with a trap.
struct ActionOutcome {
  std::vector<runtime::Value> results;
  runtime::TrapPtr trap;
};

/// Decodes and validates a module of a script; that of a quoted one is parsed first.
Result<std::shared_ptr<const ir::ValidModule>> validModule(const text::ScriptModule& module,
                                                           wasm::Features features);

/// The world that the commands of one script share: a store, what they have named and what is
/// registered for import.
class Session {
public:
  static Result<std::unique_ptr<Session>> create(ScriptEngine& engine,
                                                 const runtime::Config& config, std::FILE* printed);

  const runtime::Engine& engine() const { return *engine_; }

  /// Keeps a module under its name, and as the latest definition.
  Result<void> define(const text::ScriptModule& module);
  /// Instantiates a module, without keeping the instance.
  Result<runtime::Instantiation> instantiate(const text::ScriptModule& module);
  /// Instantiates a module and keeps it as the latest instance and under its name. Whatever fails,
  /// the instances before it are no longer the latest.
  Result<void> run(const text::ScriptModule& module);
  /// The same for a module that was defined.
  Result<void> instantiate(const text::ScriptInstance& instance);
  Result<void> registerInstance(std::string_view as, const std::string& name);

  /// The session of a thread. Of some instances it has the shared memories that are exported, under the instance's
  /// name, and it has the module definitions, which the proposal's scripts don't use: threads can so run
  /// the same code. What it waits for ends with `stop`. Two threads can use the two sessions.
  Result<std::unique_ptr<Session>> fork(std::span<const std::string> shared,
                                        runtime::StopSignal* stop) const;

  Result<ActionOutcome> perform(const text::ScriptAction& action);

private:
  using ModulePtr = std::shared_ptr<const runtime::Module>;

  Session(ScriptEngine& scriptEngine, std::shared_ptr<runtime::Engine> engine, std::FILE* printed);
  static Result<std::unique_ptr<Session>>
  create(ScriptEngine& scriptEngine, std::shared_ptr<runtime::Engine> engine, std::FILE* printed);
  Result<ModulePtr> load(const text::ScriptModule& module);
  Result<void> keep(const std::string& name, Result<runtime::Instantiation> instantiation);
  Result<runtime::Instance*> find(const std::string& name) const;
  Result<void> shareWith(Session& thread, const std::string& name) const;
  /// Gives a reference the type of what it refers to.
  void sharpen(runtime::Value& value) const;
  Result<ActionOutcome> invoke(runtime::Instance& instance, const text::ScriptAction& action);

  ScriptEngine& scriptEngine_;
  std::shared_ptr<runtime::Engine> engine_;
  HostModule host_;
  std::unique_ptr<runtime::Store> store_;
  std::unique_ptr<runtime::Linker> linker_;
  std::map<std::string, ModulePtr, std::less<>> definitions_;
  std::map<std::string, runtime::Instance*, std::less<>> instances_;
  /// The shared memories of a module instance that lives in another session.
  struct Shared {
    std::string module;
    std::string name;
    runtime::Memory* memory;
  };
  std::vector<Shared> shared_;
  std::FILE* printed_;
  ModulePtr latestDefinition_;
  runtime::Instance* latest_ = nullptr;
};

}  // namespace wald::spectest
