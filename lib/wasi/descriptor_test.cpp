#include "wasi/descriptor.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "wasi/test_files.h"

using namespace wald::wasi;

namespace {

struct Files {
  explicit Files(bool inMemory) : files(makeFiles(inMemory)) {
    files->write("a", "a");
    files->write("b", "b");
  }
  TestGuest guest() const { return TestGuest(grant({files->preopen("/dir", true)})); }
  std::string read(std::string_view name) const { return files->read(name); }
  std::unique_ptr<GrantedFiles> files;
};

}  // namespace

TEST_CASE("descriptors: the lowest free number is used, but none of the standard streams'") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  CHECK(guest.open(3, "a").fd == 4);
  CHECK(guest.open(3, "a").fd == 5);
  CHECK(guest.open(3, "a").fd == 6);
  CHECK(guest.call("fd_close", {5}) == Errno::Success);
  CHECK(guest.call("fd_close", {4}) == Errno::Success);
  CHECK(guest.call("fd_close", {4}) == Errno::BadF);
  CHECK(guest.open(3, "a").fd == 4);
  CHECK(guest.open(3, "a").fd == 5);
  CHECK(guest.open(3, "a").fd == 7);
}

TEST_CASE("descriptors: renumbering") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  REQUIRE(guest.open(3, "a").fd == 4);
  REQUIRE(guest.open(3, "b").fd == 5);
  CHECK(guest.call("fd_renumber", {4, 4}) == Errno::Success);
  CHECK(guest.read(4) == "a");
  CHECK(guest.call("fd_renumber", {5, 4}) == Errno::Success);
  CHECK(guest.read(4) == "b");
  CHECK(guest.call("fd_close", {5}) == Errno::BadF);
  CHECK(guest.call("fd_renumber", {4, 5}) == Errno::BadF);
  CHECK(guest.call("fd_renumber", {5, 4}) == Errno::BadF);
  CHECK(guest.call("fd_renumber", {9, 9}) == Errno::BadF);
  CHECK(guest.call("fd_renumber", {4, 0xffffffff}) == Errno::BadF);
  CHECK(guest.call("fd_renumber", {0xffffffff, 4}) == Errno::BadF);
  CHECK(guest.open(3, "a").fd == 5);
  // Over a granted directory: it is gone, and with it its name.
  CHECK(guest.call("fd_renumber", {4, 3}) == Errno::Success);
  CHECK(guest.call("fd_prestat_get", {3, 0x100}) == Errno::BadF);
  CHECK(guest.open(3, "a").error == Errno::NotDir);
}

TEST_CASE("descriptors: none open, and numbers beyond all") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  for (const std::uint64_t fd : {0ull, 4ull, 1000000ull, 0x7fffffffull, 0xffffffffull}) {
    INFO(fd);
    CHECK(guest.call("fd_close", {fd}) == Errno::BadF);
    CHECK(guest.call("fd_read", {fd, 0x300, 0, 0x100}) == Errno::BadF);
    CHECK(guest.call("fd_fdstat_get", {fd, 0x100}) == Errno::BadF);
    CHECK(guest.call("fd_prestat_get", {fd, 0x100}) == Errno::BadF);
    CHECK(guest.call("sock_shutdown", {fd, 1}) == Errno::BadF);
  }
}

TEST_CASE("descriptors: closing gives the host's descriptor back") {
  const Files files(false);
  const auto nextOfHost = [] {
    const int fd = ::dup(0);
    ::close(fd);
    return fd;
  };
  const int before = nextOfHost();
  {
    TestGuest guest = files.guest();
    for (int i = 0; i < 50; ++i) CHECK(guest.open(3, "a").error == Errno::Success);
    CHECK(guest.call("fd_renumber", {10, 11}) == Errno::Success);
    CHECK(nextOfHost() > before);
  }
  CHECK(nextOfHost() == before);
}

TEST_CASE("descriptors: granted directories are told by name") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  REQUIRE(guest.call("fd_prestat_get", {3, 0x100}) == Errno::Success);
  CHECK(guest.get<Prestat>(0x100).tag == 0);
  REQUIRE(guest.get<Prestat>(0x100).nameSize == 4);
  REQUIRE(guest.call("fd_prestat_dir_name", {3, 0x200, 4}) == Errno::Success);
  CHECK(guest.text(0x200, 5) == std::string("/dir\0", 5));
  CHECK(guest.call("fd_prestat_dir_name", {3, 0x200, 3}) == Errno::NameTooLong);
  CHECK(guest.call("fd_prestat_dir_name", {3, 0x200, 10}) == Errno::Success);
  const auto again = guest.open(3, ".", oflag::directory);
  CHECK(guest.call("fd_prestat_get", {again.fd, 0x100}) == Errno::BadF);
}

