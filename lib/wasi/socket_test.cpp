#include <csignal>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "wasi/test_guest.h"

using namespace wald::wasi;

namespace {

constexpr std::uint32_t flagsAt = 0x110;

Config listening(std::vector<Listener> listeners) {
  Config config = grant({});
  config.listeners = std::move(listeners);
  return config;
}

const Config anywhere = listening({{.address = "127.0.0.1:0"}});

/// A program of the host that connects to the guest.
class Client {
public:
  explicit Client(const std::string& address) {
    const std::size_t colon = address.rfind(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoul(address.substr(colon + 1))));
    REQUIRE(::inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr) == 1);
    fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0);
  }
  ~Client() { close(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void close() {
    if (fd >= 0) ::close(fd);
    fd = -1;
  }
  void send(std::string_view text) const {
    REQUIRE(::send(fd, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
  }
  std::string receive(std::size_t size) const {
    std::string text(size, '\0');
    const ssize_t got = ::recv(fd, text.data(), size, MSG_WAITALL);
    text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return text;
  }

  int fd = -1;
};

std::string addressOf(TestGuest& guest, std::size_t index = 0) {
  return guest.wasi().listening().at(index).address;
}

std::uint32_t accept(TestGuest& guest, std::uint32_t listener = 3, FdFlags flags = 0) {
  REQUIRE(guest.call("sock_accept", {listener, flags, TestGuest::result}) == Errno::Success);
  return guest.get(TestGuest::result);
}

struct Received {
  Errno error;
  std::string text;
  std::uint16_t flags;
};

Received receive(TestGuest& guest, std::uint32_t fd, std::uint32_t flags = 0,
                 std::uint32_t size = 64) {
  // In two pieces, to see that both are filled.
  const GuestIovec list[] = {{TestGuest::buffer, 2}, {TestGuest::buffer + 2, size - 2}};
  const Errno error =
      guest.call("sock_recv", {fd, guest.putValue(list), 2, flags, TestGuest::result, flagsAt});
  if (error != Errno::Success) return {error, "", 0};
  return {error, guest.text(TestGuest::buffer, guest.get(TestGuest::result)),
          guest.get<std::uint16_t>(flagsAt)};
}

Errno send(TestGuest& guest, std::uint32_t fd, std::string_view text, std::uint32_t flags = 0) {
  const GuestIovec list{guest.put(text), static_cast<std::uint32_t>(text.size())};
  return guest.call("sock_send", {fd, guest.putValue(list), 1, flags, TestGuest::result});
}

/// The events of one `poll_oneoff` for reading and writing a descriptor, which does not wait: there is a clock of no time.
std::vector<Event> ready(TestGuest& guest, std::uint32_t fd) {
  const Subscription wanted[] = {
      {.userdata = 1, .tag = static_cast<std::uint8_t>(EventType::FdRead), .target = fd},
      {.userdata = 2, .tag = static_cast<std::uint8_t>(EventType::FdWrite), .target = fd},
      {.userdata = 3, .tag = 0, .target = 1, .timeout = 0}};
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(wanted), 0x2000, 3, TestGuest::result}) ==
          Errno::Success);
  std::vector<Event> events;
  for (std::uint32_t i = 0; i < guest.get(TestGuest::result); ++i) {
    const auto event = guest.get<Event>(0x2000 + i * 32);
    if (event.type != EventType::Clock) events.push_back(event);
  }
  return events;
}

std::string errorOf(const Listener& listener) {
  const auto wasi = Wasi::create(listening({listener}));
  return wasi ? "" : wasi.error().message();
}

}  // namespace

TEST_CASE("socket: a guest accepts, receives, sends and ends a connection") {
  TestGuest guest(anywhere);
  REQUIRE(guest.wasi().listening().size() == 1);
  CHECK(guest.wasi().listening()[0].descriptor == 3);
  Client client(addressOf(guest));
  const std::uint32_t fd = accept(guest);
  CHECK(fd == 4);

  client.send("question");
  CHECK(receive(guest, fd).text == "question");
  CHECK(send(guest, fd, "answer") == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 6);
  CHECK(client.receive(6) == "answer");

  // As a stream.
  client.send("more");
  CHECK(guest.read(fd) == "more");
  CHECK(guest.write(fd, "of it") == Errno::Success);
  CHECK(client.receive(5) == "of it");

  CHECK(guest.call("sock_shutdown", {fd, sdflag::wr}) == Errno::Success);
  CHECK(client.receive(1).empty());
  client.send("x");
  CHECK(receive(guest, fd).text == "x");
  client.close();
  const Received end = receive(guest, fd);
  CHECK(end.error == Errno::Success);
  CHECK(end.text.empty());
  CHECK(guest.call("fd_close", {fd}) == Errno::Success);
}

