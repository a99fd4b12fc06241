#include "spectest/session.h"

#include <fmt/format.h>

#include "binary/decoder.h"
#include "runtime/cast.h"
#include "spectest/values.h"
#include "text/parser.h"
#include "valid/validate.h"

namespace wald::spectest {

namespace {

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

std::string nameInScript(const text::ScriptModule& module) {
  return module.name.empty() ? fmt::format("line {}", module.line) : '$' + module.name;
}

}  // namespace

Result<std::shared_ptr<const ir::ValidModule>> validModule(const text::ScriptModule& module,
                                                           wasm::Features features) {
  std::vector<std::uint8_t> bytes = module.binary;
  if (module.form == text::ScriptModule::Form::Quote) {
    WALD_TRY_ASSIGN(parsed, text::parseModule(module.quoted, features));
    bytes = std::move(parsed);
  }
  WALD_TRY_ASSIGN(decoded, binary::decodeModule(std::move(bytes), features));
  return valid::validateModule(std::move(decoded));
}

Session::Session(ScriptEngine& scriptEngine, std::shared_ptr<runtime::Engine> engine,
                 std::FILE* printed)
    : scriptEngine_(scriptEngine), engine_(std::move(engine)), host_(printed), printed_(printed) {}

Result<std::unique_ptr<Session>>
Session::create(ScriptEngine& engine, const runtime::Config& config, std::FILE* printed) {
  return create(engine, std::make_shared<runtime::Engine>(config), printed);
}

Result<std::unique_ptr<Session>> Session::create(ScriptEngine& scriptEngine,
                                                 std::shared_ptr<runtime::Engine> engine,
                                                 std::FILE* printed) {
  std::unique_ptr<Session> session(new Session(scriptEngine, std::move(engine), printed));
  WALD_TRY_ASSIGN(store, runtime::Store::create(*session->engine_));
  session->store_ = std::move(store);
  session->linker_ = std::make_unique<runtime::Linker>(*session->store_);
  WALD_TRY(session->host_.define(*session->store_, *session->linker_));
  return session;
}

Result<Session::ModulePtr> Session::load(const text::ScriptModule& module) {
  WALD_TRY_ASSIGN(valid, validModule(module, engine_->config().features));
  return scriptEngine_.load(*engine_, std::move(valid), nameInScript(module));
}

Result<void> Session::define(const text::ScriptModule& module) {
  latestDefinition_ = nullptr;
  WALD_TRY_ASSIGN(loaded, load(module));
  latestDefinition_ = loaded;
  if (!module.name.empty()) definitions_[module.name] = loaded;
  return {};
}

Result<runtime::Instantiation> Session::instantiate(const text::ScriptModule& module) {
  WALD_TRY_ASSIGN(loaded, load(module));
  return linker_->instantiate(std::move(loaded));
}

Result<void> Session::run(const text::ScriptModule& module) {
  latest_ = nullptr;
  WALD_TRY(define(module));
  return keep(module.name, linker_->instantiate(latestDefinition_));
}

Result<void> Session::instantiate(const text::ScriptInstance& instance) {
  latest_ = nullptr;
  ModulePtr module = latestDefinition_;
  if (!instance.definition.empty()) {
    const auto found = definitions_.find(instance.definition);
    module = found == definitions_.end() ? nullptr : found->second;
  }
  if (module == nullptr) {
    return usage(fmt::format("no module definition ${}", instance.definition));
  }
  return keep(instance.name, linker_->instantiate(std::move(module)));
}

Result<void> Session::keep(const std::string& name, Result<runtime::Instantiation> instantiation) {
  if (!instantiation) return std::move(instantiation).error();
  if (instantiation->trap) {
    return usage(fmt::format("instantiation trapped: {}", instantiation->trap->message()));
  }
  latest_ = instantiation->instance;
  if (!name.empty()) instances_[name] = latest_;
  return {};
}

Result<runtime::Instance*> Session::find(const std::string& name) const {
  if (name.empty()) {
    if (latest_ != nullptr) return latest_;
    return usage("there is no module instance");
  }
  const auto found = instances_.find(name);
  if (found == instances_.end()) return usage(fmt::format("no module instance ${}", name));
  return found->second;
}

Result<void> Session::registerInstance(std::string_view as, const std::string& name) {
  bool isShared = false;
  for (const Shared& shared : shared_) {
    if (name.empty() || shared.module != name || instances_.contains(name)) continue;
    linker_->define(as, shared.name, shared.memory);
    isShared = true;
  }
  if (isShared) return {};
  WALD_TRY_ASSIGN(instance, find(name));
  linker_->defineInstance(as, *instance);
  return {};
}

Result<std::unique_ptr<Session>> Session::fork(std::span<const std::string> shared,
                                               runtime::StopSignal* stop) const {
  WALD_TRY_ASSIGN(session, create(scriptEngine_, engine_, printed_));
  session->store_->setStop(stop);
  session->definitions_ = definitions_;
  for (const std::string& name : shared) WALD_TRY(shareWith(*session, name));
  return std::move(session);
}

Result<void> Session::shareWith(Session& thread, const std::string& name) const {
  const auto give = [&](const std::string& as, const runtime::Memory& memory) {
    auto shared = store_->share(memory);
    if (shared == nullptr) return;
    thread.shared_.push_back({name, as, thread.store_->addMemory(std::move(shared))});
  };
  if (!instances_.contains(name)) {
    bool isShared = false;
    for (const Shared& each : shared_) {
      if (each.module != name) continue;
      give(each.name, *each.memory);
      isShared = true;
    }
    if (isShared) return {};
  }
  WALD_TRY_ASSIGN(instance, find(name));
  for (const wasm::Export& item : instance->module().wasm.exports) {
    if (item.kind == wasm::ExternKind::Memory) give(item.name, *instance->memory(item.index));
  }
  return {};
}

Result<ActionOutcome> Session::perform(const text::ScriptAction& action) {
  WALD_TRY_ASSIGN(instance, find(action.module));
  if (action.kind == text::ScriptAction::Kind::Invoke) return invoke(*instance, action);

  const std::optional<runtime::Extern> found = instance->exported(action.field);
  if (!found || !std::holds_alternative<runtime::Global*>(*found)) {
    return usage(fmt::format("no exported global \"{}\"", action.field));
  }
  const runtime::Global& global = *std::get<runtime::Global*>(*found);
  ActionOutcome outcome;
  outcome.results.push_back({global.type.type, global.slots[0], global.slots[1]});
  sharpen(outcome.results.back());
  return outcome;
}

void Session::sharpen(runtime::Value& value) const {
  if (!value.type.isRef()) return;
  const wasm::AbsHeap top = runtime::topOf(*engine_, value.type.heap());
  value.type = runtime::dynamicType(store_->heap(), value.low, top);
}

Result<ActionOutcome> Session::invoke(runtime::Instance& instance,
                                      const text::ScriptAction& action) {
  const std::optional<runtime::Extern> found = instance.exported(action.field);
  if (!found || !std::holds_alternative<runtime::Function*>(*found)) {
    return Error(ErrorKind::Usage, fmt::format("no exported function \"{}\"", action.field));
  }
  std::vector<runtime::Value> arguments;
  arguments.reserve(action.arguments.size());
  for (const text::ScriptValue& argument : action.arguments) {
    arguments.push_back(toArgument(argument));
  }
  ActionOutcome outcome;
  const runtime::Function& function = *std::get<runtime::Function*>(*found);
  WALD_TRY_ASSIGN(results, store_->call(function, arguments, outcome.trap));
  outcome.results = std::move(results);
  for (runtime::Value& result : outcome.results) sharpen(result);
  return outcome;
}

}  // namespace wald::spectest
