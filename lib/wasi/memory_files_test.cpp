// Files in memory as an embedder sees them, and their limits.
#include "wasi/memory_files.h"

#include <atomic>
#include <thread>

#include "wasi/clock.h"
#include "wasi/observer.h"
#include "wasi/test_files.h"

using namespace wald::wasi;
using wald::ErrorKind;

namespace {

constexpr Rights everything = ~Rights{0};

std::string text(const MemoryFiles& files, std::string_view path) {
  const auto bytes = files.readFile(path);
  return bytes ? std::string(bytes->begin(), bytes->end()) : "(none)";
}

TestGuest guestOf(const std::shared_ptr<MemoryFiles>& files, bool writable = true) {
  return TestGuest(grant({{{}, "/", writable, files}}));
}

Errno writeAt(TestGuest& guest, std::uint32_t fd, std::uint64_t offset, std::string_view bytes) {
  const GuestIovec list{guest.put(bytes), static_cast<std::uint32_t>(bytes.size())};
  return guest.call("fd_pwrite", {fd, guest.putValue(list), 1, offset, TestGuest::result});
}

}  // namespace

TEST_CASE("memory files: filled, granted and read back") {
  const auto files = MemoryFiles::create();
  REQUIRE(files->writeFile("/etc/config", "on"));
  REQUIRE(files->makeDirectory("out"));
  TestGuest guest = guestOf(files);
  CHECK(guest.read(guest.open(3, "etc/config").fd) == "on");
  const auto file = guest.open(3, "out/result", oflag::creat, everything).fd;
  CHECK(guest.write(file, "42") == Errno::Success);
  CHECK(text(*files, "out/result") == "42");
  CHECK(guest.symlink("out/result", 3, "latest") == Errno::Success);

  const auto entries = files->list();
  REQUIRE(entries.size() == 5);
  const char* const paths[] = {"etc", "etc/config", "latest", "out", "out/result"};
  for (std::size_t i = 0; i < entries.size(); ++i) CHECK(entries[i].path == paths[i]);
  CHECK(entries[0].type == Filetype::Directory);
  CHECK(entries[1].size == 2);
  CHECK(entries[2].target == "out/result");
  CHECK(files->namesUsed() == 5);
  CHECK(files->bytesUsed() == 2 + 2 + 10);

  // The embedder changes what a guest has open.
  REQUIRE(files->writeFile("out/result", "changed"));
  CHECK(guest.call("fd_seek", {file, 0, 0, 0x100}) == Errno::Success);
  CHECK(guest.read(file) == "changed");
  REQUIRE(files->remove("out"));
  CHECK(guest.read(guest.open(3, "etc/config").fd) == "on");
  CHECK(guest.open(3, "out").error == Errno::NoEnt);
  CHECK(guest.write(file, "!") == Errno::Success);
  CHECK(files->bytesUsed() == 2 + 10 + 8);
  CHECK(guest.call("fd_close", {file}) == Errno::Success);
  CHECK(files->bytesUsed() == 2 + 10);
  CHECK(files->namesUsed() == 3);
}

TEST_CASE("memory files: what an embedder can't do") {
  const auto files = MemoryFiles::create({.bytes = 100, .names = 3});
  REQUIRE(files->writeFile("dir/file", "text"));
  TestGuest guest = guestOf(files);
  CHECK(guest.symlink("dir", 3, "link") == Errno::Success);
  const std::string tooLong(256, 'x');
  const std::string_view paths[] = {
      "",           "/",   "..",   "a/../b",   ".", tooLong, std::string_view("a\0b", 3),
      "dir/file/x", "dir", "link", "link/file"};
  for (const std::string_view path : paths) {
    INFO(path);
    const auto written = files->writeFile(path, "x");
    REQUIRE_FALSE(written);
    CHECK(written.error().kind() == ErrorKind::Usage);
    CHECK_FALSE(files->readFile(path));
  }
  CHECK(files->remove("missing").error().kind() == ErrorKind::Io);
  CHECK(files->remove("link/file").error().kind() == ErrorKind::Io);
  CHECK(files->readFile("missing").error().kind() == ErrorKind::Io);
  CHECK(files->makeDirectory("dir/file").error().kind() == ErrorKind::Usage);
  REQUIRE(files->makeDirectory("dir"));
  CHECK(files->writeFile("dir/file", std::string(101, 'x')).error().kind() == ErrorKind::Limit);
  CHECK(files->makeDirectory("another").error().kind() == ErrorKind::Limit);
}

