// Circumstances that are not those of every day: odd lists of buffers, signals, full devices.
#include <atomic>
#include <csignal>
#include <thread>

#include <pthread.h>
#include <unistd.h>

#include "wasi/test_files.h"

using namespace wald::wasi;

namespace {

constexpr Rights everything = ~Rights{0};

/// Calls of `call` (`fd_read` and the like) with a list of buffers; gives the count.
std::uint32_t move(TestGuest& guest, std::string_view call, std::uint32_t fd,
                   const std::vector<GuestIovec>& list) {
  const std::string_view bytes(reinterpret_cast<const char*>(list.data()),
                               list.size() * sizeof(GuestIovec));
  REQUIRE(guest.call(call, {fd, guest.put(bytes), list.size(), TestGuest::result}) ==
          Errno::Success);
  return guest.get(TestGuest::result);
}

}  // namespace

TEST_CASE("adverse: buffers that overlap are filled and taken one after another") {
  const auto files = makeFiles(GENERATE(false, true));
  files->write("file", "abcdefgh");
  TestGuest guest(grant({files->preopen("/", true)}));
  REQUIRE(guest.open(3, "file", 0, everything).fd == 4);
  const std::uint32_t at = TestGuest::buffer;
  CHECK(move(guest, "fd_read", 4, {{at, 4}, {at + 2, 4}, {at, 0}}) == 8);
  CHECK(guest.text(at, 6) == "abefgh");
  CHECK(move(guest, "fd_write", 4, {{at, 3}, {at + 1, 3}, {at, 1}}) == 7);
  CHECK(files->read("file") == "abcdefghabebefa");
  // The list itself may be what is overwritten: it was read before.
  const GuestIovec own{at, 16};
  std::memcpy(guest.memory().base() + at, &own, sizeof own);
  REQUIRE(guest.call("fd_pread", {4, at, 1, 0, TestGuest::result}) == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 15);
  CHECK(guest.text(at, 15) == "abcdefghabebefa");
}

TEST_CASE("adverse: addresses need no alignment") {
  const auto files = makeFiles(GENERATE(false, true));
  files->write("file", "text");
  TestGuest guest(grant({files->preopen("/", false)}));
  REQUIRE(guest.open(3, "file", 0, right::FdRead | right::FdFilestatGet).fd == 4);
  for (const std::uint32_t odd : {1u, 2u, 3u, 5u, 7u}) {
    INFO(odd);
    const GuestIovec list{0x801, 2};
    std::memcpy(guest.memory().base() + 0x900 + odd, &list, sizeof list);
    REQUIRE(guest.call("fd_pread", {4, 0x900 + odd, 1, 1, 0xa00 + odd}) != Errno::Fault);
    REQUIRE(guest.call("fd_filestat_get", {4, 0xb00 + odd}) == Errno::Success);
    CHECK(guest.get<Filestat>(0xb00 + odd).size == 4);
  }
}

TEST_CASE("adverse: lengths whose sum has more than 32 bits") {
  const auto files = makeFiles(GENERATE(false, true));
  files->write("file", "text");
  TestGuest guest(grant({files->preopen("/", true)}));
  REQUIRE(guest.open(3, "file", 0, everything).fd == 4);
  // Each is inside; together they are more than any result can say.
  const std::uint32_t whole = TestGuest::memorySize;
  const std::vector<GuestIovec> list(1024, GuestIovec{0, whole});
  std::memcpy(guest.memory().base() + 0x8000, list.data(), list.size() * sizeof(GuestIovec));
  REQUIRE(guest.call("fd_read", {4, 0x8000, list.size(), TestGuest::result}) == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 4);
  CHECK(guest.call("fd_read", {4, 0x8000, 0x80000000, TestGuest::result}) == Errno::Fault);
}

TEST_CASE("adverse: a full device") {
  TestGuest guest(grant({{"/dev", "/dev", true}}));
  const auto full = guest.open(3, "full", 0, right::FdWrite);
  REQUIRE(full.error == Errno::Success);
  CHECK(guest.write(full.fd, "x") == Errno::NoSpc);
}

TEST_CASE("adverse: signals do not show") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const int saved = ::dup(0);
  REQUIRE(::dup2(ends[0], 0) == 0);
  struct sigaction ignore{};
  ignore.sa_handler = [](int) {};  // without SA_RESTART: calls are cut short
  struct sigaction before{};
  ::sigaction(SIGUSR2, &ignore, &before);

  Config config = grant({});
  config.stdio.fill(Stream::inherited());
  config.clocks = true;
  TestGuest guest(config);
  std::atomic<bool> isEnded = false;
  const pthread_t reader = ::pthread_self();
  std::thread disturber([&] {
    for (int i = 0; i < 50; ++i) {
      ::pthread_kill(reader, SIGUSR2);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    CHECK(::write(ends[1], "late", 4) == 4);
    while (!isEnded) {
      ::pthread_kill(reader, SIGUSR2);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  CHECK(guest.read(0) == "late");
  // A sleep is as long as it was to be.
  Subscription subscription{};
  subscription.target = static_cast<std::uint32_t>(ClockId::Monotonic);
  subscription.timeout = 50'000'000;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(guest.call("poll_oneoff", {guest.putValue(subscription), TestGuest::buffer, 1,
                                   TestGuest::result}) == Errno::Success);
  CHECK(guest.get<Event>(TestGuest::buffer).error == Errno::Success);
  CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(50));
  isEnded = true;
  disturber.join();
  ::sigaction(SIGUSR2, &before, nullptr);
  ::dup2(saved, 0);
  for (const int fd : {saved, ends[0], ends[1]}) ::close(fd);
}
