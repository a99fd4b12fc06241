#include "runtime/memory.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include <catch2/catch.hpp>

#include "runtime/guest_stack.h"
#include "runtime/pages.h"

namespace wald::runtime {

namespace {

constexpr std::uint64_t page = 65536;

std::unique_ptr<Memory> make(const wasm::MemoryType& type, Memory::Options options = {}) {
  auto memory = Memory::create(type, options);
  REQUIRE(memory);
  return std::move(*memory);
}

/// Runs a check in a child that has little address space left; true if it holds there.
template <typename Check>
bool holdsInLittleSpace(std::uint64_t bytes, const Check& check) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_AS, &limit);
    // A sanitizer's own reservations may exceed the limit by far: nothing can be tried then.
    std::uint8_t* const some = pages::map(std::uint64_t{1} << 20);
    if (some == nullptr) _exit(0);
    pages::release(some, std::uint64_t{1} << 20);
    _exit(check() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a guarded memory grows in place up to its maximum") {
  const auto memory = make({.limits = {1, 3}});
  CHECK(memory->mode() == MemoryMode::Guarded);
  CHECK(memory->pages() == 1);
  std::uint8_t* const base = memory->base();
  base[page - 1] = 7;
  CHECK(memory->grow(0) == 1);
  CHECK(memory->grow(3) == -1);
  CHECK(memory->grow(2) == 1);
  CHECK(memory->grow(0) == 3);
  CHECK(memory->grow(1) == -1);
  CHECK(memory->base() == base);
  CHECK(base[page - 1] == 7);
  CHECK(base[3 * page - 1] == 0);
  base[3 * page - 1] = 1;
  CHECK(memory->reserves(base + (std::uint64_t{8} << 30)));
  CHECK_FALSE(memory->reserves(base - 1));
}

TEST_CASE("a checked memory keeps its contents when it grows") {
  const auto memory = make({.limits = {1, {}}}, {.guard = false});
  CHECK(memory->mode() == MemoryMode::Checked);
  memory->base()[5] = 42;
  CHECK(memory->grow(1000) == 1);
  CHECK(memory->base()[5] == 42);
  CHECK(memory->size() == 1001 * page);
  memory->base()[1001 * page - 1] = 1;
}

TEST_CASE("growth near the limits of the numbers is refused") {
  for (const bool guard : {true, false}) {
    const auto memory = make({.limits = {1, {}}}, {.guard = guard});
    CHECK(memory->grow(~std::uint64_t{0}) == -1);
    CHECK(memory->grow(std::uint64_t{1} << 48) == -1);
    CHECK(memory->grow(65536) == -1);
    CHECK(memory->pages() == 1);
  }
  const auto wide =
      make({.limits = {0, std::uint64_t{1} << 48}, .address = wasm::AddressType::I64});
  CHECK(wide->mode() == MemoryMode::Checked);
  CHECK(wide->grow(std::uint64_t{1} << 48) == -1);
  CHECK(wide->grow(std::uint64_t{1} << 20 | 1) == -1);
  CHECK(wide->grow(2) == 0);
}

TEST_CASE("a memory can have all 4 GiB") {
  const auto memory = make({.limits = {0, {}}});
  CHECK(memory->grow(65536) == 0);
  CHECK(memory->size() == std::uint64_t{1} << 32);
  CHECK(memory->grow(1) == -1);
}

TEST_CASE("pages of one byte are checked and grow by bytes") {
  const auto memory = make({.limits = {3, {}}, .pageSizeLog2 = 0});
  CHECK(memory->mode() == MemoryMode::Checked);
  CHECK(memory->size() == 3);
  CHECK(memory->grow(7) == 3);
  CHECK(memory->size() == 10);
  CHECK(memory->grow(100'000) == 10);
  CHECK(memory->base()[100'009] == 0);
  CHECK(memory->grow(0xffff'ffff) == -1);
}

TEST_CASE("an empty memory has a base and can grow") {
  for (const bool guard : {true, false}) {
    const auto memory = make({.limits = {0, {}}}, {.guard = guard});
    CHECK(memory->base() != nullptr);
    CHECK(memory->size() == 0);
    CHECK(memory->contains(0, 0));
    CHECK_FALSE(memory->contains(0, 1));
    CHECK(memory->grow(1) == 0);
    CHECK(memory->base()[0] == 0);
  }
}

TEST_CASE("the embedder's limit holds") {
  const auto memory = make({.limits = {1, 10}}, {.maxBytes = 2 * page});
  CHECK(memory->grow(2) == -1);
  CHECK(memory->grow(1) == 1);

  const auto refused = Memory::create({.limits = {3, {}}}, {.maxBytes = 2 * page});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::Limit);
  CHECK(refused.error().message() ==
        "implementation limit exceeded: a memory of 196608 bytes is wanted, 131072 bytes are "
        "allowed");
}

TEST_CASE("a minimum beyond what wald gives is a limit") {
  const auto memory = Memory::create(
      {.limits = {std::uint64_t{1} << 47, {}}, .address = wasm::AddressType::I64}, {});
  REQUIRE_FALSE(memory);
  CHECK(memory.error().kind() == ErrorKind::Limit);
}

TEST_CASE("a checked shared memory never moves") {
  const auto memory = make({.limits = {1, 100}, .shared = true}, {.guard = false});
  CHECK(memory->mode() == MemoryMode::Checked);
  std::uint8_t* const base = memory->base();
  CHECK(memory->grow(99) == 1);
  CHECK(memory->base() == base);
  base[100 * page - 1] = 1;
}

TEST_CASE("threads that grow a shared memory get different pages", "[threads]") {
  for (const bool guard : {true, false}) {
    const auto memory = make({.limits = {1, 201}, .shared = true}, {.guard = guard});
    std::atomic<std::uint64_t> sum = 0;
    const auto grow = [&] {
      std::uint64_t pages = 0;
      for (std::int64_t got = memory->grow(1); got >= 0; got = memory->grow(1)) {
        memory->base()[static_cast<std::uint64_t>(got) * page] = 1;
        pages += static_cast<std::uint64_t>(got);
        // What a thread was given, it can see.
        if (memory->pages() <= static_cast<std::uint64_t>(got)) return;
      }
      sum += pages;
    };
    std::thread other(grow);
    grow();
    other.join();
    CHECK(sum == 200 * 201 / 2);
    CHECK(memory->size() == 201 * page);
  }
}

TEST_CASE("contains does not overflow") {
  const auto memory = make({.limits = {1, {}}});
  CHECK(memory->contains(page, 0));
  CHECK_FALSE(memory->contains(page + 1, 0));
  CHECK_FALSE(memory->contains(1, ~std::uint64_t{0}));
  CHECK_FALSE(memory->contains(~std::uint64_t{0}, 1));
}

TEST_CASE("where the reservation is refused, memories are checked") {
  CHECK(holdsInLittleSpace(std::uint64_t{2'000'000} << 10, [] {
    auto memory = Memory::create({.limits = {1, {}}}, {});
    return memory && (*memory)->mode() == MemoryMode::Checked && (*memory)->grow(15) == 1 &&
           (*memory)->base()[16 * page - 1] == 0 && (*memory)->grow(60'000) == -1 &&
           (*memory)->pages() == 16;
  }));
}

TEST_CASE("a minimum that the system refuses is a limit") {
  CHECK(holdsInLittleSpace(std::uint64_t{2'000'000} << 10, [] {
    const auto memory = Memory::create({.limits = {65536, {}}}, {});
    return !memory && memory.error().kind() == ErrorKind::Limit &&
           memory.error().message() ==
               "implementation limit exceeded: the system refuses 4294967296 bytes for a memory";
  }));
}

TEST_CASE("a guest stack is usable from end to end") {
  auto stack = GuestStack::create(1 << 20);
  REQUIRE(stack);
  stack->begin()[0] = 1;
  stack->limit()[GuestStack::slack - 1] = 1;
  CHECK(stack->limit() + GuestStack::slack - stack->begin() == 1 << 20);

  const auto absurd = GuestStack::create(~std::size_t{0});
  REQUIRE_FALSE(absurd);
  CHECK(absurd.error().kind() == ErrorKind::Limit);
}

}  // namespace wald::runtime