TEST_CASE("descriptors: reading, writing and positions") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  const auto fd = guest.open(3, "new", oflag::creat, ~Rights{0}).fd;
  const auto seek = [&](std::int64_t offset, std::uint64_t whence) {
    return guest.call("fd_seek", {fd, static_cast<std::uint64_t>(offset), whence, 0x100});
  };
  const auto position = [&] { return guest.get<std::uint64_t>(0x100); };

  // Two buffers, then one with nothing in it.
  struct {
    GuestIovec items[3];
  } lists{{{guest.put("hello "), 6}, {guest.put("world"), 5}, {0, 0}}};
  REQUIRE(guest.call("fd_write", {fd, guest.putValue(lists), 3, 0x100}) == Errno::Success);
  CHECK(guest.get(0x100) == 11);
  CHECK(files.read("new") == "hello world");

  CHECK(guest.call("fd_tell", {fd, 0x100}) == Errno::Success);
  CHECK(position() == 11);
  CHECK(seek(-5, 2) == Errno::Success);
  CHECK(position() == 6);
  CHECK(guest.read(fd) == "world");
  CHECK(seek(-20, 1) == Errno::Inval);
  CHECK(seek(0, 3) == Errno::Inval);
  CHECK(seek(1, 0) == Errno::Success);
  CHECK(seek(2, 1) == Errno::Success);
  CHECK(position() == 3);

  const GuestIovec at{0x200, 4};
  REQUIRE(guest.call("fd_pread", {fd, guest.putValue(at), 1, 6, 0x100}) == Errno::Success);
  CHECK(guest.text(0x200, 4) == "worl");
  CHECK(guest.call("fd_pread", {fd, guest.putValue(at), 1, ~0ull, 0x100}) == Errno::Inval);
  const GuestIovec from{guest.put("J"), 1};
  REQUIRE(guest.call("fd_pwrite", {fd, guest.putValue(from), 1, 0, 0x100}) == Errno::Success);
  CHECK(files.read("new") == "Jello world");
  CHECK(guest.call("fd_tell", {fd, 0x100}) == Errno::Success);
  CHECK(position() == 3);

  CHECK(guest.call("fd_advise", {fd, 0, 10, 3}) == Errno::Success);
  CHECK(guest.call("fd_advise", {fd, 0, 10, 6}) == Errno::Inval);
  CHECK(guest.call("fd_sync", {fd}) == Errno::Success);
  CHECK(guest.call("fd_datasync", {fd}) == Errno::Success);
  CHECK(guest.call("fd_allocate", {fd, 0, 0}) == Errno::Inval);
  CHECK(guest.call("fd_allocate", {fd, 1ull << 63, 1ull << 63}) == Errno::FBig);
  CHECK(guest.call("fd_filestat_set_size", {fd, ~0ull}) == Errno::FBig);
  CHECK(guest.call("fd_filestat_set_times", {fd, 1, 1, 3}) == Errno::Inval);
  CHECK(guest.call("fd_filestat_set_times", {fd, 1, 1, 16}) == Errno::Inval);
}

TEST_CASE("descriptors: directories are neither read, written nor positioned") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  Errno error;
  guest.read(3, &error);
  CHECK(error == Errno::IsDir);
  CHECK(guest.write(3, "x") == Errno::IsDir);
  CHECK(guest.call("fd_seek", {3, 0, 0, 0x100}) == Errno::IsDir);
  CHECK(guest.call("fd_tell", {3, 0x100}) == Errno::IsDir);
  CHECK(guest.call("fd_filestat_set_size", {3, 0}) == Errno::IsDir);
  CHECK(guest.open(3, ".", oflag::directory, right::FdRead | right::FdWrite).error == Errno::IsDir);
  const auto file = guest.open(3, "a").fd;
  CHECK(guest.call("fd_readdir", {file, 0x200, 100, 0, 0x100}) == Errno::NotDir);
  CHECK(guest.call("sock_shutdown", {file, 1}) == Errno::NotSock);
  CHECK(guest.call("sock_accept", {file, 0, 0x100}) == Errno::NotSock);
}

