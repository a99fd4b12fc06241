#include "tools/wald/invoke.h"

#include <fmt/format.h>

#include "runtime/module.h"
#include "tools/wald/options.h"
#include "tools/wald/values.h"

namespace wald::command {

namespace {

constexpr std::size_t functionsListed = 10;

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

std::vector<std::string_view> functionNames(const wasm::Module& module) {
  std::vector<std::string_view> names;
  for (const wasm::Export& item : module.exports) {
    if (item.kind == wasm::ExternKind::Func) names.push_back(item.name);
  }
  return names;
}

const wasm::Export* findExport(const wasm::Module& module, std::string_view name) {
  for (const wasm::Export& item : module.exports) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

}  // namespace

std::string listFunctions(const wasm::Module& module) {
  std::string out;
  std::size_t count = 0;
  for (const wasm::Export& item : module.exports) {
    if (item.kind != wasm::ExternKind::Func || ++count > functionsListed) continue;
    if (!out.empty()) out += ", ";
    out += fmt::format("{} {}", item.name, toString(module.functionType(item.index)));
  }
  if (count > functionsListed) out += fmt::format(" and {} more", count - functionsListed);
  return out.empty() ? "no function: none is exported" : out;
}

Result<const runtime::Function*> findFunction(runtime::Instance& instance, std::string_view name) {
  const wasm::Module& module = instance.module().wasm;
  const wasm::Export* const found = findExport(module, name);
  if (found != nullptr && found->kind != wasm::ExternKind::Func) {
    return usage(
        fmt::format("the export '{}' is a {}, not a function", name, wasm::toString(found->kind)));
  }
  if (found != nullptr) return std::get<runtime::Function*>(*instance.exported(name));

  const std::string_view near = nearestOf(name, functionNames(module));
  const std::string hint = near.empty() ? "" : fmt::format("; is it '{}'?", near);
  return usage(fmt::format("unknown export '{}'{} --invoke can call {}", name,
                           hint.empty() ? ";" : hint, listFunctions(module)));
}

Result<std::vector<runtime::Value>> parseArguments(const runtime::Engine& engine,
                                                   std::string_view name,
                                                   const runtime::Function& function,
                                                   std::span<const std::string_view> args) {
  const wasm::CompType& type = engine.typeOf(function.type);
  if (args.size() != type.params.size()) {
    return usage(fmt::format("'{}' takes {} argument{}, got {}: its type is {}", name,
                             type.params.size(), type.params.size() == 1 ? "" : "s", args.size(),
                             toString(type)));
  }
  std::vector<runtime::Value> values;
  for (std::size_t i = 0; i < args.size(); ++i) {
    auto value = parseValue(args[i], type.params[i]);
    if (!value) {
      return usage(fmt::format("argument {} of '{}': {}", i + 1, name, value.error().message()));
    }
    values.push_back(*value);
  }
  return values;
}

std::string printValues(std::span<const runtime::Value> values) {
  std::string out;
  for (const runtime::Value& value : values) out += printValue(value) + '\n';
  return out;
}

}  // namespace wald::command
