#include <chrono>
#include <thread>

#include <unistd.h>

#include "api/test_embedding.h"

using namespace wald;
using namespace wald::test;

namespace {

/// Calls one function of WASI for each export; texts lie where the comments say.
constexpr auto guest = R"((module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "hello\n")
  (data (i32.const 16) "new.txt")
  (data (i32.const 32) "\00\00\00\00\06\00\00\00")  ;; the six bytes at 0
  (data (i32.const 40) "\00\01\00\00\40\00\00\00")  ;; 64 bytes at 256
  (func (export "write") (param i32) (result i32)
    (call $fd_write (local.get 0) (i32.const 32) (i32.const 1) (i32.const 48)))
  (func (export "read") (param i32) (result i32)
    (if (call $fd_read (local.get 0) (i32.const 40) (i32.const 1) (i32.const 48))
      (then (return (i32.const -1))))
    (i32.load (i32.const 48)))
  (func (export "clock") (param i32) (result i64)
    (if (call $clock_time_get (local.get 0) (i64.const 1) (i32.const 64)) (then (return (i64.const -1))))
    (i64.load (i32.const 64)))
  (func (export "random") (result i32)
    (if (call $random_get (i32.const 64) (i32.const 4)) (then (return (i32.const -1))))
    (i32.load (i32.const 64)))
  (func (export "args") (result i32)
    (drop (call $args_sizes_get (i32.const 64) (i32.const 68)))
    (i32.load (i32.const 64)))
  (func (export "create") (result i32)
    (call $path_open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 7) (i32.const 1)
      (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 72)))
  (func (export "created") (result i32) (i32.load (i32.const 72)))
  (func (export "_start") (call $proc_exit (i32.const 5)))))";

struct Granted : World {
  Instance instance;

  explicit Granted(const WasiConfig& config) {
    linker.addWasi();
    must(store.setWasi(config));
    instance = instantiate(guest);
  }
  template <typename R, typename... Args>
  R call(std::string_view name, Args... args) {
    return must(must(instance.typed<R(Args...)>(name))(args...));
  }
};

}  // namespace

TEST_CASE("streams are what the embedder says") {
  const WasiStream::Buffer out(10);
  std::string seen;
  WasiConfig config;
  config.input = WasiStream::bytes("some input");
  config.output = WasiStream::buffer(out);
  config.errors = WasiStream::sink([&seen](std::span<const std::uint8_t> bytes) {
    seen.append(bytes.begin(), bytes.end());
    return seen.size() < 10;
  });
  Granted world(config);
  CHECK(world.call<int>("read", 0) == 10);
  CHECK(must(must(world.instance.memory("memory")).readString(256, 10)) == "some input");
  CHECK(world.call<int>("read", 0) == 0);
  CHECK(world.call<int>("write", 1) == 0);
  CHECK(out.text() == "hello\n");
  CHECK(world.call<int>("write", 1) == 0);
  CHECK(out.text() == "hello\nhell");
  CHECK(world.call<int>("write", 1) != 0);
  CHECK(out.take().size() == 10);
  CHECK(world.call<int>("write", 1) == 0);
  CHECK(world.call<int>("write", 2) == 0);
  CHECK(world.call<int>("write", 2) != 0);
  CHECK(seen == "hello\nhello\n");

  Granted silent({});
  CHECK(silent.call<int>("read", 0) == 0);
  CHECK(silent.call<int>("write", 1) == 0);
  CHECK(silent.call<int>("args") == 0);
  CHECK(must(silent.instance.run()) == 5);
  CHECK(failure(silent.store.setWasi({}), ErrorKind::Usage) == "the store has its grants already");
}

