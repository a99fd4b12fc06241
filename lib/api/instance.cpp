#include "wald/instance.h"

#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"

namespace wald {

namespace {

runtime::Instance* find(const Instance& instance) {
  const bool isThere = instance && instance.storeRef()->isOpen();
  return isThere ? static_cast<runtime::Instance*>(instance.item()) : nullptr;
}

template <typename T>
Result<T> get(const Instance& instance, std::string_view name) {
  if (!instance) return Error(ErrorKind::Usage, "there is no instance");
  if (!instance.storeRef()->isOpen()) return api::goneError();
  const auto found = instance.get(name);
  if (!found) return Error(ErrorKind::Usage, fmt::format("nothing is exported as \"{}\"", name));
  if (const T* const item = std::get_if<T>(&*found)) return *item;
  const ExternKind wanted = kindOf(Extern(T()));
  return Error(ErrorKind::Usage,
               fmt::format("\"{}\" is a {}, not a {}", name,
                           wasm::toString(static_cast<wasm::ExternKind>(kindOf(*found))),
                           wasm::toString(static_cast<wasm::ExternKind>(wanted))));
}

}  // namespace

std::optional<Extern> Instance::get(std::string_view name) const {
  runtime::Instance* const instance = find(*this);
  const auto found = instance == nullptr ? std::nullopt : instance->exported(name);
  if (!found) return std::nullopt;
  return api::toPublic(store_, *found);
}

Result<Func> Instance::func(std::string_view name) const { return wald::get<Func>(*this, name); }
Result<Table> Instance::table(std::string_view name) const { return wald::get<Table>(*this, name); }
Result<Memory> Instance::memory(std::string_view name) const {
  return wald::get<Memory>(*this, name);
}
Result<Global> Instance::global(std::string_view name) const {
  return wald::get<Global>(*this, name);
}
Result<Tag> Instance::tag(std::string_view name) const { return wald::get<Tag>(*this, name); }

std::vector<std::pair<std::string, Extern>> Instance::exports() const {
  std::vector<std::pair<std::string, Extern>> all;
  runtime::Instance* const instance = find(*this);
  if (instance == nullptr) return all;
  all.reserve(instance->module().wasm.exports.size());
  for (const wasm::Export& item : instance->module().wasm.exports) {
    all.emplace_back(item.name, api::toPublic(store_, *instance->exported(item.name)));
  }
  return all;
}

Result<int> Instance::run() const {
  WALD_TRY_ASSIGN(start, typed<void()>("_start"));
  auto done = start();
  if (done) return 0;
  if (const auto status = done.error().exitStatus()) return *status;
  return std::move(done).error();
}

Result<void> Instance::initialize() const {
  if (!get("_initialize")) return {};
  WALD_TRY_ASSIGN(initialize, typed<void()>("_initialize"));
  return initialize();
}

}  // namespace wald
