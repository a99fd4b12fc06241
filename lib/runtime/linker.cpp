#include "runtime/linker.h"

#include <fmt/format.h>

namespace wald::runtime {

namespace {

Error missingImport(const wasm::Module& module, const wasm::Import& first, std::size_t count) {
  std::string text =
      fmt::format("\"{}\" \"{}\": {}", first.module, first.name, describe(module, first.type));
  if (count == 2) text += " (and 1 more is missing)";
  if (count > 2) text += fmt::format(" (and {} more are missing)", count - 1);
  return Error(ErrorCode::UnknownImport, text).at(first.offset);
}

}  // namespace

void Linker::define(std::string_view module, std::string_view name, Extern value) {
  externs_.insert_or_assign(Name(module, name), value);
}

void Linker::defineInstance(std::string_view module, Instance& instance) {
  for (const auto& item : instance.module().wasm.exports) {
    if (const auto value = instance.exported(item.name)) define(module, item.name, *value);
  }
}

void Linker::addResolver(std::string_view module, Resolver resolver) {
  resolvers_.emplace_back(module, std::move(resolver));
}

std::optional<Extern> Linker::find(std::string_view module, std::string_view name) const {
  const auto found = externs_.find(NameView(module, name));
  if (found != externs_.end()) return found->second;
  for (const auto& [moduleName, resolver] : resolvers_) {
    if (moduleName != module) continue;
    if (const auto value = resolver(name)) return value;
  }
  return std::nullopt;
}

Result<Instantiation> Linker::instantiate(std::shared_ptr<const Module> module) const {
  const wasm::Module& wasm = module->wasm;
  std::vector<Extern> imports;
  imports.reserve(wasm.imports.size());
  const wasm::Import* firstMissing = nullptr;
  for (const auto& import : wasm.imports) {
    if (const auto value = find(import.module, import.name)) {
      imports.push_back(*value);
    } else if (firstMissing == nullptr) {
      firstMissing = &import;
    }
  }
  if (firstMissing != nullptr) {
    return missingImport(wasm, *firstMissing, wasm.imports.size() - imports.size());
  }
  return runtime::instantiate(store_, std::move(module), imports);
}

}  // namespace wald::runtime
