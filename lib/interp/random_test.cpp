#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "binary/decoder.h"
#include "interp/interp.h"
#include "interp/random_test.h"
#include "ir/check.h"
#include "runtime/linker.h"
#include "valid/validate.h"

// The interpreter against a plain stack machine, on random modules. WALD_RANDOM_SEED runs one module of that seed, of
// WALD_RANDOM_SIZE, and writes it to random.wasm; WALD_RANDOM_COUNT sets how many there are.

namespace wald::interp::test {

namespace {

using runtime::Slot;
using wasm::Kind;
using wasm::TrapKind;

runtime::Outcome logCall(void* environment, runtime::Caller, Slot* slots) {
  static_cast<std::vector<std::uint32_t>*>(environment)
      ->push_back(static_cast<std::uint32_t>(slots[0]));
  slots[0] = static_cast<std::uint32_t>(static_cast<std::uint32_t>(slots[0]) * 5 + 1);
  return runtime::Outcome::Ok;
}

/// All NaNs are one; the upper half of an f32's slot is nobody's.
std::uint64_t comparable(Kind kind, std::uint64_t bits) {
  switch (kind) {
    case Kind::F32: {
      const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
      return value != value ? 0x7fc0'0000 : static_cast<std::uint32_t>(bits);
    }
    case Kind::F64: {
      const auto value = std::bit_cast<double>(bits);
      return value != value ? 0x7ff8'0000'0000'0000 : bits;
    }
    default: return bits;
  }
}

std::uint64_t referenceNumber(Slot slot) {
  const runtime::Function* function = runtime::toFunction(slot);
  if (!function) return 0;
  return function->isHost() ? 1 : function->index + std::uint64_t{1};
}

/// A random module in a store.
struct Guest {
  Guest(const char* title, bool guarded, std::optional<std::uint64_t> fuel,
        std::shared_ptr<const ir::ValidModule> valid)
      : name(title), engine(configOf(guarded, fuel)) {
    auto loaded = load(engine, std::move(valid), "random");
    auto made = runtime::Store::create(engine);
    REQUIRE(loaded);
    REQUIRE(made);
    store = std::move(*made);
    const auto type = engine.addFunctionType({wasm::types::i32}, {wasm::types::i32});
    const runtime::Extern import = store->addHostFunction(type, logCall, &log);
    auto instantiated = runtime::instantiate(*store, *loaded, std::span(&import, 1));
    REQUIRE(instantiated);
    instance = instantiated->instance;
  }

  static runtime::Config configOf(bool guarded, std::optional<std::uint64_t> fuel) {
    runtime::Config config;
    config.guardedMemories = guarded;
    config.limits.fuel = fuel;
    config.limits.stackBytes = std::size_t{1} << 20;
    return config;
  }

  Effects call(std::uint32_t index, std::span<const std::uint64_t> arguments) {
    log.clear();
    const runtime::Function& function = *instance->function(index);
    const wasm::CompType& type = engine.typeOf(function.type);
    std::vector<Slot> slots(std::max(type.params.size(), type.results.size()));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      const bool isRef = type.params[i].isRef() && arguments[i] != 0;
      slots[i] =
          isRef ? runtime::toRef(instance->function(static_cast<std::uint32_t>(arguments[i] - 1)))
                : arguments[i];
    }
    const runtime::TrapPtr trap = store->callSlots(function, slots.data());
    Effects effects;
    effects.log = log;
    if (!trap) {
      for (std::size_t i = 0; i < type.results.size(); ++i) {
        effects.results.push_back(type.results[i].isRef() ? referenceNumber(slots[i]) : slots[i]);
      }
      return effects;
    }
    effects.trap = trap->kind;
    for (const auto& frame : trap->frames) effects.frames.emplace_back(frame.index, frame.offset);
    return effects;
  }

