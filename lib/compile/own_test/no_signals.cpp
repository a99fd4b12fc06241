// A program of its own: in others some test has installed the handlers.
#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include <catch2/catch.hpp>
#include <signal.h>

#include "support/test_result.h"
#include "wald/compile.h"
#include "wald/wald.h"

using namespace wald;
using wald::test::must;

namespace {

constexpr auto text = R"((module
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 0) func $loop)
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "divide") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
  (func (export "indirect") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
  (func $loop (export "loop") (result i32) (loop $l (br $l)) (i32.const 0))
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))
      (else (i32.const 0))))
  ;; Takes time without a loop.
  (func $fib (export "fib") (param i32) (result i32)
    (if (result i32) (i32.lt_u (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                     (call $fib (i32.sub (local.get 0) (i32.const 2)))))))))";

Config withoutSignals() { return {.memory = MemoryMode::Checked, .signals = false}; }

/// A guest of compiled code, and what kind of trap a call ends in.
struct Guest {
  Engine engine;
  Store store;
  Instance instance;

  explicit Guest(const Config& config)
      : engine(must(Engine::create(config))), store(must(Store::create(engine))),
        instance(must(Linker(engine).instantiate(store, must(Module::compile(engine, text, {}))))) {
  }

  template <typename... Args>
  TrapKind trapOf(const char* name, Args... args) const {
    const auto result = must(instance.typed<int(Args...)>(name))(args...);
    if (result) FAIL(name << " returned " << *result);
    REQUIRE(result.error().trap() != nullptr);
    CHECK_FALSE(result.error().trap()->frames().empty());
    return result.error().trap()->kind();
  }
};

constexpr int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGURG};

/// Whether anything is done on the signals that the library would use.
bool hasHandlers() {
  for (const int signal : signals) {
    struct sigaction action;
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_DFL) return true;
  }
  stack_t stack;
  sigaltstack(nullptr, &stack);
  return (stack.ss_flags & SS_DISABLE) == 0;
}

}  // namespace

TEST_CASE("compiled code without signals: traps, with nothing installed") {
  // Catch has handlers of its own while a test runs, and so have sanitizers.
  for (const int each : signals) ::signal(each, SIG_DFL);
  const stack_t none{.ss_sp = nullptr, .ss_flags = SS_DISABLE, .ss_size = 0};
  REQUIRE(sigaltstack(&none, nullptr) == 0);
  REQUIRE_FALSE(hasHandlers());

  const Guest guest(withoutSignals());
  CHECK(guest.trapOf("load", -4) == TrapKind::MemoryOutOfBounds);
  CHECK(guest.trapOf("load", 65533) == TrapKind::MemoryOutOfBounds);
  CHECK(guest.trapOf("divide", 0) == TrapKind::IntegerDivideByZero);
  CHECK(guest.trapOf("indirect", 1) == TrapKind::UninitializedElement);
  CHECK(guest.trapOf("indirect", 2) == TrapKind::UndefinedElement);
  CHECK(guest.trapOf("deep", 100'000'000) == TrapKind::StackOverflow);
  CHECK(must(must(guest.instance.typed<int(int)>("deep"))(10'000)) == 10'000);
  CHECK(must(must(guest.instance.typed<int(int)>("load"))(65532)) == 0);
  CHECK_FALSE(hasHandlers());
}

TEST_CASE("compiled code without signals: deadlines and interrupts") {
  Config config = withoutSignals();
  config.limits.deadline = std::chrono::milliseconds(20);
  const Guest guest(config);
  CHECK(guest.trapOf("loop") == TrapKind::Interrupted);
  CHECK(guest.trapOf("indirect", 0) == TrapKind::Interrupted);
  CHECK(guest.trapOf("fib", 60) == TrapKind::Interrupted);

  Guest other(withoutSignals());
  const InterruptHandle handle = other.store.interruptHandle();
  std::thread thread([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    handle.interrupt();
  });
  CHECK(other.trapOf("fib", 60) == TrapKind::Interrupted);
  thread.join();
}

TEST_CASE("compiled code without signals: a frame that would miss the stack's end is refused") {
  std::string large = "(module (func (export \"f\") (param v128) (result v128)";
  for (int i = 0; i < 40'000; ++i) large += "(local v128)";
  // All are alive together.
  for (int i = 1; i <= 40'000; ++i) {
    large += "(local.set " + std::to_string(i) + "(i8x16.add (local.get 0)(local.get " +
             std::to_string(i - 1) + ")))";
  }
  for (int i = 1; i <= 40'000; ++i) {
    large += "(local.set 0 (i16x8.mul (local.get 0)(local.get " + std::to_string(i) + ")))";
  }
  large += "(local.get 0)))";
  const Engine engine = must(Engine::create(withoutSignals()));
  CompileOptions options;
  options.level = CompileOptions::Level::O0;
  const auto refused = Module::compile(engine, large, options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::Limit);
  CHECK(refused.error().format("").find("function 0 (f) has a frame of") != std::string::npos);
  const Engine usual = must(Engine::create());
  CHECK(Module::compile(usual, large, options));
}

TEST_CASE("code that needs no signals runs where there are some, not the other way round") {
  const Engine without = must(Engine::create(withoutSignals()));
  const Engine with = must(Engine::create({.memory = MemoryMode::Checked}));
  const auto code = must(must(Module::compile(without, text, {})).serialize());
  const Module module = must(Module::deserialize(with, code));
  Store store = must(Store::create(with));
  const Instance instance = must(Linker(with).instantiate(store, module));
  CHECK(must(must(instance.typed<int(int)>("fib"))(20)) == 6765);
  CHECK_FALSE(must(instance.typed<int(int)>("deep"))(100'000'000));

  const auto other = must(must(Module::compile(with, text, {})).serialize());
  const auto refused = Module::deserialize(without, other);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().format("").find("what signals are used for") != std::string::npos);
}
