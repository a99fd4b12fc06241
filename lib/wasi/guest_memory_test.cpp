#include "wasi/guest_memory.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace wald::wasi;

namespace {

std::vector<std::uint8_t> bytesOf(std::string_view text) { return {text.begin(), text.end()}; }

template <typename T>
void place(std::vector<std::uint8_t>& memory, std::size_t at, const T& value) {
  std::memcpy(memory.data() + at, &value, sizeof(T));
}

}  // namespace

TEST_CASE("guest memory: what is inside and what is not") {
  std::vector<std::uint8_t> bytes(100);
  const GuestMemory memory(bytes);
  CHECK(memory.contains({0}, 100));
  CHECK(memory.contains({100}, 0));
  CHECK(memory.contains({99}, 1));
  CHECK_FALSE(memory.contains({0}, 101));
  CHECK_FALSE(memory.contains({99}, 2));
  CHECK_FALSE(memory.contains({101}, 0));
  CHECK_FALSE(memory.contains({0xffffffff}, 0xffffffff));
  CHECK_FALSE(memory.contains({1}, ~std::uint64_t{0}));
  CHECK_FALSE(memory.bytes({90}, 11));
  CHECK(memory.bytes({90}, 10)->data() == bytes.data() + 90);
}

TEST_CASE("guest memory: without a memory there is nothing") {
  const GuestMemory memory = GuestMemory::of(nullptr);
  std::uint8_t value = 0;
  CHECK(memory.bytes({0}, 0)->empty());
  CHECK_FALSE(memory.contains({0}, 1));
  CHECK_FALSE(memory.load({0}, value));
  CHECK_FALSE(memory.store({0}, value));
}

TEST_CASE("guest memory: values need no alignment") {
  std::vector<std::uint8_t> bytes(16);
  const GuestMemory memory(bytes);
  REQUIRE(memory.store({3}, std::uint64_t{0x1122334455667788}));
  CHECK(bytes[3] == 0x88);
  std::uint64_t value = 0;
  REQUIRE(memory.load({3}, value));
  CHECK(value == 0x1122334455667788);
  CHECK_FALSE(memory.store({9}, value));
  CHECK_FALSE(memory.load({9}, value));
  CHECK(memory.load({8}, value));
}

TEST_CASE("guest memory: lists of buffers") {
  std::vector<std::uint8_t> bytes(200);
  const GuestMemory memory(bytes);
  SliceList list;

  place(bytes, 1, GuestIovec{100, 50});
  place(bytes, 9, GuestIovec{150, 50});
  REQUIRE(list.load(memory, {1}, 2) == Errno::Success);
  REQUIRE(list.slices().size() == 2);
  CHECK(list.slices()[1].data == bytes.data() + 150);
  CHECK(list.total() == 100);

  place(bytes, 9, GuestIovec{150, 51});
  CHECK(list.load(memory, {1}, 2) == Errno::Fault);
  place(bytes, 9, GuestIovec{0xfffffff0, 0x20});
  CHECK(list.load(memory, {1}, 2) == Errno::Fault);
  // 2^29 and 2^32 - 1 pairs: their size exceeds 32 bits.
  CHECK(list.load(memory, {0}, 0x20000000) == Errno::Fault);
  CHECK(list.load(memory, {0}, 0xffffffff) == Errno::Fault);
  REQUIRE(list.load(memory, {200}, 0) == Errno::Success);
  CHECK(list.slices().empty());
}

TEST_CASE("guest memory: of a long list the first buffers are used") {
  std::vector<std::uint8_t> bytes((limits::iovecs + 5) * sizeof(GuestIovec));
  for (std::size_t i = 0; i < limits::iovecs + 5; ++i) place(bytes, i * 8, GuestIovec{0, 1});
  SliceList list;
  REQUIRE(list.load(GuestMemory(bytes), {0}, limits::iovecs + 5) == Errno::Success);
  CHECK(list.slices().size() == limits::iovecs);
  CHECK(list.total() == limits::iovecs);
}

TEST_CASE("guest memory: paths") {
  std::vector<std::uint8_t> bytes = bytesOf(std::string("dir/file\0x", 10));
  GuestPath path;
  REQUIRE(path.load(GuestMemory(bytes), {0}, 8) == Errno::Success);
  CHECK(std::string_view(path.text.data()) == "dir/file");
  CHECK(path.load(GuestMemory(bytes), {0}, 9) == Errno::Inval);
  CHECK(path.load(GuestMemory(bytes), {0}, 0) == Errno::NoEnt);
  CHECK(path.load(GuestMemory(bytes), {0}, 11) == Errno::Fault);
  CHECK(path.load(GuestMemory(bytes), {0xffffffff}, 0xffffffff) == Errno::Fault);

  bytes.assign(limits::pathBytes + 1, 'a');
  CHECK(path.load(GuestMemory(bytes), {0}, limits::pathBytes) == Errno::Success);
  CHECK(path.load(GuestMemory(bytes), {0}, limits::pathBytes + 1) == Errno::NameTooLong);
}
