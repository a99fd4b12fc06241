#include "tools/wald/snapshot_guest.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "interp/interp.h"
#include "support/excerpt.h"
#include "tools/wald/invoke.h"
#include "wasi/function_table.h"
#include "wasi/threads.h"

namespace wald::command {

namespace {

constexpr std::string_view reactorInit = "_initialize";
/// Looked for in this order, where no name is given. The first is what programs for Wizer export.
constexpr std::string_view usualNames[] = {"wizer.initialize", "wald.initialize", reactorInit};

/// What calls take from the world.
struct Taking {
  std::string_view function;
  std::string_view what;
};
constexpr Taking takings[] = {
    {"args_get", "its arguments"},  {"environ_get", "its environment"},
    {"clock_time_get", "the time"}, {"random_get", "random numbers"},
    {"path_open", "files"},         {"fd_read", "input"},
};

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

const wasm::Export* exportNamed(const wasm::Module& module, std::string_view name) {
  const auto found = std::ranges::find(module.exports, name, &wasm::Export::name);
  return found == module.exports.end() ? nullptr : &*found;
}

Result<void> checkFunction(const wasm::Module& module, std::string_view name) {
  const wasm::Export* const found = exportNamed(module, name);
  if (found == nullptr) {
    return usage(fmt::format("no export '{}' to run: it has {}", printable(name),
                             printable(listFunctions(module))));
  }
  if (found->kind != wasm::ExternKind::Func) {
    return usage(fmt::format("the export '{}' is a {}, not a function", printable(name),
                             wasm::toString(found->kind)));
  }
  const wasm::CompType& type = module.functionType(found->index);
  if (type.params.empty() && type.results.empty()) return {};
  return usage(fmt::format("the export '{}' is {}: what initialises takes and gives nothing",
                           printable(name), toString(type)));
}

}  // namespace

std::string Initialisation::describe() const {
  return functions.empty() ? "its start function" : fmt::format("{}", fmt::join(functions, ", "));
}

Result<Initialisation> initialisationOf(const wasm::Module& module, std::string_view name) {
  const auto isThere = [&](std::string_view usual) {
    return exportNamed(module, usual) != nullptr;
  };
  if (name.empty()) {
    const auto* const found = std::ranges::find_if(usualNames, isThere);
    if (found != std::end(usualNames)) {
      name = *found;
    } else if (!module.start) {
      return usage(fmt::format("nothing to run: it exports none of {}, and has no start function; "
                               "--init can name {}",
                               fmt::join(usualNames, ", "), printable(listFunctions(module))));
    }
  }
  Initialisation initialisation;
  if (name != reactorInit && isThere(reactorInit)) {
    initialisation.functions.emplace_back(reactorInit);
  }
  if (!name.empty()) initialisation.functions.emplace_back(name);
  for (const std::string& function : initialisation.functions) {
    WALD_TRY(checkFunction(module, function));
  }
  return initialisation;
}

Result<void> checkImports(const wasm::Module& module) {
  for (const wasm::Import& import : module.imports) {
    // What else is imported, the snapshot itself refuses.
    if (import.type.kind != wasm::ExternKind::Func) continue;
    if (import.module == wasi::Wasi::moduleName ||
        import.module == wasi::Wasi::unstableModuleName) {
      continue;
    }
    const bool isThreads = import.module == wasi::Threads::moduleName;
    return Error(ErrorKind::Unsupported,
                 fmt::format("a snapshot can't have {}: \"{}\" \"{}\" is imported",
                             isThreads ? "threads" : "functions of other modules than WASI's",
                             printable(import.module), printable(import.name)))
        .at(import.offset);
  }
  return {};
}

void InitialisationWatch::returned(std::string_view line) {
  if (inner_->wantsCalls()) inner_->returned(line);
  const std::string_view name = line.substr(0, line.find('('));
  const auto* const taking = std::ranges::find(takings, name, &Taking::function);
  if (taking == std::end(takings)) return;
  if (std::ranges::find(taken_, taking->what) == taken_.end()) taken_.push_back(taking->what);
}

std::string InitialisationWatch::taken() const {
  return fmt::format("{}", fmt::join(taken_, ", "));
}

Result<std::unique_ptr<SnapshotGuest>>
SnapshotGuest::create(const RunOptions& options, std::shared_ptr<const ir::ValidModule> module,
                      std::string_view name) {
  std::unique_ptr<SnapshotGuest> guest(new SnapshotGuest(options));
  WALD_TRY_ASSIGN(wasi, wasi::Wasi::create(options.wasi));
  guest->wasi_ = std::move(wasi);
  WALD_TRY_ASSIGN(store, runtime::Store::create(guest->engine_));
  guest->store_ = std::move(store);
  WALD_TRY_ASSIGN(loaded, interp::load(guest->engine_, std::move(module), std::string(name)));
  guest->module_ = std::move(loaded);
  guest->descriptors_ = guest->wasi_->openDescriptors();
  return guest;
}

Result<void> SnapshotGuest::run(const Initialisation& initialisation, runtime::TrapPtr& trap) {
  runtime::Linker linker(*store_);
  wasi_->define(linker, *store_);
  WALD_TRY_ASSIGN(instantiation, linker.instantiate(module_));
  trap = std::move(instantiation.trap);
  instance_ = instantiation.instance;
  for (const std::string& name : initialisation.functions) {
    if (trap) return {};
    const auto function = instance_->exported(name);
    WALD_TRY(store_->call(*std::get<runtime::Function*>(*function), {}, trap));
  }
  return {};
}

Result<void> SnapshotGuest::checkDescriptors() const {
  const auto changes = wasi_->changesSince(descriptors_);
  if (changes.empty()) return {};
  const wasi::Wasi::DescriptorChange& first = changes.front();
  std::string text =
      first.isOpen
          ? fmt::format("a snapshot can't have open files: descriptor {} is open", first.number)
          : fmt::format("a snapshot has the descriptors that are granted, and "
                        "descriptor {} was closed",
                        first.number);
  if (!first.standsFor.empty()) text += fmt::format(" ({})", first.standsFor);
  if (changes.size() > 1) text += fmt::format("; {} more changed", changes.size() - 1);
  return Error(ErrorKind::Unsupported, text);
}

}  // namespace wald::command
