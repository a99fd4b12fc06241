#include "support/descriptor_io_posix.h"
#include "tools/wald/atomic_file.h"

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wald::command {

namespace {

Error systemError() { return Error(ErrorKind::Io, std::strerror(errno)); }

/// Signals that end the process wait while a temporary file has a name.
class SignalsHeld {
public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ}) sigaddset(&held, signal);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

private:
  sigset_t before_;
};

/// Closes the descriptor, and keeps the error that there was before.
bool closed(int fd, bool isGood) {
  const int before = errno;
  const bool isClosed = close(fd) == 0;
  if (!isGood) errno = before;
  return isGood && isClosed;
}

Result<void> writeDirectly(const std::string& path, std::span<const std::uint8_t> bytes) {
  const int fd = path == "-" ? dup(STDOUT_FILENO) : open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0 || !closed(fd, writeAll(fd, bytes.data(), bytes.size()))) return systemError();
  return {};
}

/// The file to replace: what a link stands for, not the link.
std::string replaced(const std::string& path) {
  char* const real = realpath(path.c_str(), nullptr);
  if (real == nullptr) return path;
  std::string result = real;
  std::free(real);
  return result;
}

mode_t permissions() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

}  // namespace

Result<void> writeAtomically(std::string_view path, std::span<const std::uint8_t> bytes) {
  const std::string name(path);
  struct stat status;
  const bool exists = name != "-" && stat(name.c_str(), &status) == 0;
  if (name == "-" || (exists && !S_ISREG(status.st_mode))) return writeDirectly(name, bytes);

  const std::string target = replaced(name);
  std::string temporary = target + ".XXXXXX";
  const SignalsHeld held;
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return systemError();
  const bool isWritten = writeAll(fd, bytes.data(), bytes.size()) && fchmod(fd, permissions()) == 0;
  if (closed(fd, isWritten) && rename(temporary.c_str(), target.c_str()) == 0) return {};
  Error error = systemError();
  unlink(temporary.c_str());
  return error;
}

}  // namespace wald::command
