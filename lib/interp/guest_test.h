#pragma once

#include <catch2/catch.hpp>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "binary/decoder.h"
#include "binary/instruction_decoder.h"
#include "interp/interp.h"
#include "runtime/linker.h"
#include "text/parser.h"
#include "valid/validate.h"

// What the tests of this folder share: guests from their text, in one store.

namespace wald::interp::test {

using runtime::Value;
using wasm::Opcode;
using wasm::TrapKind;

inline std::shared_ptr<const ir::ValidModule> validate(std::string_view text) {
  auto bytes = text::parseModule(text, wasm::Features());
  if (!bytes) FAIL(bytes.error().format("") << "\n" << text.substr(0, 500));
  auto decoded = binary::decodeModule(std::move(*bytes), wasm::Features());
  if (!decoded) FAIL(decoded.error().format(""));
  auto valid = valid::validateModule(std::move(*decoded));
  if (!valid) FAIL(valid.error().format("") << "\n" << text.substr(0, 500));
  return *valid;
}

/// The offset of a function's n-th instruction of a kind.
inline std::uint32_t offsetOf(const wasm::Module& module, std::uint32_t function, Opcode op,
                              unsigned n = 0) {
  binary::InstructionDecoder decoder(module,
                                     module.codes[function - module.importedFunctions].body);
  wasm::Instruction in;
  while (!decoder.atEnd() && decoder.next(in)) {
    if (in.op == op && n-- == 0) return in.offset;
  }
  FAIL("no such instruction");
  return 0;
}

/// The result of a call: values, or a trap.
struct Outcome {
  std::vector<Value> values;
  runtime::TrapPtr trap;

  std::uint32_t i32() const {
    REQUIRE(!trap);
    REQUIRE(values.size() == 1);
    return values[0].asI32();
  }
  std::uint64_t i64() const {
    REQUIRE(!trap);
    REQUIRE(values.size() == 1);
    return values[0].asI64();
  }
  TrapKind kind() const { return trap ? trap->kind : TrapKind::None; }
  using Frames = std::vector<std::pair<std::string, std::uint32_t>>;
  /// Functions and offsets, innermost first.
  Frames frames() const {
    Frames list;
    if (!trap) return list;
    for (const auto& frame : trap->frames) list.emplace_back(frame.function, frame.offset);
    return list;
  }
};

inline runtime::Config configOf(bool guarded, std::size_t stackBytes = std::size_t{64} << 20) {
  runtime::Config config;
  config.guardedMemories = guarded;
  config.limits.stackBytes = stackBytes;
  return config;
}

/// A store with guests that can import from each other by name.
class World {
public:
  explicit World(const runtime::Config& config = {})
      : engine(config), store(makeStore(engine)), linker(*store) {}

  runtime::Instance& add(const std::string& name,
                         const std::shared_ptr<const runtime::Module>& module) {
    auto made = linker.instantiate(module);
    if (!made) FAIL(made.error().format(""));
    REQUIRE(made->instance);
    linker.defineInstance(name, *made->instance);
    return *made->instance;
  }
  runtime::Instance& add(const std::string& name, std::string_view text) {
    auto loaded = load(engine, validate(text), name);
    REQUIRE(loaded);
    return add(name, *loaded);
  }
  /// Defines a function of the host.
  void define(std::string_view name, std::vector<wasm::ValType> params,
              std::vector<wasm::ValType> results, runtime::HostEntry entry,
              void* environment = nullptr) {
    const auto type = engine.addFunctionType(std::move(params), std::move(results));
    linker.define("host", name, store->addHostFunction(type, entry, environment));
  }

  Outcome call(runtime::Instance& instance, std::string_view name,
               const std::vector<Value>& arguments = {}) {
    const auto found = instance.exported(name);
    REQUIRE(found);
    return call(*std::get<runtime::Function*>(*found), arguments);
  }
  Outcome call(const runtime::Function& function, const std::vector<Value>& arguments = {}) {
    Outcome outcome;
    auto values = store->call(function, arguments, outcome.trap);
    if (!values) FAIL(values.error().format(""));
    outcome.values = std::move(*values);
    return outcome;
  }

  runtime::Engine engine;
  std::unique_ptr<runtime::Store> store;
  runtime::Linker linker;

private:
  static std::unique_ptr<runtime::Store> makeStore(runtime::Engine& engine) {
    auto made = runtime::Store::create(engine);
    REQUIRE(made);
    return std::move(*made);
  }
};

/// A memory, and how its instructions name it.
struct MemoryTarget {
  std::string_view declaration;
  std::string_view index;
  std::string_view address;  ///< its type
};

inline Value i32(std::uint32_t value) { return Value::i32(value); }
inline Value i64(std::uint64_t value) { return Value::i64(value); }

}  // namespace wald::interp::test
