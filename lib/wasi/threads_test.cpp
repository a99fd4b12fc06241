#include "wasi/threads.h"

#include <condition_variable>
#include <set>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "runtime/fake_module.h"

namespace wald::wasi {

namespace {

using runtime::Outcome;
using runtime::Slot;
using runtime::Store;
using wasm::types::i32;

/// A gate at which the threads of a guest wait.
class Gate {
public:
  void open() {
    const std::lock_guard lock(mutex_);
    isOpen_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return isOpen_; });
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool isOpen_ = false;
};

/// A program whose threads do what `body` says.
struct Program {
  explicit Program(runtime::FakeCode::Body body, bool granted = true, std::uint32_t most = 4)
      : store(makeStore()) {
    runtime::FakeModule made;
    const std::uint32_t entry = made.function(made.type({i32, i32}, {}), std::move(body));
    made.exportItem(exportName, wasm::ExternKind::Func, entry);
    module = made.finish(engine);
    Threads::Options options;
    options.granted = granted;
    options.most = most;
    options.make = [this](std::uint64_t fuel) { return makeGuest(fuel); };
    options.ended = [this](const runtime::Trap& last) {
      exitStatus = last.exitStatus;
      kind = last.kind;
      ++ends;
    };
    threads = std::make_unique<Threads>(std::move(options));
    store->setStop(&threads->stop());
    function = std::get<runtime::Function*>(*threads->find(*store, "thread-spawn"));
  }

  ~Program() { endThreads(); }
  /// Waits for all. Nothing stops the first thread any more, whose store outlives the signal.
  void endThreads() {
    store->setStop(nullptr);
    threads.reset();
  }

  std::unique_ptr<Store> makeStore() {
    auto made = Store::create(engine);
    if (!made) std::abort();
    return std::move(*made);
  }
  Result<Threads::Guest> makeGuest(std::uint64_t fuel) {
    if (failsToMake) return Error(ErrorKind::Limit, "no");
    Threads::Guest guest;
    guest.store = makeStore();
    guest.store->fuel = fuel;
    guest.store->setStop(&threads->stop());
    WALD_TRY_ASSIGN(instantiation, runtime::instantiate(*guest.store, module, {}));
    guest.instance = instantiation.instance;
    if (startTraps) {
      guest.store->raise(wasm::TrapKind::Unreachable);
      guest.trap = guest.store->takeTrap();
    }
    return guest;
  }
  std::int32_t spawn(std::uint32_t argument = 0) {
    Slot slot = argument;
    trap = store->callSlots(*function, &slot);
    return trap ? 0 : static_cast<std::int32_t>(slot);
  }

  static inline std::string exportName = "wasi_thread_start";
  runtime::Engine engine{runtime::Config{}};
  std::unique_ptr<Store> store;
  std::shared_ptr<const runtime::Module> module;
  runtime::Function* function = nullptr;
  runtime::TrapPtr trap;
  bool failsToMake = false;
  bool startTraps = false;
  std::atomic<int> ends = 0;
  std::optional<int> exitStatus;
  wasm::TrapKind kind = wasm::TrapKind::None;
  std::unique_ptr<Threads> threads;  // ends first
};

Outcome nothing(Store&, const runtime::Function&, Slot*) { return Outcome::Ok; }

}  // namespace

TEST_CASE("threads get ids and their argument", "[threads]") {
  std::mutex mutex;
  std::set<std::pair<Slot, Slot>> seen;
  std::set<std::pair<Slot, Slot>> started;
  {
    Program program(
        [&](Store&, const runtime::Function&, Slot* slots) {
          const std::lock_guard lock(mutex);
          seen.emplace(slots[0], slots[1]);
          return Outcome::Ok;
        },
        true, 100);
    for (std::uint32_t i = 0; i < 20; ++i) {
      const std::int32_t id = program.spawn(1000 + i);
      REQUIRE(id > 0);
      REQUIRE(id < 1 << 29);
      started.emplace(static_cast<Slot>(id), 1000 + i);
    }
    // Those that have not begun when the program ends never do.
    const auto haveRun = [&] {
      const std::lock_guard lock(mutex);
      return seen.size();
    };
    while (haveRun() < started.size()) std::this_thread::yield();
    program.endThreads();
    CHECK(program.ends == 0);
  }
  CHECK(started.size() == 20);
  CHECK(seen == started);
}

