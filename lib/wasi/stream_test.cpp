// Standard streams of each kind.
#include "wasi/stream.h"

#include <unistd.h>

#include "wasi/output_buffer.h"
#include "wasi/test_guest.h"

using namespace wald::wasi;
using wald::ErrorKind;

namespace {

Config streams(Stream input, Stream output, Stream errors = Stream::closed()) {
  Config config = grant({});
  config.stdio = {std::move(input), std::move(output), std::move(errors)};
  return config;
}

Fdstat fdstat(TestGuest& guest, std::uint32_t fd) {
  REQUIRE(guest.call("fd_fdstat_get", {fd, 0x100}) == Errno::Success);
  return guest.get<Fdstat>(0x100);
}

ErrorKind wrong(std::uint32_t number, Stream stream) {
  Config config = grant({});
  config.stdio[number] = std::move(stream);
  const auto wasi = Wasi::create(config);
  REQUIRE_FALSE(wasi);
  return wasi.error().kind();
}

}  // namespace

TEST_CASE("streams: closed ones are no descriptors") {
  TestGuest guest(streams(Stream::closed(), Stream::null()));
  Errno error;
  guest.read(0, &error);
  CHECK(error == Errno::BadF);
  CHECK(guest.write(1, "x") == Errno::Success);
  CHECK(guest.write(2, "x") == Errno::BadF);
}

TEST_CASE("streams: null ends at once and takes all") {
  TestGuest guest(streams(Stream::null(), Stream::null()));
  Errno error;
  CHECK(guest.read(0, &error).empty());
  CHECK(error == Errno::Success);
  CHECK(guest.write(1, "gone") == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 4);
  CHECK(guest.write(0, "x") == Errno::NotCapable);
  CHECK(guest.call("fd_seek", {1, 5, 0, 0x100}) == Errno::Success);
  // Not what C libraries take for a terminal.
  CHECK(fdstat(guest, 1).filetype == Filetype::CharacterDevice);
  CHECK((fdstat(guest, 1).base & right::FdSeek) != 0);
}

TEST_CASE("streams: bytes are read once, then it is the end") {
  TestGuest guest(streams(Stream::bytes("one\ntwo\n"), Stream::closed()));
  CHECK(fdstat(guest, 0).filetype == Filetype::Unknown);
  Subscription subscription{.userdata = 1, .tag = static_cast<std::uint8_t>(EventType::FdRead)};
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(subscription), TestGuest::buffer, 1, 0x100}) ==
          Errno::Success);
  CHECK(guest.get<Event>(TestGuest::buffer).size == 8);
  const GuestIovec lists[] = {{0x800, 3}, {0x900, 2}};
  REQUIRE(guest.call("fd_read", {0, guest.putValue(lists), 2, 0x100}) == Errno::Success);
  CHECK(guest.get(0x100) == 5);
  CHECK(guest.text(0x800, 3) == "one");
  CHECK(guest.text(0x900, 2) == "\nt");
  CHECK(guest.call("fd_seek", {0, 0, 0, 0x100}) == Errno::SPipe);
  CHECK(guest.call("fd_pread", {0, guest.putValue(lists), 1, 0, 0x100}) == Errno::SPipe);
  CHECK(guest.read(0) == "wo\n");
  Errno error;
  CHECK(guest.read(0, &error).empty());
  CHECK(error == Errno::Success);
}

TEST_CASE("streams: a source gives what it has") {
  int calls = 0;
  TestGuest guest(streams(Stream::source([&](std::span<std::uint8_t> buffer) -> std::size_t {
                            if (++calls > 3) return 0;
                            // One that says it gave more than there is room for.
                            if (calls == 3) return buffer.size() + 1;
                            buffer[0] = static_cast<std::uint8_t>('0' + calls);
                            return 1;
                          }),
                          Stream::closed()));
  CHECK(guest.read(0) == "1");
  CHECK(guest.read(0) == "2");
  CHECK(guest.read(0).size() == 1024);
  CHECK(guest.read(0).empty());
  CHECK(calls == 4);
  // Nothing is asked for nothing.
  const GuestIovec none{0x800, 0};
  CHECK(guest.call("fd_read", {0, guest.putValue(none), 1, 0x100}) == Errno::Success);
  CHECK(calls == 4);
}