  const char* name;
  runtime::Engine engine;
  std::unique_ptr<runtime::Store> store;
  runtime::Instance* instance = nullptr;
  std::vector<std::uint32_t> log;
};

std::string textOf(const Effects& effects) {
  std::string text = fmt::format("{} [", wasm::phraseOf(effects.trap));
  for (const auto& [function, offset] : effects.frames)
    text += fmt::format(" {}@{:#x}", function, offset);
  text += " ] results";
  for (const auto value : effects.results) text += fmt::format(" {:#x}", value);
  text += " log";
  for (const auto value : effects.log) text += fmt::format(" {:#x}", value);
  return text;
}

std::vector<std::uint64_t> someArguments(Random& random, const wasm::CompType& type,
                                         std::uint32_t functions) {
  std::vector<std::uint64_t> arguments;
  for (const auto param : type.params) {
    switch (param.kind()) {
      case Kind::I32:
        arguments.push_back(
            static_cast<std::uint32_t>(random.percent(50) ? random.below(9) : random.bits()));
        break;
      case Kind::F32:
        arguments.push_back(
            std::bit_cast<std::uint32_t>(static_cast<float>(random.below(1000)) - 500.0f));
        break;
      case Kind::F64:
        arguments.push_back(
            std::bit_cast<std::uint64_t>(static_cast<double>(random.below(1000)) / 3));
        break;
      case Kind::Ref: arguments.push_back(random.below(functions + 1)); break;
      default: arguments.push_back(random.bits() >> random.below(64)); break;
    }
  }
  return arguments;
}

/// What was compared.
struct Counts {
  unsigned calls = 0;
  unsigned traps = 0;
  unsigned cutOff = 0;
  unsigned exhausted = 0;
};

constexpr std::uint64_t plenty = 20'000;

/// A random module in the oracle and in stores of different kinds.
class Comparison {
public:
  Comparison(const std::shared_ptr<const ir::ValidModule>& valid, std::uint64_t seed)
      : module_(valid->module()), oracle_(module_), guarded_("guarded", true, {}, valid),
        checked_("checked", false, {}, valid), metered_("metered", true, plenty, valid),
        numbers_(seed + 1) {}

  /// Calls every function. Empty if all do the same, else how they differ.
  std::string callAll(Counts& counts) {
    for (std::uint32_t function = 1; function < module_.functions.size(); ++function) {
      if (std::string found = callOne(function, counts); !found.empty() || isOver_) return found;
    }
    return {};
  }

  /// Calls every function with less fuel than it needs, or hardly enough.
  std::string cutOff(Counts& counts) {
    for (std::uint32_t function = 1; function < module_.functions.size(); ++function) {
      const std::uint64_t limit = numbers_.below(used_[function] + 2);
      const auto arguments = arguments_[function];
      const Effects expected = oracle_.call(function, arguments, limit);
      metered_.store->fuel = limit;
      const Effects actual = metered_.call(function, arguments);
      ++counts.cutOff;
      // A statement that traps is paid as a whole.
      const bool mayPay = expected.trap != TrapKind::None && actual.trap == TrapKind::OutOfFuel;
      const auto trap = oracle_.isExhausted() ? TrapKind::OutOfFuel : expected.trap;
      if ((actual.trap != trap && !mayPay) || actual.log != expected.log) {
        return fmt::format("function {} with {} units of fuel:\n  expected {}\n  but was  {}\n",
                           function, limit, textOf(expected), textOf(actual));
      }
      if (std::string found = stateDifference(metered_); !found.empty()) return found;
    }
    return {};
  }

  std::string stateDifference() {
    for (Guest* guest : {&guarded_, &checked_, &metered_}) {
      if (std::string found = stateDifference(*guest); !found.empty()) return found;
    }
    return {};
  }

private:
  std::string callOne(std::uint32_t function, Counts& counts);
  std::string stateDifference(Guest& guest);