TEST_CASE("memory files: no more bytes than the limit") {
  const auto files = MemoryFiles::create({.bytes = 10, .names = 100});
  REQUIRE(files->writeFile("file", "1234"));
  TestGuest guest = guestOf(files);
  const auto file = guest.open(3, "file", 0, everything).fd;
  // As much as there is room for, then none.
  CHECK(guest.call("fd_seek", {file, 0, 2, 0x100}) == Errno::Success);
  CHECK(guest.write(file, "567890ab") == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 6);
  CHECK(text(*files, "file") == "1234567890");
  CHECK(guest.write(file, "x") == Errno::NoSpc);
  CHECK(guest.write(file, "") == Errno::Success);
  CHECK(writeAt(guest, file, 5, "VWXYZ") == Errno::Success);
  CHECK(writeAt(guest, file, 10, "x") == Errno::NoSpc);
  CHECK(writeAt(guest, file, 1ull << 62, "x") == Errno::NoSpc);
  CHECK(guest.call("fd_filestat_set_size", {file, 11}) == Errno::NoSpc);
  CHECK(guest.call("fd_filestat_set_size", {file, 1ull << 62}) == Errno::NoSpc);
  CHECK(guest.call("fd_allocate", {file, 5, 6}) == Errno::NoSpc);
  CHECK(guest.call("fd_allocate", {file, 5, 5}) == Errno::Success);
  CHECK(guest.symlink("x", 3, "link") == Errno::NoSpc);
  CHECK(text(*files, "file") == "12345VWXYZ");
  // What is removed counts until it is closed.
  CHECK(guest.atPath("path_unlink_file", 3, "file") == Errno::Success);
  const auto other = guest.open(3, "other", oflag::creat, everything).fd;
  CHECK(guest.write(other, "x") == Errno::NoSpc);
  CHECK(guest.call("fd_close", {file}) == Errno::Success);
  CHECK(guest.write(other, "x") == Errno::Success);
  CHECK(files->bytesUsed() == 1);
  CHECK(guest.open(3, "other", oflag::trunc, everything).error == Errno::Success);
  CHECK(files->bytesUsed() == 0);
}

TEST_CASE("memory files: where all is allowed, the host's memory is the limit, and no one dies") {
  const auto files = MemoryFiles::create({.bytes = ~0ull, .names = ~0ull});
  TestGuest guest = guestOf(files);
  const auto file = guest.open(3, "file", oflag::creat, everything).fd;
  CHECK(guest.call("fd_filestat_set_size", {file, 1ull << 62}) == Errno::NoSpc);
  CHECK(guest.call("fd_allocate", {file, 1ull << 62, 10}) == Errno::NoSpc);
  CHECK(writeAt(guest, file, (1ull << 62), "x") == Errno::NoSpc);
  CHECK(writeAt(guest, file, (1ull << 63) - 1, "x") == Errno::FBig);
  CHECK(files->bytesUsed() == 0);
}

TEST_CASE("memory files: no more names than the limit") {
  const auto files = MemoryFiles::create({.bytes = 100, .names = 4});
  REQUIRE(files->writeFile("file", ""));
  TestGuest guest = guestOf(files);
  CHECK(guest.link(3, "file", 3, "again") == Errno::Success);
  CHECK(guest.atPath("path_create_directory", 3, "dir") == Errno::Success);
  CHECK(guest.symlink("x", 3, "link") == Errno::Success);
  CHECK(guest.open(3, "new", oflag::creat, everything).error == Errno::DQuot);
  CHECK(guest.link(3, "file", 3, "more") == Errno::DQuot);
  CHECK(guest.symlink("x", 3, "more") == Errno::DQuot);
  CHECK(guest.atPath("path_create_directory", 3, "more") == Errno::DQuot);
  CHECK(guest.rename(3, "file", 3, "dir/file") == Errno::Success);
  CHECK(guest.rename(3, "again", 3, "link") == Errno::Success);
  CHECK(files->namesUsed() == 3);
  CHECK(guest.open(3, "new", oflag::creat, everything).error == Errno::Success);
}