TEST_CASE("what was not granted is refused", "[threads]") {
  Program program(nothing, false);
  CHECK(program.spawn() == -76);
  CHECK_FALSE(program.threads->find(*program.store, "thread-kill"));
}

TEST_CASE("there are as many threads at once as are allowed", "[threads]") {
  Gate gate;
  Program program([&](Store&, const runtime::Function&, Slot*) {
    gate.pass();
    return Outcome::Ok;
  });
  std::set<std::int32_t> ids;
  for (int i = 0; i < 4; ++i) ids.insert(program.spawn());
  CHECK(ids.size() == 4);
  CHECK(*ids.begin() > 0);
  CHECK(program.spawn() == -6);
  gate.open();
  // Those that ended make room.
  std::int32_t id = -6;
  while (id == -6) id = program.spawn();
  CHECK(id > 0);
}

TEST_CASE("a guest that can't be made, and one without the entry, are refused", "[threads]") {
  Program program(nothing, true, 1);
  program.failsToMake = true;
  CHECK(program.spawn() == -48);
  program.failsToMake = false;
  CHECK(program.spawn() > 0);

  Program::exportName = "another";
  Program without(nothing, true, 1);
  Program::exportName = "wasi_thread_start";
  CHECK(without.spawn() == -52);
  CHECK(without.spawn() == -52);
}

TEST_CASE("a trap of the start function is the starter's", "[threads]") {
  Program program(nothing);
  program.startTraps = true;
  program.spawn();
  REQUIRE(program.trap);
  CHECK(program.trap->kind == wasm::TrapKind::Unreachable);
}

TEST_CASE("fuel is shared out", "[threads]") {
  std::atomic<std::uint64_t> got = 0;
  Program program([&](Store& store, const runtime::Function&, Slot*) {
    got = store.fuel;
    return Outcome::Ok;
  });
  program.store->fuel = 101;
  CHECK(program.spawn() > 0);
  while (got == 0) std::this_thread::yield();
  CHECK(got == 50);
  CHECK(program.store->fuel == 51);
}

TEST_CASE("the first thread that traps or exits ends the program, once", "[threads]") {
  Gate gate;
  Program program([&](Store& store, const runtime::Function&, Slot* slots) {
    gate.pass();
    return slots[1] == 0 ? store.raise(wasm::TrapKind::Unreachable) : store.raiseExit(7);
  });
  CHECK(program.spawn(1) > 0);
  CHECK(program.spawn(1) > 0);
  gate.open();
  while (program.ends == 0) std::this_thread::yield();
  CHECK(program.exitStatus == 7);
  CHECK(program.threads->stop().isRequested());
  CHECK_FALSE(program.threads->claimEnd());
  // Nothing is called any more.
  program.spawn();
  REQUIRE(program.trap);
  CHECK(program.trap->kind == wasm::TrapKind::Interrupted);
  program.endThreads();
  CHECK(program.ends == 1);
}

TEST_CASE("who waits is stopped when the program ends elsewhere", "[threads]") {
  const auto memory = runtime::Memory::create({.limits = {1, 1}, .shared = true}, {});
  REQUIRE(memory);
  runtime::Parking& parking = *(*memory)->parking();
  std::atomic<int> stopped = 0;
  Program program([&](Store& store, const runtime::Function&, Slot*) {
    const auto result = parking.wait<std::uint32_t>((*memory)->base(), 0, -1, store.stop());
    if (result == runtime::WaitResult::Stopped) ++stopped;
    return store.raise(wasm::TrapKind::Interrupted);
  });
  for (int i = 0; i < 3; ++i) CHECK(program.spawn() > 0);
  while (parking.waitersAt((*memory)->base()) != 3) std::this_thread::yield();
  CHECK(program.threads->claimEnd());
  program.endThreads();
  CHECK(stopped == 3);
  CHECK(program.ends == 0);
}

}  // namespace wald::wasi
