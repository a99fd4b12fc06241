#include "tools/wald/audit_file.h"

#include <cerrno>
#include <climits>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <fmt/format.h>

namespace wald::command {

namespace {

constexpr int patience = 2000;  // milliseconds for the first and the last line
static_assert(auditLineBytes <= PIPE_BUF);

/// Whether something can be written within a time. Standard error is shared, so that it can't be made not to block; a pipe that is ready has
/// room for a line.
bool isReady(int fd, int milliseconds) {
  pollfd item{fd, POLLOUT, 0};
  return ::poll(&item, 1, milliseconds) == 1 && (item.revents & POLLOUT) != 0;
}

}  // namespace

Result<std::unique_ptr<AuditFile>> AuditFile::open(const std::string& path) {
  const int fd =
      path == "-" ? ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
                  : ::open(path.c_str(),
                           O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0644);
  if (fd < 0) {
    const char* const reason =
        errno == ENXIO ? "nobody reads from this pipe" : std::strerror(errno);
    return Error(ErrorKind::Io, fmt::format("can't write the audit to \"{}\": {}", path, reason));
  }
  return std::unique_ptr<AuditFile>(new AuditFile(api::OpenFile(fd)));
}

bool AuditFile::flush(int milliseconds) {
  while (!rest_.empty()) {
    if (!isReady(file_.fd(), milliseconds)) return false;
    const ssize_t count = ::write(file_.fd(), rest_.data(), rest_.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    rest_.erase(0, static_cast<std::size_t>(count));
  }
  return true;
}

bool AuditFile::tryWrite(std::string_view line) {
  if (!flush(0)) return false;
  rest_ = line;
  if (flush(0)) return true;
  // Begun, it will be ended; else it is lost.
  const bool isBegun = rest_.size() < line.size();
  if (!isBegun) rest_.clear();
  return isBegun;
}

bool AuditFile::write(std::string_view line) {
  rest_ += line;
  return flush(patience);
}

}  // namespace wald::command
