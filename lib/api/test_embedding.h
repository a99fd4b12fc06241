#pragma once

#include <string_view>

#include <catch2/catch.hpp>

#include "support/test_result.h"
#include "wald/wald.h"

namespace wald::test {

/// The text of the error of a result that must be one; of a kind.
template <typename T>
std::string failure(const Result<T>& result, ErrorKind kind) {
  REQUIRE_FALSE(result);
  INFO(result.error().format("failure"));
  CHECK(result.error().kind() == kind);
  return result.error().message();
}

/// An engine, a store and a linker, and modules from text.
struct World {
  Engine engine;
  Store store;
  Linker linker;

  explicit World(const Config& config = {}, const StoreOptions& options = {})
      : engine(must(Engine::create(config))), store(must(Store::create(engine, options))),
        linker(engine) {}

  Module module(std::string_view text, std::string_view name = "test.wat") const {
    return must(Module::create(engine, text, name));
  }
  Instance instantiate(std::string_view text) {
    return must(linker.instantiate(store, module(text)));
  }
};

}  // namespace wald::test