  const wasm::Module& module_;
  Oracle oracle_;
  Guest guarded_;
  Guest checked_;
  Guest metered_;
  Random numbers_;
  bool isOver_ = false;
  // Of the last call, by function.
  std::map<std::uint32_t, std::vector<std::uint64_t>> arguments_;
  std::map<std::uint32_t, std::uint64_t> used_;
};

std::string Comparison::callOne(std::uint32_t function, Counts& counts) {
  const wasm::CompType& type = module_.functionType(function);
  const auto functions = static_cast<std::uint32_t>(module_.functions.size());
  const auto arguments = someArguments(numbers_, type, functions);
  Effects expected = oracle_.call(function, arguments, plenty);
  if (oracle_.isExhausted()) {
    ++counts.exhausted;
    isOver_ = true;
    return {};
  }
  ++counts.calls;
  if (expected.trap != TrapKind::None) ++counts.traps;
  arguments_[function] = arguments;
  used_[function] = plenty - oracle_.left();
  const auto settle = [&](Effects& effects) {
    for (std::size_t i = 0; i < effects.results.size(); ++i) {
      effects.results[i] = comparable(type.results[i].kind(), effects.results[i]);
    }
  };
  settle(expected);
  metered_.store->fuel = 2 * plenty;
  for (Guest* guest : {&guarded_, &checked_, &metered_}) {
    Effects actual = guest->call(function, arguments);
    settle(actual);
    if (actual.trap == expected.trap && actual.frames == expected.frames &&
        actual.results == expected.results && actual.log == expected.log) {
      continue;
    }
    return fmt::format("function {} ({}):\n  expected {}\n  but was  {}\n", function, guest->name,
                       textOf(expected), textOf(actual));
  }
  const std::uint64_t used = 2 * plenty - metered_.store->fuel;
  if (expected.trap == TrapKind::None && used != used_[function]) {
    return fmt::format("function {} took {} units of fuel, not {}", function, used,
                       used_[function]);
  }
  return {};
}

std::string Comparison::stateDifference(Guest& guest) {
  const auto bytes = guest.instance->memory(0)->bytes();
  if (!std::equal(bytes.begin(), bytes.end(), oracle_.memory.begin(), oracle_.memory.end())) {
    return fmt::format("memory differs ({})", guest.name);
  }
  for (std::uint32_t i = 0; i < oracle_.globals.size(); ++i) {
    const Kind kind = module_.globals[i].type.type.kind();
    const Slot slot = guest.instance->global(i)->slots[0];
    const std::uint64_t actual = kind == Kind::Ref ? referenceNumber(slot) : comparable(kind, slot);
    if (actual != comparable(kind, oracle_.globals[i])) {
      return fmt::format("global {} differs ({})", i, guest.name);
    }
  }
  for (std::uint32_t i = 0; i < table1Size; ++i) {
    if (referenceNumber(guest.instance->table(1)->data()[i]) != oracle_.table[i]) {
      return fmt::format("table differs ({})", guest.name);
    }
  }
  return {};
}

/// Empty if the interpreter does what the oracle does, else how they differ.
std::string difference(const RandomModule& random, std::uint64_t seed, Counts& counts) {
  auto decoded = binary::decodeModule(random.bytes, wasm::Features());
  if (!decoded) return decoded.error().format("");
  auto valid = valid::validateModule(std::move(*decoded));
  if (!valid) return valid.error().format("");
  for (std::uint32_t i = 0; i < random.functions - 1; ++i) {
    const auto tree = (*valid)->buildTree(i);
    if (!tree) return tree.error().format("");
    if (std::string wrong = ir::check(**tree); !wrong.empty()) return wrong;
  }
  Comparison comparison(*valid, seed);
  const unsigned exhausted = counts.exhausted;
  for (unsigned round = 0; round < 2; ++round) {
    std::string found = comparison.callAll(counts);
    if (!found.empty() || counts.exhausted != exhausted) return found;
  }
  if (std::string found = comparison.stateDifference(); !found.empty()) return found;
  return comparison.cutOff(counts);
}

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 0) : otherwise;
}

}  // namespace

TEST_CASE("random modules do what a plain stack machine does") {
  Counts counts;
  if (std::getenv("WALD_RANDOM_SEED")) {
    const std::uint64_t seed = setting("WALD_RANDOM_SEED", 0);
    const auto module =
        generateModule(seed, static_cast<unsigned>(setting("WALD_RANDOM_SIZE", 40)));
    if (FILE* file = std::fopen("random.wasm", "wb")) {
      std::fwrite(module.bytes.data(), 1, module.bytes.size(), file);
      std::fclose(file);
    }
    CHECK(difference(module, seed, counts) == "");
    return;
  }
  const std::uint64_t count = setting("WALD_RANDOM_COUNT", 3'000);
  unsigned failures = 0;
  for (std::uint64_t seed = 0; seed < count && failures < 3; ++seed) {
    // Small ones first: what they find is easier to read.
    const auto size = static_cast<unsigned>(6 + 300 * seed / count);
    const std::string found = difference(generateModule(seed, size), seed, counts);
    INFO("WALD_RANDOM_SEED=" << seed << " WALD_RANDOM_SIZE=" << size);
    CHECK(found == "");
    if (!found.empty()) ++failures;
  }
  // What was compared is not nothing.
  CHECK(counts.calls >= 2 * count);
  CHECK(counts.traps >= count / 10);
  CHECK(counts.cutOff >= count);
  CHECK(counts.exhausted <= count / 100);
}

}  // namespace wald::interp::test