TEST_CASE("files in memory are granted for reading or for writing") {
  const MemoryFiles files;
  must(files.write("a/b.txt", "text"));
  for (const bool isWritable : {false, true}) {
    WasiConfig config;
    if (isWritable) {
      config.readWrite(files, "/");
    } else {
      config.readOnly(files, "/");
    }
    Granted world(config);
    CHECK((world.call<int>("create") == 0) == isWritable);
    if (isWritable) CHECK(world.call<int>("write", world.call<int>("created")) == 0);
  }
  CHECK(must(files.read("new.txt")) == "hello\n");
  CHECK(files.list().size() == 3);
  CHECK(files.bytesUsed() == 10);
  must(files.remove("new.txt"));
  CHECK_FALSE(files.read("new.txt"));
}

TEST_CASE("clocks and random numbers can be replaced") {
  struct Fixed final : WasiClock {
    std::uint64_t realtime() override { return 1'000; }
    std::uint64_t monotonic() override { return ++ticks; }
    std::uint64_t ticks = 0;
  };
  WasiConfig config;
  config.clock = std::make_shared<Fixed>();
  config.randomSource = [](std::span<std::uint8_t> bytes) {
    std::ranges::fill(bytes, std::uint8_t{7});
    return true;
  };
  Granted world(config);
  CHECK(world.call<std::int64_t>("clock", 0) == 1'000);
  CHECK(world.call<std::int64_t>("clock", 1) == 1);
  CHECK(world.call<std::int64_t>("clock", 1) == 2);
  CHECK(world.call<int>("random") == 0x07070707);

  WasiConfig fixed;
  fixed.deterministic = true;
  CHECK(Granted(fixed).call<int>("random") == Granted(fixed).call<int>("random"));
}

TEST_CASE("who watches is told of what is refused, and gets the record") {
  std::vector<WasiDenial> denials;
  std::vector<std::string> record;
  std::vector<std::string> calls;
  WasiConfig config;
  config.clocks = false;
  config.args = {"name", "secret"};
  config.labels = {{"tenant", "a"}};
  config.onDenial = [&denials](const WasiDenial& denial) { denials.push_back(denial); };
  config.onCall = [&calls](std::string_view line) { calls.emplace_back(line); };
  config.audit = [&record](std::string_view line) { record.emplace_back(line); };
  {
    Granted world(config);
    CHECK(world.call<std::int64_t>("clock", 0) == -1);
    CHECK(must(world.instance.run()) == 5);
  }
  REQUIRE(denials.size() == 1);
  CHECK(denials[0].function == "clock_time_get");
  CHECK(denials[0].reason == "it was not granted");
  CHECK(calls.size() == 2);
  REQUIRE(record.size() == 3);
  CHECK(record[0].find(R"("event":"start")") != std::string::npos);
  CHECK(record[0].find(R"("labels":{"tenant":"a"})") != std::string::npos);
  CHECK(record[0].find(R"("sha256":")") != std::string::npos);
  CHECK(record[0].find("secret") == std::string::npos);
  CHECK(record[1].find(R"("function":"clock_time_get")") != std::string::npos);
  CHECK(record[2].find(R"("outcome":"exit","status":5)") != std::string::npos);
  CHECK(record[2].find(R"("denials":1)") != std::string::npos);
}

TEST_CASE("an interrupt ends a guest that waits in a call of WASI") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  WasiConfig config;
  config.input = WasiStream::descriptor(ends[0]);
  Granted world(config);
  const InterruptHandle handle = world.store.interruptHandle();
  // Once is enough, whenever it comes.
  std::thread other([handle, wait = GENERATE(0, 1, 20)] {
    std::this_thread::sleep_for(std::chrono::milliseconds(wait));
    handle.interrupt();
  });
  const auto result = must(world.instance.typed<int(int)>("read"))(0);
  other.join();
  CHECK(failure(result, ErrorKind::Trap) == "interrupted");
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("grants that can't be given are refused") {
  World world;
  WasiConfig missing;
  missing.readOnly("/nonexistent", "/");
  CHECK_FALSE(world.store.setWasi(missing));
  WasiConfig malformed;
  malformed.env = {std::string("A=\0", 3)};
  CHECK_FALSE(world.store.setWasi(malformed));
  // Nothing was set by that.
  must(world.store.setWasi({}));
}