TEST_CASE("memory files: a tree deeper than any stack, and names longer than any path") {
  const auto files = MemoryFiles::create({.bytes = 100, .names = 60'000});
  TestGuest guest = guestOf(files);
  std::uint32_t here = 3;
  Errno error = Errno::Success;
  for (int i = 0; i < 60'000 && error == Errno::Success; ++i) {
    error = guest.atPath("path_create_directory", here, "d");
    const auto below = guest.open(here, "d", oflag::directory);
    if (here != 3) guest.call("fd_close", {here});
    here = below.fd;
  }
  CHECK(error == Errno::Success);
  CHECK(guest.rename(3, "d", here, "x") == Errno::Inval);
  CHECK(guest.open(here, "..").error == Errno::NotCapable);
}

TEST_CASE("memory files: nothing of one grant gets into another") {
  const auto files = MemoryFiles::create();
  REQUIRE(files->writeFile("file", "text"));
  // The same files twice: as writable as the way to them.
  TestGuest guest(grant({{{}, "/ro", false, files}, {{}, "/rw", true, files}}));
  CHECK(guest.open(3, "file", 0, everything).error == Errno::NotCapable);
  CHECK(guest.link(3, "file", 4, "stolen") == Errno::NotCapable);
  CHECK(guest.rename(3, "file", 4, "stolen") == Errno::NotCapable);
  CHECK(guest.rename(4, "file", 3, "planted") == Errno::NotCapable);
  CHECK(guest.rename(4, "file", 4, "moved") == Errno::Success);
  CHECK(guest.open(3, "moved").error == Errno::Success);
  REQUIRE(guest.call("fd_filestat_get", {3, 0x100}) == Errno::Success);
  const auto readOnly = guest.get<Filestat>(0x100);
  REQUIRE(guest.call("fd_filestat_get", {4, 0x100}) == Errno::Success);
  CHECK(guest.get<Filestat>(0x100).device == readOnly.device);
}

TEST_CASE("memory files: whoever watches is told what a descriptor stands for") {
  struct Recorder final : Observer {
    void denied(const Denial& denial) override {
      for (const Denial::Place& place : denial.places) told.push_back(place.standsFor);
    }
    std::vector<std::string> told;
  } recorder;
  const auto files = MemoryFiles::create();
  REQUIRE(files->writeFile("dir/sub/file", "text"));
  Config config = grant({{{}, "/guest", false, files}});
  config.observer = &recorder;
  config.stdio[0] = Stream::null();
  TestGuest guest(config);
  const auto told = [&] { return std::exchange(recorder.told, {}); };
  CHECK(guest.open(3, "../x").error == Errno::NotCapable);
  CHECK(told() == std::vector<std::string>{"memory:/"});
  const auto directory = guest.open(3, "dir/sub", oflag::directory).fd;
  CHECK(guest.open(directory, "new", oflag::creat).error == Errno::NotCapable);
  CHECK(told() == std::vector<std::string>{"memory:/dir/sub"});
  const auto file = guest.open(3, "dir/sub/file").fd;
  CHECK(guest.write(file, "x") == Errno::NotCapable);
  CHECK(told() == std::vector<std::string>{"memory:/dir/sub/file"});
  REQUIRE(files->remove("dir"));
  CHECK(guest.write(file, "x") == Errno::NotCapable);
  CHECK(guest.write(0, "x") == Errno::NotCapable);
  CHECK(told() == std::vector<std::string>{"", "stream:null"});
}

TEST_CASE("memory files: times are those of the clock that was given") {
  struct Stopped final : Clock {
    Errno now(ClockId, std::uint64_t& time) override {
      time = 1234;
      return Errno::Success;
    }
    Errno resolution(ClockId, std::uint64_t&) override { return Errno::NotSup; }
  };
  const auto files = MemoryFiles::create({}, std::make_shared<Stopped>());
  REQUIRE(files->writeFile("file", "text"));
  TestGuest guest = guestOf(files);
  REQUIRE(guest.call("path_filestat_get", {3, 0, guest.put("file"), 4, 0x100}) == Errno::Success);
  const auto stat = guest.get<Filestat>(0x100);
  CHECK(stat.modified == 1234);
  CHECK(stat.accessed == 1234);
  CHECK(stat.changed == 1234);
}

TEST_CASE("memory files: two guests on two threads, and the embedder on a third", "[threads]") {
  const auto files = MemoryFiles::create({.bytes = 4096, .names = 64});
  REQUIRE(files->makeDirectory("a"));
  REQUIRE(files->makeDirectory("b"));
  std::atomic<int> wrong = 0;
  const auto work = [&](std::string mine, std::string theirs) {
    TestGuest guest = guestOf(files);
    for (int i = 0; i < 2000; ++i) {
      const std::string name = "/" + std::to_string(i % 7);
      const auto file = guest.open(3, mine + name, oflag::creat, everything);
      if (file.error == Errno::Success) {
        guest.write(file.fd, "some text");
        guest.call("fd_filestat_set_size", {file.fd, static_cast<std::uint64_t>(i % 600)});
        guest.call("fd_close", {file.fd});
      } else if (file.error != Errno::DQuot && file.error != Errno::IsDir &&
                 file.error != Errno::NoEnt) {
        ++wrong;
      }
      guest.rename(3, mine + name, 3, theirs + name);
      guest.link(3, theirs + name, 3, mine + "/l");
      guest.atPath("path_create_directory", 3, theirs + "/d");
      guest.rename(3, theirs + "/d", 3, mine + "/d");
      guest.call("fd_readdir", {3, TestGuest::buffer, 1000, 0, TestGuest::result});
      guest.atPath("path_unlink_file", 3, theirs + name);
      guest.atPath("path_remove_directory", 3, mine + "/d");
      guest.atPath("path_unlink_file", 3, mine + "/l");
    }
  };
  std::thread first(work, "a", "b");
  std::thread second(work, "b", "a");
  for (int i = 0; i < 500; ++i) {
    static_cast<void>(files->writeFile("own", std::string(static_cast<std::size_t>(i), 'x')));
    if (files->bytesUsed() > 4096 || files->namesUsed() > 64) ++wrong;
    for (const auto& entry : files->list()) static_cast<void>(files->readFile(entry.path));
  }
  first.join();
  second.join();
  CHECK(wrong == 0);
  for (const char* name : {"a", "b", "own"}) CHECK(files->remove(name));
  CHECK(files->bytesUsed() == 0);
  CHECK(files->namesUsed() == 0);
}
