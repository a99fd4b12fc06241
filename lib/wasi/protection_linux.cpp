#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/limits.h"
#include "wasi/protection.h"

namespace wald::wasi {

/// Follows a path as the kernel would, and writes down each name that is passed: those of links too.
class ProtectionWalk {
public:
  explicit ProtectionWalk(Protection& to) : to_(to) {}

  void run(std::string path) {
    rest_ = std::move(path);
    if (!rest_.starts_with('/')) {
      std::array<char, limits::pathBytes + 1> current;
      if (::getcwd(current.data(), current.size()) == nullptr) return;
      rest_ = std::string(current.data()) + '/' + rest_;
    }
    const std::size_t first = to_.steps_.size();
    while (step()) {}
    if (isWhole_ && !directories_.empty()) to_.forbidden_.push_back(directories_.back().id);
    // The last name that was passed leads into the directory; where one is missing, that one.
    if (to_.steps_.size() > first) to_.steps_.back().isLast = true;
  }

private:
  struct Held {
    host::File file;
    DirectoryId id;
  };

  /// Goes on by one name; false at the end.
  bool step() {
    if (rest_.starts_with('/')) {
      directories_.clear();
      if (!enter(::open("/", O_PATH | O_DIRECTORY | O_CLOEXEC))) return false;
    }
    const std::size_t begin = std::min(rest_.find_first_not_of('/'), rest_.size());
    const std::size_t end = std::min(rest_.find('/', begin), rest_.size());
    const std::string name = rest_.substr(begin, end - begin);
    // What follows must not look as if it began at the root.
    rest_.erase(0, std::min(rest_.find_first_not_of('/', end), rest_.size()));
    if (name.empty()) {
      isWhole_ = true;
      return false;
    }
    if (name == ".") return goOn();
    if (name == "..") {
      if (directories_.size() > 1) directories_.pop_back();
      return goOn();
    }
    return pass(name);
  }

  bool goOn() {
    if (!rest_.empty()) return true;
    isWhole_ = true;
    return false;
  }

  bool pass(const std::string& name) {
    const Held& here = directories_.back();
    to_.steps_.push_back({here.id, name});
    const int fd = ::openat(here.file.fd(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return false;
    host::File file = host::File::owned(fd);
    std::array<char, limits::pathBytes + 1> target;
    const ssize_t size = ::readlinkat(fd, "", target.data(), target.size());
    if (size > 0) {
      if (++links_ > limits::symlinks) return false;
      std::string text(target.data(), static_cast<std::size_t>(size));
      rest_ = rest_.empty() ? std::move(text) : text + '/' + rest_;
      return true;
    }
    return enter(std::move(file)) && goOn();
  }

  bool enter(int fd) { return fd >= 0 && enter(host::File::owned(fd)); }
  bool enter(host::File file) {
    Held held{std::move(file), {}};
    if (!host::identify(held.file.fd(), held.id)) return false;
    directories_.push_back(std::move(held));
    return true;
  }

  Protection& to_;
  std::string rest_;
  std::vector<Held> directories_;  ///< from the root to where the walk is
  unsigned links_ = 0;
  bool isWhole_ = false;
};

void Protection::add(const std::string& path) { ProtectionWalk(*this).run(path); }

namespace host {

bool identify(int fd, DirectoryId& id) {
  struct stat status;
  if (::fstat(fd, &status) != 0) return false;
  id = {status.st_dev, status.st_ino};
  return true;
}

bool identifyAt(int parent, const char* name, DirectoryId& id) {
  // A slash at the end would follow a link.
  std::string plain(name);
  while (plain.ends_with('/')) plain.pop_back();
  struct stat status;
  if (::fstatat(parent, plain.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
  id = {status.st_dev, status.st_ino};
  return true;
}

bool isOfProc(int fd) {
  struct statfs system;
  return ::fstatfs(fd, &system) != 0 || system.f_type == PROC_SUPER_MAGIC;
}

bool isMountedWhole(std::uint64_t device) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> mounts(
      std::fopen("/proc/self/mountinfo", "re"), std::fclose);
  if (mounts == nullptr) return false;
  std::unique_ptr<char, void (*)(void*)> line(nullptr, std::free);
  std::size_t capacity = 0;
  bool isFound = false;
  for (;;) {
    char* text = line.release();
    const ssize_t size = ::getline(&text, &capacity, mounts.get());
    line.reset(text);
    if (size < 0) return isFound;
    // "36 35 98:0 /root /mount …": the device, and the directory of it that is seen there.
    unsigned majorNumber = 0;
    unsigned minorNumber = 0;
    int root = 0;
    if (std::sscanf(text, "%*d %*d %u:%u %n", &majorNumber, &minorNumber, &root) != 2) return false;
    if (makedev(majorNumber, minorNumber) != device) continue;
    if (!std::string_view(text + root).starts_with("/ ")) return false;
    isFound = true;
  }
}

bool liesIn(int fd, const Protection& protection) {
  DirectoryId id;
  if (protection.isEmpty() || !identify(fd, id)) return false;
  File held;
  for (int at = fd;;) {
    if (protection.forbids(id)) return true;
    const int above = ::openat(at, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (above < 0) return false;
    held = File::owned(above);
    const DirectoryId before = id;
    // The root is its own parent.
    if (!identify(above, id) || id == before) return false;
    at = above;
  }
}

}  // namespace host

}  // namespace wald::wasi
