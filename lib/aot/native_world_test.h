#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "aot/aot.h"
#include "aot/native_guest_test.h"
#include "binary/decoder.h"
#include "runtime/linker.h"
#include "runtime/objects.h"
#include "text/parser.h"
#include "valid/validate.h"

// What the tests of this folder share: the guest in a store.

namespace wald::aot::test {

using runtime::Caller;
using runtime::Function;
using runtime::Outcome;
using runtime::Slot;
using runtime::Value;
using wasm::TrapKind;

inline std::shared_ptr<const ir::ValidModule> validate(std::string_view text) {
  auto bytes = text::parseModule(text, wasm::Features());
  if (!bytes) FAIL(bytes.error().format(""));
  auto decoded = binary::decodeModule(std::move(*bytes), wasm::Features());
  REQUIRE(decoded);
  auto valid = valid::validateModule(std::move(*decoded));
  if (!valid) FAIL(valid.error().format(""));
  return *valid;
}

/// A function of the host that calls what a test wants.
using Body = std::function<Outcome(Caller, Slot*)>;

inline Outcome callBody(void* environment, Caller caller, Slot* slots) {
  return (*static_cast<Body*>(environment))(caller, slots);
}

/// The guest in a store, with its two imports.
class World {
public:
  explicit World(const runtime::Config& config = {}) : engine(config) {
    auto made = runtime::Store::create(engine);
    REQUIRE(made);
    store = std::move(*made);
    auto loaded = load(engine, validate(guestText), {guest.tables(), nullptr}, "guest");
    if (!loaded) FAIL(loaded.error().format(""));
    module = *loaded;
  }

  /// With functions of the host for imports, or with what is given for them.
  void instantiate(Function* foreignFunction = nullptr, Function* raiseFunction = nullptr) {
    const runtime::Extern imports[] = {foreignFunction != nullptr ? foreignFunction
                                                                  : host(0, foreign),
                                       raiseFunction != nullptr ? raiseFunction : host(1, raise)};
    auto made = runtime::instantiate(*store, module, imports);
    if (!made) FAIL(made.error().format(""));
    instance = made->instance;
    REQUIRE(instance != nullptr);
  }

  Function* host(std::size_t import, Body& body) {
    const auto type = module->types[module->wasm.functions[import].type];
    return store->addHostFunction(type, callBody, &body);
  }

  const Function& function(std::string_view name) {
    return *std::get<Function*>(*instance->exported(name));
  }

  std::vector<Value> call(std::string_view name, const std::vector<Value>& arguments = {}) {
    auto values = store->call(function(name), arguments, trap);
    if (!values) FAIL(values.error().format(""));
    return std::move(*values);
  }
  std::uint64_t callFor(std::string_view name, const std::vector<Value>& arguments = {}) {
    const auto values = call(name, arguments);
    REQUIRE(!trap);
    REQUIRE(!values.empty());
    return values[0].low;
  }
  TrapKind trapOf(std::string_view name, const std::vector<Value>& arguments = {}) {
    call(name, arguments);
    return trap ? trap->kind : TrapKind::None;
  }

  /// Throws the guest's exception with a value out of a function of the host.
  Outcome throwValue(Slot value) {
    const runtime::Tag* tag = instance->tag(0);
    return store->raiseException(
        runtime::newException(store->heap(), store->heap().infoOf(tag->type), tag, &value));
  }

  NativeGuest guest;
  runtime::Engine engine;
  std::unique_ptr<runtime::Store> store;
  std::shared_ptr<const runtime::Module> module;
  runtime::Instance* instance = nullptr;
  runtime::TrapPtr trap;
  Body foreign = [](Caller, Slot*) { return Outcome::Ok; };
  Body raise = [](Caller, Slot*) { return Outcome::Ok; };
};

}  // namespace wald::aot::test
