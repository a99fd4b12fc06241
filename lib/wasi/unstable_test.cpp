// What is different in `wasi_unstable`.
#include "wasi/types_unstable.h"

#include "wasi/test_guest.h"

using namespace wald::wasi;

namespace {

/// A guest of the older module with a file of ten bytes that it has opened as descriptor 4.
struct OldGuest : TestGuest {
  explicit OldGuest(const TempDirectory& directory) : TestGuest(make(directory)) {
    moduleName = Wasi::unstableModuleName;
    REQUIRE(open(3, "file", 0, ~Rights{0}).fd == 4);
  }
  static Config make(const TempDirectory& directory) {
    directory.write("file", "0123456789");
    Config config = grant({{directory.path(), "/", true}});
    config.clocks = true;
    return config;
  }
};

}  // namespace

TEST_CASE("unstable: whence is counted in another order") {
  const TempDirectory directory;
  OldGuest guest(directory);
  const auto seek = [&](std::int64_t offset, unstable::Whence whence) {
    const Errno error =
        guest.call("fd_seek", {4, static_cast<std::uint64_t>(offset),
                               static_cast<std::uint64_t>(whence), TestGuest::result});
    REQUIRE(error == Errno::Success);
    return guest.get<std::uint64_t>(TestGuest::result);
  };
  CHECK(seek(4, unstable::Whence::Set) == 4);
  CHECK(seek(3, unstable::Whence::Cur) == 7);
  CHECK(seek(-1, unstable::Whence::End) == 9);
  CHECK(guest.call("fd_seek", {4, 0, 3, TestGuest::result}) == Errno::Inval);
}

TEST_CASE("unstable: what a file is takes 56 bytes") {
  const TempDirectory directory;
  OldGuest guest(directory);
  std::filesystem::create_hard_link(directory / "file", directory / "other");
  for (const bool byPath : {false, true}) {
    INFO(byPath);
    guest.memory().base()[TestGuest::buffer + 56] = 0xaa;
    const Errno error =
        byPath ? guest.call("path_filestat_get", {3, 0, guest.put("file"), 4, TestGuest::buffer})
               : guest.call("fd_filestat_get", {4, TestGuest::buffer});
    REQUIRE(error == Errno::Success);
    const auto stat = guest.get<unstable::Filestat>(TestGuest::buffer);
    CHECK(stat.filetype == Filetype::RegularFile);
    CHECK(stat.links == 2);
    CHECK(stat.size == 10);
    CHECK(stat.modified > 1'600'000'000'000'000'000);
    CHECK(guest.memory().base()[TestGuest::buffer + 56] == 0xaa);
    // Just as much has to be there.
    CHECK(guest.call("fd_filestat_get", {4, TestGuest::memorySize - 56}) == Errno::Success);
    CHECK(guest.call("fd_filestat_get", {4, TestGuest::memorySize - 55}) == Errno::Fault);
  }
}

TEST_CASE("unstable: subscriptions take 56 bytes") {
  const TempDirectory directory;
  OldGuest guest(directory);
  unstable::Subscription subscriptions[2] = {};
  subscriptions[0].userdata = 11;
  subscriptions[0].tag = static_cast<std::uint8_t>(EventType::Clock);
  subscriptions[0].identifier = ~std::uint64_t{0};
  subscriptions[0].clock = static_cast<std::uint32_t>(ClockId::Monotonic);
  subscriptions[0].timeout = std::uint64_t{3600} * 1'000'000'000;
  subscriptions[1].userdata = 12;
  subscriptions[1].tag = static_cast<std::uint8_t>(EventType::FdRead);
  subscriptions[1].descriptor = 4;
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(subscriptions), TestGuest::buffer, 2,
                                     TestGuest::result}) == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 1);
  const auto event = guest.get<Event>(TestGuest::buffer);
  CHECK(event.userdata == 12);
  CHECK(event.type == EventType::FdRead);
  CHECK(event.size == 10);

  subscriptions[0].timeout = 1000;
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(subscriptions[0]), TestGuest::buffer, 1,
                                     TestGuest::result}) == Errno::Success);
  CHECK(guest.get<Event>(TestGuest::buffer).userdata == 11);
  CHECK(guest.get<Event>(TestGuest::buffer).error == Errno::Success);
  CHECK(guest.call("poll_oneoff", {TestGuest::memorySize - 55, TestGuest::buffer, 1,
                                   TestGuest::result}) == Errno::Fault);
}

TEST_CASE("unstable: the rest is the same") {
  const TempDirectory directory;
  OldGuest guest(directory);
  CHECK(guest.read(4) == "0123456789");
  CHECK(guest.write(4, "more") == Errno::Success);
  CHECK(guest.open(3, "../file").error == Errno::NotCapable);
  CHECK(directory.read("file") == "0123456789more");
}