TEST_CASE("socket: receiving without taking, and receiving all") {
  TestGuest guest(anywhere);
  const Client client(addressOf(guest));
  const std::uint32_t fd = accept(guest);
  client.send("abc");
  CHECK(receive(guest, fd, riflag::peek).text == "abc");
  const Received taken = receive(guest, fd);
  CHECK(taken.text == "abc");
  CHECK(taken.flags == 0);

  std::thread late([&] {
    client.send("12345");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    client.send("678");
  });
  CHECK(receive(guest, fd, riflag::waitAll, 8).text == "12345678");
  late.join();
}

TEST_CASE("socket: flags that do not exist change nothing") {
  TestGuest guest(anywhere);
  const Client client(addressOf(guest));
  for (const std::uint32_t flags : {1u, 2u, 8u, 16u, 0x10000u, 0x10004u}) {
    CHECK(guest.call("sock_accept", {3, flags, TestGuest::result}) == Errno::Inval);
  }
  const std::uint32_t fd = accept(guest);
  client.send("abc");
  for (const std::uint32_t flags : {4u, 7u, 0x10001u}) {
    CHECK(receive(guest, fd, flags).error == Errno::Inval);
    CHECK(send(guest, fd, "x", flags) == Errno::Inval);
    CHECK(guest.call("sock_shutdown", {fd, flags}) == Errno::Inval);
  }
  CHECK(guest.call("sock_shutdown", {fd, 0}) == Errno::Inval);
  // Places for results are looked at before anything is taken.
  CHECK(guest.call("sock_recv", {fd, 0, 0, 0, TestGuest::result, TestGuest::memorySize - 1}) ==
        Errno::Fault);
  CHECK(receive(guest, fd).text == "abc");
  CHECK(send(guest, fd, "y") == Errno::Success);
  CHECK(client.receive(1) == "y");
}

TEST_CASE("socket: a guest that does not want to wait does not") {
  TestGuest guest(anywhere);
  REQUIRE(guest.call("fd_fdstat_set_flags", {3, fdflag::nonblock}) == Errno::Success);
  CHECK(guest.call("sock_accept", {3, 0, TestGuest::result}) == Errno::Again);
  const Client client(addressOf(guest));
  const std::uint32_t fd = accept(guest, 3, fdflag::nonblock);
  CHECK(receive(guest, fd).error == Errno::Again);
  CHECK(receive(guest, fd, riflag::waitAll).error == Errno::Again);
  Errno error;
  guest.read(fd, &error);
  CHECK(error == Errno::Again);
  REQUIRE(guest.call("fd_fdstat_get", {fd, 0x300}) == Errno::Success);
  CHECK(guest.get<Fdstat>(0x300).flags == fdflag::nonblock);

  REQUIRE(guest.call("fd_fdstat_set_flags", {fd, 0}) == Errno::Success);
  std::thread late([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    client.send("late");
  });
  CHECK(receive(guest, fd).text == "late");
  late.join();
  // What one socket was accepted with is not what others are.
  const Client second(addressOf(guest));
  const std::uint32_t other = accept(guest);
  REQUIRE(guest.call("fd_fdstat_get", {other, 0x300}) == Errno::Success);
  CHECK(guest.get<Fdstat>(0x300).flags == 0);
}

