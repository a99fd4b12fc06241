#include "support/descriptor_io_posix.h"
#include "tools/wald/cache_directory.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

namespace wald::command {

namespace {

constexpr mode_t ownDirectory = 0700;
constexpr mode_t ownFile = 0600;
constexpr std::int64_t hour = 3600;

Error systemError() { return Error(ErrorKind::Io, std::strerror(errno)); }

const char* variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr || *value == '\0' ? nullptr : value;
}

bool isOursAlone(const struct stat& status) {
  return status.st_uid == geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// Makes a directory and those above it that are missing.
bool makeAll(const std::string& path) {
  for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    const std::string part = path.substr(0, slash);
    if (mkdir(part.c_str(), ownDirectory) != 0 && errno != EEXIST && slash == std::string::npos) {
      return false;
    }
    if (slash == std::string::npos) return true;
  }
}

}  // namespace

std::vector<std::string> CacheDirectory::allPaths() {
  std::vector<std::string> paths;
  if (const char* const own = variable("WALD_CACHE_DIR")) paths.emplace_back(own);
  // The XDG specification has relative ones ignored.
  if (const char* const xdg = variable("XDG_CACHE_HOME"); xdg != nullptr && *xdg == '/') {
    paths.push_back(fmt::format("{}/wald", xdg));
  }
  if (const char* const home = variable("HOME")) {
    paths.push_back(fmt::format("{}/.cache/wald", home));
  }
  return paths;
}

std::string CacheDirectory::path() {
  const std::vector<std::string> paths = allPaths();
  return paths.empty() ? std::string() : paths.front();
}

Result<std::unique_ptr<CacheDirectory>> CacheDirectory::open(const std::string& path,
                                                             IfMissing ifMissing) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  api::OpenFile directory(::open(path.c_str(), flags));
  if (!directory && errno == ENOENT) {
    if (ifMissing == IfMissing::Nothing) return std::unique_ptr<CacheDirectory>();
    if (makeAll(path)) directory = api::OpenFile(::open(path.c_str(), flags));
  }
  struct stat status;
  if (!directory || fstat(directory.fd(), &status) != 0) return systemError();
  if (!isOursAlone(status)) {
    return Error(ErrorKind::Io,
                 status.st_uid == geteuid()
                     ? "others can write it, and what is in it would be run; chmod go-w helps"
                     : "it belongs to another user, and what is in it would be run");
  }
  return std::unique_ptr<CacheDirectory>(new CacheDirectory(std::move(directory)));
}

api::OpenFile CacheDirectory::read(const std::string& name) const {
  // A pipe would be waited for.
  constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  api::OpenFile file(openat(directory_.fd(), name.c_str(), flags));
  struct stat status;
  const bool isGood =
      file && fstat(file.fd(), &status) == 0 && S_ISREG(status.st_mode) && isOursAlone(status);
  return isGood ? std::move(file) : api::OpenFile();
}

bool CacheDirectory::has(const std::string& name) const {
  return faccessat(directory_.fd(), name.c_str(), F_OK, 0) == 0;
}

Result<void> CacheDirectory::write(const std::string& name,
                                   std::span<const std::uint8_t> bytes) const {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  // The number of the process and the time: no two are the same.
  const std::string temporary =
      fmt::format("tmp-{}-{}-{}", getpid(), static_cast<long>(now.tv_sec), now.tv_nsec);
  constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const api::OpenFile file(openat(directory_.fd(), temporary.c_str(), flags, ownFile));
  if (!file) return systemError();
  if (writeAll(file.fd(), bytes.data(), bytes.size()) &&
      renameat(directory_.fd(), temporary.c_str(), directory_.fd(), name.c_str()) == 0) {
    return {};
  }
  Error error = systemError();
  unlinkat(directory_.fd(), temporary.c_str(), 0);
  return error;
}

bool CacheDirectory::remove(const std::string& name) const {
  return unlinkat(directory_.fd(), name.c_str(), 0) == 0 || errno == ENOENT;
}

api::OpenFile CacheDirectory::lock(const std::string& name) const {
  constexpr int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
  api::OpenFile file(openat(directory_.fd(), name.c_str(), flags, ownFile));
  while (file && flock(file.fd(), LOCK_EX) != 0) {
    if (errno != EINTR) return api::OpenFile();
  }
  return file;
}

std::vector<CacheDirectory::Entry> CacheDirectory::list() const {
  std::vector<Entry> entries;
  const int again = openat(directory_.fd(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const stream = again < 0 ? nullptr : fdopendir(again);
  if (stream == nullptr) return entries;
  while (const dirent* const entry = readdir(stream)) {
    struct stat status;
    if (fstatat(directory_.fd(), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!S_ISREG(status.st_mode)) continue;
    entries.push_back(
        {entry->d_name, static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec});
  }
  closedir(stream);
  return entries;
}

void touch(const api::OpenFile& file) {
  struct stat status;
  if (fstat(file.fd(), &status) != 0 || currentSeconds() - status.st_mtim.tv_sec < hour) return;
  // Where it can't be written, nothing is lost but the order.
  futimens(file.fd(), nullptr);
}

std::int64_t currentSeconds() { return std::time(nullptr); }

}  // namespace wald::command
