// What is kept of a store that has ended must not show in the next one.
#include "runtime/pool.h"

#include <algorithm>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/guest_stack.h"
#include "runtime/memory.h"
#include "runtime/pages.h"

namespace wald::runtime {

namespace {

constexpr std::uint64_t page = 65536;

/// Bytes that no image has, different in each place.
std::uint8_t foreignByte(std::uint64_t offset) {
  return static_cast<std::uint8_t>(0x80 | (offset * 37 >> 3));
}

std::shared_ptr<const MemoryImage> imageOf(std::uint64_t memoryBytes, std::uint64_t begin,
                                           std::uint64_t bytes) {
  std::vector<std::uint8_t> contents(bytes);
  for (std::uint64_t i = 0; i < bytes; ++i) contents[i] = static_cast<std::uint8_t>(i * 7 % 113);
  auto image = MemoryImage::create(memoryBytes, contents, begin);
  REQUIRE(image != nullptr);
  return image;
}

std::unique_ptr<Memory> make(Pool& pool, std::uint64_t pages,
                             const std::shared_ptr<const MemoryImage>& image, bool guard = true) {
  const wasm::MemoryType type{.limits = {pages, pages + 8}};
  auto memory =
      Memory::create(type, {.guard = guard, .fixed = true, .image = image, .pool = &pool});
  REQUIRE(memory);
  return std::move(*memory);
}

/// Whether each byte is that of the image, or zero.
bool isAsAtFirst(const Memory& memory, const MemoryImage* image) {
  for (std::uint64_t offset = 0; offset < memory.size(); offset += pages::pageSize()) {
    const std::uint8_t* const first = image == nullptr ? nullptr : image->pageAt(offset);
    const std::uint8_t* const now = memory.base() + offset;
    const bool isEqual =
        first != nullptr ? std::equal(now, now + pages::pageSize(), first)
                         : std::all_of(now, now + pages::pageSize(), [](auto b) { return b == 0; });
    if (!isEqual) return false;
  }
  return true;
}

void scribble(const Memory& memory, std::uint64_t from, std::uint64_t step) {
  for (std::uint64_t i = from; i < memory.size(); i += step) memory.base()[i] = foreignByte(i);
}

}  // namespace

TEST_CASE("a pool: a memory that is used again holds what a new one does") {
  Pool pool(4);
  struct Shape {
    std::uint64_t pages;
    std::uint64_t imageBegin;
    std::uint64_t imageBytes;
  };
  // Compared as a whole, found by the system, without an image, and one that ends in the memory's last page.
  const Shape shapes[] = {
      {1, 1024, 5000}, {2, 0, 0}, {64, 70'000, 1'000'000}, {64, 0, 0}, {3, 3 * page - 10, 10}};
  for (const Shape& shape : shapes) {
    for (const bool guard : {true, false}) {
      const auto image = shape.imageBytes == 0
                             ? nullptr
                             : imageOf(shape.pages * page, shape.imageBegin, shape.imageBytes);
      std::uint8_t* base = nullptr;
      // All bytes, some pages, a few, one, none.
      for (const std::uint64_t step :
           {std::uint64_t{1}, std::uint64_t{4097}, std::uint64_t{100'003},
            std::uint64_t{1'000'000'000}, std::uint64_t{0}}) {
        INFO(shape.pages << " pages, image of " << shape.imageBytes << ", step " << step);
        const auto memory = make(pool, shape.pages, image, guard);
        // It is used again indeed.
        if (base != nullptr) CHECK(memory->base() == base);
        base = memory->base();
        CHECK(memory->size() == shape.pages * page);
        REQUIRE(isAsAtFirst(*memory, image.get()));
        if (step == 0) break;
        scribble(*memory, 4, step);
        REQUIRE(memory->grow(5) >= 0);
        scribble(*memory, shape.pages * page, 999);
      }
    }
  }
}

TEST_CASE("a pool: what was grown is not accessible before the memory grows again") {
  Pool pool(1);
  std::uint8_t* base = nullptr;
  {
    const auto memory = make(pool, 1, nullptr);
    base = memory->base();
    REQUIRE(memory->grow(1) == 1);
    scribble(*memory, page, 1);
  }
  const auto memory = make(pool, 1, nullptr);
  REQUIRE(memory->base() == base);
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGSEGV, SIG_DFL);
    const volatile std::uint8_t byte = base[page];
    _exit(byte == 0 ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  // A sanitizer ends the child itself.
  CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) > 1));
  REQUIRE(memory->grow(1) == 1);
  CHECK(isAsAtFirst(*memory, nullptr));
}

TEST_CASE(
    "a pool: memories of different modules are kept apart, and not more than were asked for") {
  Pool pool(1);
  const auto first = imageOf(page, 0, 100);
  const auto second = imageOf(page, 0, 200);
  std::uint8_t* const base = make(pool, 1, first)->base();
  {
    const auto other = make(pool, 1, second);
    CHECK(other->base() != base);
    CHECK(isAsAtFirst(*other, second.get()));
  }
  // Now it has that one, and the first is gone.
  const auto again = make(pool, 1, first);
  CHECK(isAsAtFirst(*again, first.get()));
}

TEST_CASE("a pool: a child of the process does not ask the system about its parent") {
  Pool pool(1);
  const auto image = imageOf(64 * page, 0, 64 * page);
  const auto memory = make(pool, 64, image);
  const pid_t child = fork();
  if (child == 0) {
    auto own = make(pool, 64, image);
    scribble(*own, 0, 30'000);
    own.reset();
    own = make(pool, 64, image);
    _exit(isAsAtFirst(*own, image.get()) ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
}

TEST_CASE("a pool: stacks", "[threads]") {
  Pool pool(2);
  std::uint8_t* const begin = [&] { return GuestStack::create(1 << 20, &pool)->begin(); }();
  for (int i = 0; i < 200; ++i) {
    const auto stack = GuestStack::create(1 << 20, &pool);
    REQUIRE(stack);
    CHECK(stack->begin() == begin);
    stack->limit()[-1] = 1;
  }
  CHECK(GuestStack::create(1 << 21, &pool)->begin() != begin);
  const auto work = [&pool] {
    for (int i = 0; i < 1000; ++i) {
      const auto stack = GuestStack::create(1 << 20, &pool);
      *stack->begin() = 1;
    }
  };
  std::thread other(work);
  work();
  other.join();
}

}  // namespace wald::runtime