TEST_CASE("socket: what descriptors are and may do") {
  TempDirectory directory;
  Config config = grant({{directory.path(), "/", true}});
  config.listeners = {{.address = "127.0.0.1:0"}, {.address = "127.0.0.1:0"}};
  TestGuest guest(config);
  // Behind the directories: for C libraries there are no more of those.
  CHECK(guest.wasi().listening()[0].descriptor == 4);
  CHECK(guest.wasi().listening()[1].descriptor == 5);
  CHECK(addressOf(guest, 0) != addressOf(guest, 1));
  CHECK(guest.call("fd_prestat_get", {3, TestGuest::result}) == Errno::Success);
  CHECK(guest.call("fd_prestat_get", {4, TestGuest::result}) == Errno::BadF);

  const Client client(addressOf(guest, 1));
  const std::uint32_t fd = accept(guest, 5);
  REQUIRE(guest.call("fd_fdstat_get", {5, 0x300}) == Errno::Success);
  const auto listener = guest.get<Fdstat>(0x300);
  REQUIRE(guest.call("fd_fdstat_get", {fd, 0x300}) == Errno::Success);
  const auto accepted = guest.get<Fdstat>(0x300);
  CHECK(listener.filetype == Filetype::SocketStream);
  CHECK(accepted.filetype == Filetype::SocketStream);
  CHECK((listener.base & right::SockAccept) != 0);
  CHECK(accepted.base == listener.inheriting);
  CHECK((accepted.base & right::SockAccept) == 0);
  CHECK((accepted.base & right::SockShutdown) != 0);
  CHECK(accepted.inheriting == 0);

  CHECK(guest.call("sock_accept", {fd, 0, TestGuest::result}) == Errno::NotCapable);
  CHECK(guest.call("sock_accept", {3, 0, TestGuest::result}) == Errno::NotSock);
  CHECK(guest.call("sock_accept", {99, 0, TestGuest::result}) == Errno::BadF);
  const std::uint32_t file = guest.open(3, "file", oflag::creat, right::FdRead | right::FdWrite).fd;
  CHECK(receive(guest, file).error == Errno::NotSock);
  CHECK(send(guest, file, "x") == Errno::NotSock);
  CHECK(guest.call("sock_shutdown", {file, sdflag::rd}) == Errno::NotSock);
  // What is given up of the listener, sockets do not get.
  REQUIRE(guest.call("fd_fdstat_set_rights", {5, right::SockAccept, right::FdRead}) ==
          Errno::Success);
  const Client second(addressOf(guest, 1));
  CHECK(send(guest, accept(guest, 5), "x") == Errno::NotCapable);
  REQUIRE(guest.call("fd_fdstat_set_rights", {5, 0, 0}) == Errno::Success);
  CHECK(guest.call("sock_accept", {5, 0, TestGuest::result}) == Errno::NotCapable);
}

TEST_CASE("socket: one that listens is not connected, and goes on to listen") {
  TestGuest guest(anywhere);
  CHECK(receive(guest, 3).error == Errno::NotConn);
  CHECK(send(guest, 3, "x") == Errno::NotConn);
  CHECK(guest.write(3, "x") == Errno::NotConn);
  Errno error;
  guest.read(3, &error);
  CHECK(error == Errno::NotConn);
  for (const std::uint32_t how : {sdflag::rd, sdflag::wr, sdflag::all}) {
    CHECK(guest.call("sock_shutdown", {3, how}) == Errno::NotConn);
  }
  const Client client(addressOf(guest));
  client.send("still there");
  CHECK(receive(guest, accept(guest)).text == "still there");
}

TEST_CASE("socket: no signal tells that no one receives") {
  const auto previous = std::signal(SIGPIPE, SIG_DFL);
  TestGuest guest(anywhere);
  const Client client(addressOf(guest));
  const std::uint32_t fd = accept(guest);
  REQUIRE(guest.call("sock_shutdown", {fd, sdflag::wr}) == Errno::Success);
  CHECK(send(guest, fd, "x") == Errno::Pipe);
  CHECK(guest.write(fd, "x") == Errno::Pipe);
  REQUIRE(guest.call("sock_shutdown", {fd, sdflag::all}) == Errno::Success);
  CHECK(receive(guest, fd).text.empty());
  std::signal(SIGPIPE, previous);
}

TEST_CASE("socket: poll tells of connections, bytes and the end") {
  Config config = anywhere;
  config.clocks = true;
  TestGuest guest(config);
  CHECK(ready(guest, 3).empty());
  Client client(addressOf(guest));
  const auto connection = ready(guest, 3);
  REQUIRE(connection.size() == 1);
  CHECK(connection[0].userdata == 1);
  CHECK(connection[0].error == Errno::Success);

  const std::uint32_t fd = accept(guest);
  CHECK(ready(guest, 3).empty());
  const auto writable = ready(guest, fd);
  REQUIRE(writable.size() == 1);
  CHECK(writable[0].userdata == 2);
  client.send("12345");
  const auto both = ready(guest, fd);
  REQUIRE(both.size() == 2);
  CHECK(both[0].size == 5);
  CHECK((both[0].flags & eventHangup) == 0);

  REQUIRE(guest.call("sock_shutdown", {fd, sdflag::wr}) == Errno::Success);
  client.close();
  const auto closed = ready(guest, fd);
  REQUIRE(!closed.empty());
  CHECK((closed[0].flags & eventHangup) != 0);
}

