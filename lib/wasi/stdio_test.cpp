// The host's standard streams as a guest's.
#include <csignal>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wasi/test_guest.h"

using namespace wald::wasi;

namespace {

/// Puts one end of a new pipe in the place of a standard stream, until it goes.
class PipedStream {
public:
  explicit PipedStream(int stream) : stream_(stream), saved_(::dup(stream)) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const int ours = stream == 0 ? 0 : 1;
    ::dup2(ends[ours], stream);
    ::close(ends[ours]);
    other = ends[1 - ours];
  }
  ~PipedStream() {
    ::dup2(saved_, stream_);
    ::close(saved_);
    closeOther();
  }
  PipedStream(const PipedStream&) = delete;
  PipedStream& operator=(const PipedStream&) = delete;

  void closeOther() {
    if (other >= 0) ::close(other);
    other = -1;
  }

  int other = -1;

private:
  int stream_;
  int saved_;
};

Config withStdio() {
  Config config;
  config.clocks = config.random = false;
  return config;
}

}  // namespace

TEST_CASE("stdio: a guest that does not want to wait does not, and no one else notices") {
  PipedStream input(0);
  TestGuest guest(withStdio());
  REQUIRE(guest.call("fd_fdstat_set_flags", {0, fdflag::nonblock}) == Errno::Success);
  CHECK((::fcntl(0, F_GETFL) & O_NONBLOCK) == 0);
  Errno error;
  guest.read(0, &error);
  CHECK(error == Errno::Again);
  REQUIRE(::write(input.other, "line\n", 5) == 5);
  CHECK(guest.read(0) == "line\n");
  input.closeOther();
  CHECK(guest.read(0, &error).empty());
  CHECK(error == Errno::Success);
}

TEST_CASE("stdio: a guest that waits is not told that the host's stream does not") {
  PipedStream input(0);
  ::fcntl(0, F_SETFL, O_NONBLOCK);
  TestGuest guest(withStdio());
  const int other = ::dup(input.other);
  // A child answers after a while; the read has to wait for it.
  const pid_t child = ::fork();
  if (child == 0) {
    ::usleep(20'000);
    ::_exit(::write(other, "late", 4) == 4 ? 0 : 1);
  }
  ::close(other);
  CHECK(guest.read(0) == "late");
  CHECK(::waitpid(child, nullptr, 0) == child);
}

TEST_CASE("stdio: each stream has its direction, and nothing else is given") {
  PipedStream input(0);
  PipedStream errors(2);
  TestGuest guest(withStdio());
  CHECK(guest.write(0, "x") == Errno::NotCapable);
  Errno error;
  guest.read(2, &error);
  CHECK(error == Errno::NotCapable);
  CHECK(guest.write(2, "oops") == Errno::Success);
  char text[8] = {};
  CHECK(::read(errors.other, text, sizeof(text)) == 4);
  CHECK(std::string(text) == "oops");
  CHECK(guest.call("fd_seek", {0, 0, 0, 0x100}) == Errno::SPipe);
  CHECK(guest.call("fd_filestat_set_size", {2, 0}) == Errno::NotCapable);
  CHECK(guest.call("fd_fdstat_set_flags", {2, fdflag::append}) == Errno::NotSup);
  CHECK(guest.call("sock_shutdown", {2, 1}) == Errno::NotSock);
  // The guest's descriptor is closed, the host's is not.
  CHECK(guest.call("fd_close", {2}) == Errno::Success);
  CHECK(::fcntl(2, F_GETFD) >= 0);
}

TEST_CASE("stdio: no one reads what is written") {
  auto* const previous = std::signal(SIGPIPE, SIG_IGN);
  {
    PipedStream errors(2);
    errors.closeOther();
    TestGuest guest(withStdio());
    CHECK(guest.write(2, "x") == Errno::Pipe);
  }
  std::signal(SIGPIPE, previous);
}