TEST_CASE("streams: a buffer collects up to its limit") {
  const auto output = std::make_shared<OutputBuffer>(10);
  const auto errors = std::make_shared<OutputBuffer>(0);
  TestGuest guest(streams(Stream::closed(), Stream::buffer(output), Stream::buffer(errors)));
  CHECK(guest.write(1, "hello ") == Errno::Success);
  CHECK(output->contents() == "hello ");
  CHECK(guest.write(1, "world") == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 4);
  CHECK(guest.write(1, "!") == Errno::NoSpc);
  CHECK(guest.write(1, "") == Errno::Success);
  CHECK(guest.write(2, "x") == Errno::NoSpc);
  CHECK(output->take() == "hello worl");
  CHECK(guest.write(1, "more") == Errno::Success);
  CHECK(output->contents() == "more");
  Errno error;
  guest.read(1, &error);
  CHECK(error == Errno::NotCapable);
}

TEST_CASE("streams: a sink is given what is written, and may refuse it") {
  std::vector<std::string> taken;
  TestGuest guest(streams(Stream::closed(), Stream::sink([&](std::span<const std::uint8_t> bytes) {
                            taken.emplace_back(bytes.begin(), bytes.end());
                            return taken.back() != "no";
                          })));
  const GuestIovec lists[] = {{guest.put("one"), 3}, {0, 0}, {guest.put("two"), 3}};
  REQUIRE(guest.call("fd_write", {1, guest.putValue(lists), 3, 0x100}) == Errno::Success);
  CHECK(guest.get(0x100) == 6);
  CHECK(taken == std::vector<std::string>{"one", "two"});
  CHECK(guest.write(1, "no") == Errno::Io);
  const GuestIovec half[] = {{guest.put("yes"), 3}, {guest.put("no"), 2}};
  REQUIRE(guest.call("fd_write", {1, guest.putValue(half), 2, 0x100}) == Errno::Success);
  CHECK(guest.get(0x100) == 3);
  CHECK(guest.call("fd_fdstat_set_flags", {1, fdflag::nonblock}) == Errno::Success);
  CHECK(guest.call("fd_fdstat_set_flags", {1, fdflag::append}) == Errno::NotSup);
  REQUIRE(guest.call("fd_filestat_get", {1, 0x100}) == Errno::Success);
  CHECK(guest.get<Filestat>(0x100).filetype == Filetype::Unknown);
}

TEST_CASE("streams: a descriptor of the host is borrowed") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  {
    TestGuest guest(streams(Stream::descriptor(ends[0]), Stream::descriptor(ends[1])));
    CHECK(guest.write(1, "through") == Errno::Success);
    CHECK(guest.read(0) == "through");
    CHECK(guest.call("fd_close", {1}) == Errno::Success);
  }
  CHECK(::close(ends[0]) == 0);
  CHECK(::close(ends[1]) == 0);
}

TEST_CASE("streams: what can't be a stream") {
  CHECK(wrong(1, Stream::bytes("x")) == ErrorKind::Usage);
  CHECK(wrong(2, Stream::source([](std::span<std::uint8_t>) { return std::size_t{0}; })) ==
        ErrorKind::Usage);
  CHECK(wrong(0, Stream::sink([](std::span<const std::uint8_t>) { return true; })) ==
        ErrorKind::Usage);
  CHECK(wrong(0, Stream::buffer(std::make_shared<OutputBuffer>(1))) == ErrorKind::Usage);
  CHECK(wrong(1, Stream::buffer(nullptr)) == ErrorKind::Usage);
  CHECK(wrong(1, Stream::sink(nullptr)) == ErrorKind::Usage);
  CHECK(wrong(0, Stream::source(nullptr)) == ErrorKind::Usage);
  CHECK(wrong(0, Stream::descriptor(-1)) == ErrorKind::Usage);
  CHECK(wrong(2, Stream::descriptor(100'000)) == ErrorKind::Usage);
}