TEST_CASE("socket: programs that the host starts do not get them") {
  TestGuest guest(anywhere);
  const Client client(addressOf(guest));
  accept(guest);
  // All that are open here, the guest's among them, but the standard streams and what the test's own program inherited.
  int sockets = 0;
  for (int fd = 3; fd < 256; ++fd) {
    int type = 0;
    socklen_t size = sizeof(type);
    if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0) continue;
    sockaddr_storage name{};
    size = sizeof(name);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size);
    if (name.ss_family != AF_INET) continue;
    ++sockets;
    CHECK((::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
  }
  CHECK(sockets >= 3);
}

TEST_CASE("socket: a standard stream that is a socket is a stream") {
  int ends[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  const int saved = ::dup(0);
  ::dup2(ends[0], 0);
  {
    Config config = anywhere;
    config.stdio.fill(Stream::inherited());
    TestGuest guest(config);
    REQUIRE(::write(ends[1], "line", 4) == 4);
    CHECK(receive(guest, 0).error == Errno::NotSup);
    CHECK(guest.call("sock_shutdown", {0, sdflag::all}) == Errno::NotSup);
    CHECK(guest.call("sock_accept", {0, 0, TestGuest::result}) == Errno::NotCapable);
    CHECK(guest.read(0) == "line");
  }
  ::dup2(saved, 0);
  ::close(saved);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("socket: a listener of the embedder") {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  CHECK(errorOf({.fd = fd}).find("does not listen") != std::string::npos);
  REQUIRE(::listen(fd, 5) == 0);
  {
    TestGuest guest(listening({{.fd = fd}}));
    // The embedder's socket does not wait; the guest, which did not say so, does.
    std::thread late([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      sockaddr_in at{};
      socklen_t size = sizeof(at);
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size);
      const Client client("127.0.0.1:" + std::to_string(ntohs(at.sin_port)));
      client.send("hello");
      client.receive(1);
    });
    const std::uint32_t accepted = accept(guest);
    CHECK(receive(guest, accepted).text == "hello");
    CHECK(guest.call("fd_close", {accepted}) == Errno::Success);
    late.join();
    CHECK(guest.call("fd_close", {3}) == Errno::Success);
  }
  CHECK(::fcntl(fd, F_GETFD) >= 0);
  ::close(fd);
  CHECK(errorOf({.fd = fd}).find("Bad file descriptor") != std::string::npos);
  CHECK(errorOf({.fd = 0}) != "");
}

TEST_CASE("socket: addresses that can't be listened at") {
  for (const char* const wrong : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", ":80",
                                  "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1: 1",
                                  "localhost:80", "[::1]", "[]:80", "::1:80", "1.2.3:80"}) {
    INFO(wrong);
    CHECK(errorOf({.address = wrong}).find("can't listen at") != std::string::npos);
    CHECK_FALSE(checkListenAddress(wrong));
  }
  CHECK(checkListenAddress("[::1]:65535"));
  CHECK(checkListenAddress("0.0.0.0:0"));
  CHECK_FALSE(checkListenAddress(std::string("127.0.0.1\0x:80", 14)));

  TestGuest first(anywhere);
  const std::string taken = addressOf(first);
  const std::string error = errorOf({.address = taken});
  CHECK(error.find(taken) != std::string::npos);
  CHECK(error.find("Address already in use") != std::string::npos);
  // An address of someone else (TEST-NET-1).
  CHECK(errorOf({.address = "192.0.2.1:0"}).find("assign") != std::string::npos);
}

TEST_CASE("socket: IPv6, where the host has it") {
  const auto wasi = Wasi::create(listening({{.address = "[::1]:0"}}));
  if (!wasi) {
    WARN("no IPv6 here: " << wasi.error().message());
    return;
  }
  const std::string& address = (*wasi)->listening()[0].address;
  CHECK(address.starts_with("[::1]:"));
  CHECK(address != "[::1]:0");
}