TEST_CASE("descriptors: flags") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  const auto fd = guest.open(3, "new", oflag::creat, ~Rights{0}, 0, fdflag::append).fd;
  CHECK(guest.write(fd, "one") == Errno::Success);
  CHECK(guest.call("fd_seek", {fd, 0, 0, 0x100}) == Errno::Success);
  CHECK(guest.write(fd, "two") == Errno::Success);
  CHECK(guest.call("fd_fdstat_set_flags", {fd, fdflag::nonblock}) == Errno::Success);
  REQUIRE(guest.call("fd_fdstat_get", {fd, 0x100}) == Errno::Success);
  CHECK(guest.get<Fdstat>(0x100).flags == fdflag::nonblock);
  CHECK(guest.call("fd_seek", {fd, 0, 0, 0x100}) == Errno::Success);
  CHECK(guest.write(fd, "ONE") == Errno::Success);
  CHECK(files.read("new") == "ONEtwo");
  CHECK(guest.call("fd_fdstat_set_flags", {fd, fdflag::sync}) == Errno::NotSup);
  CHECK(guest.call("fd_fdstat_set_flags", {fd, 32}) == Errno::Inval);
}

TEST_CASE("descriptors: what changed since a time") {
  const TempDirectory directory;
  directory.write("a", "text");
  TestGuest guest(grant({{directory.path(), "/data"}}));
  const auto before = guest.wasi().openDescriptors();
  CHECK(guest.wasi().changesSince(before).empty());

  const auto [error, fd] = guest.open(3, "a");
  REQUIRE(error == Errno::Success);
  auto changes = guest.wasi().changesSince(before);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].number == fd);
  CHECK(changes[0].isOpen);
  CHECK(changes[0].standsFor.ends_with("/a"));
  REQUIRE(guest.call("fd_close", {fd}) == Errno::Success);
  CHECK(guest.wasi().changesSince(before).empty());

  // Another one under a number is a change, and so is none.
  REQUIRE(guest.open(3, "a").fd == fd);
  REQUIRE(guest.call("fd_renumber", {fd, 3}) == Errno::Success);
  changes = guest.wasi().changesSince(before);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].number == 3);
  CHECK(changes[0].isOpen);
  REQUIRE(guest.call("fd_close", {3}) == Errno::Success);
  changes = guest.wasi().changesSince(before);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].number == 3);
  CHECK_FALSE(changes[0].isOpen);
}

TEST_CASE("descriptors: as many as the limit allows") {
  DescriptorTable table;
  for (std::uint32_t i = 0; i < limits::descriptors; ++i) {
    REQUIRE_FALSE(table.isFull());
    CHECK(table.insert({}) == i + limits::firstFreeDescriptor);
  }
  CHECK(table.isFull());
  CHECK(table.close(100) == Errno::Success);
  CHECK_FALSE(table.isFull());
  CHECK(table.insert({}) == 100);
}

TEST_CASE("descriptors: threads open, use and close them at the same time", "[threads]") {
  const Files files(GENERATE(false, true));
  TestGuest guest = files.guest();
  std::atomic<bool> ends = false;
  // The other thread has no memory: it calls what takes none.
  std::thread other([&] {
    wald::runtime::Engine engine{wald::runtime::Config{}};
    const auto store = wald::runtime::Store::create(engine);
    const auto call = [&](std::string_view name, std::vector<wald::runtime::Slot> slots) {
      const auto found = guest.wasi().find(**store, name);
      const auto* const function = std::get<wald::runtime::Function*>(*found);
      function->host(function->environment, {**store, nullptr}, slots.data());
      return static_cast<Errno>(slots[0]);
    };
    while (!ends) {
      bool isFine = true;
      const auto expect = [&](Errno error) {
        isFine &= error == Errno::Success || error == Errno::BadF;
      };
      expect(call("fd_datasync", {4}));
      expect(call("fd_renumber", {5, 4}));
      expect(call("fd_fdstat_set_flags", {4, 0}));
      expect(call("fd_close", {4}));
      expect(call("fd_close", {6}));
      if (!isFine) ends = true;
    }
  });
  bool isFine = true;
  for (int i = 0; i < 2000 && !ends; ++i) {
    const auto opened = guest.open(3, i % 2 == 0 ? "a" : "b");
    isFine &= opened.error == Errno::Success && opened.fd >= 4;
    Errno error = Errno::Success;
    const std::string text = guest.read(opened.fd, &error);
    isFine &= error == Errno::BadF || text == "a" || text == "b" || text.empty();
    isFine &= guest.call("fd_fdstat_get", {opened.fd, 0x100}) != Errno::Fault;
    guest.call("fd_close", {opened.fd});
  }
  CHECK_FALSE(ends);
  ends = true;
  other.join();
  CHECK(isFine);
  for (std::uint32_t fd = 4; fd < 10; ++fd) guest.call("fd_close", {fd});
  CHECK(guest.open(3, "a").fd == 4);
}
