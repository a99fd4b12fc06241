#include "wald/linker.h"

#include <map>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "api/convert.h"
#include "api/module_state.h"
#include "api/store_state.h"
#include "runtime/describe.h"
#include "runtime/linker.h"

namespace wald {

struct Linker::State {
  using Name = std::pair<std::string, std::string>;
  using NameView = std::pair<std::string_view, std::string_view>;
  struct Less {
    using is_transparent = void;
    bool operator()(NameView a, NameView b) const { return a < b; }
  };
  using Definition = std::variant<std::shared_ptr<const detail::HostFunction>, Extern>;

  explicit State(detail::EngineRef of) : engine(std::move(of)) {}

  Result<void> add(std::string_view module, std::string_view name, Definition definition) {
    if (definitions.try_emplace({std::string(module), std::string(name)}, std::move(definition))
            .second) {
      return {};
    }
    return Error(ErrorKind::Usage, fmt::format("\"{}\" \"{}\" is defined already", module, name));
  }
  /// None if there is nothing of that name.
  Result<std::optional<runtime::Extern>> find(const detail::StoreRef& store,
                                              const wasm::Import& import) const;

  detail::EngineRef engine;
  std::map<Name, Definition, Less> definitions;
  bool hasWasi = false;
};

Result<std::optional<runtime::Extern>> Linker::State::find(const detail::StoreRef& store,
                                                           const wasm::Import& import) const {
  const auto found = definitions.find(NameView(import.module, import.name));
  if (found != definitions.end()) {
    if (const auto* function =
            std::get_if<std::shared_ptr<const detail::HostFunction>>(&found->second)) {
      return std::optional<runtime::Extern>(store->bind(*function));
    }
    auto value = api::toRuntime(store, std::get<Extern>(found->second));
    if (value) return std::optional<runtime::Extern>(*value);
    return Error(ErrorKind::Usage, fmt::format("\"{}\" \"{}\": {}", import.module, import.name,
                                               value.error().message()));
  }
  if (!hasWasi || store->system() == nullptr) return std::optional<runtime::Extern>();
  return store->system()->find(store->store(), import.module, import.name);
}

Linker::Linker(const Engine& engine) : state_(std::make_unique<State>(engine.state())) {}
Linker::Linker(Linker&&) noexcept = default;
Linker& Linker::operator=(Linker&&) noexcept = default;
Linker::~Linker() = default;

Result<void> Linker::addFunction(std::string_view module, std::string_view name,
                                 detail::HostFunction function) {
  return state_->add(module, name,
                     std::make_shared<const detail::HostFunction>(std::move(function)));
}

Result<void> Linker::define(std::string_view module, std::string_view name, const Extern& value) {
  return state_->add(module, name, value);
}

Result<void> Linker::defineInstance(std::string_view module, const Instance& instance) {
  for (auto& [name, value] : instance.exports()) WALD_TRY(define(module, name, value));
  return {};
}

void Linker::addWasi() { state_->hasWasi = true; }

Result<Instance> Linker::instantiate(Store& store, const Module& module) const {
  const detail::StoreRef& state = store.state();
  if (!state->isFree()) return state->busyError();
  if (module.state()->engine != state->engineRef() || state_->engine != state->engineRef()) {
    return Error(ErrorKind::Usage, "module, linker and store are not of the same engine");
  }
  const std::shared_ptr<const runtime::Module>& made = module.state()->module;
  std::vector<runtime::Extern> imports;
  imports.reserve(made->wasm.imports.size());
  std::string missing;
  for (const wasm::Import& import : made->wasm.imports) {
    WALD_TRY_ASSIGN(found, state_->find(state, import));
    if (found) {
      imports.push_back(*found);
    } else {
      missing += fmt::format("{}\"{}\" \"{}\": {}", missing.empty() ? "" : ", ", import.module,
                             import.name, runtime::describe(made->wasm, import.type));
    }
  }
  if (!missing.empty()) return Error(ErrorCode::UnknownImport, missing);
  if (state->system() != nullptr) {
    state->system()->start(*made, module.isCompiled(), state->store().limits());
  }
  WALD_TRY_ASSIGN(instantiation, runtime::instantiate(state->store(), made, imports));
  if (instantiation.trap) return api::toError(state, std::move(instantiation.trap));
  return Instance(state, instantiation.instance);
}

}  // namespace wald
