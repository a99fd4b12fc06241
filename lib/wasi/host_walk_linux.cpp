#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/open_flags_linux.h"
#include "wasi/retry_posix.h"

namespace wald::wasi::host {

namespace {

/// A walk along a path. Each component is opened in the directory that the one before it gave, and
/// "..", as it leads back to a directory that was passed and is still held, can't be turned
/// elsewhere by whoever renames directories meanwhile.
class Walk {
public:
  Walk(int start, const char* path, const OpenHow& how, const Protection* protection)
      : start_(start), rest_(path), how_(how), protection_(protection) {}

  Errno run(File& out) {
    if (rest_.empty()) return Errno::NoEnt;
    for (;;) {
      if (rest_.front() == '/') return Errno::LeadsOut;
      const Errno error = step(out);
      if (error != Errno::Success || done_) return error;
    }
  }

private:
  /// Takes the first component off the path. What follows it starts without a slash.
  std::string takeComponent(bool& slashFollows) {
    const std::size_t end = std::min(rest_.find('/'), rest_.size());
    std::string component = rest_.substr(0, end);
    const std::size_t next = std::min(rest_.find_first_not_of('/', end), rest_.size());
    slashFollows = next > end;
    rest_.erase(0, next);
    return component;
  }

  Errno step(File& out) {
    bool slashFollows = false;
    const std::string component = takeComponent(slashFollows);
    const bool last = rest_.empty();
    if (component == ".." && directories_.empty()) return Errno::LeadsOut;
    if (component == "." || component == "..") {
      if (component == "..") directories_.pop_back();
      return last ? finish(".", true, out) : Errno::Success;
    }
    return last ? finish(component, slashFollows, out) : enter(component);
  }

  /// Whether a name here leads into a protected directory, or one that is to be made stands in the way to one.
  bool isForbidden(const std::string& name, bool creates) const {
    if (protection_ == nullptr) return false;
    DirectoryId id;
    if (!identify(here(), id)) return true;
    return protection_->forbids(id, name) || (creates && protection_->fixes(id, name));
  }
  bool isForbidden(int fd) const {
    if (protection_ == nullptr) return false;
    DirectoryId id;
    return !identify(fd, id) || protection_->forbids(id);
  }

  /// Through /proc a guest could write into the runtime itself.
  bool isMemoryOfProcess(int fd, const std::string& name) const {
    return protection_ != nullptr && (how_.write || name == "mem") && isOfProc(fd);
  }

  /// Goes into a directory that is not the end of the path.
  Errno enter(const std::string& name) {
    if (isForbidden(name, false)) return Errno::Protected;
    const int fd = ::openat(here(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return fromHost(errno);
    File file = File::owned(fd);
    if (isForbidden(fd)) return Errno::Protected;
    Filestat found;
    if (const Errno error = stat(fd, found); error != Errno::Success) return error;
    if (found.filetype == Filetype::SymbolicLink) return expand(fd, "/");
    if (found.filetype != Filetype::Directory) return Errno::NotDir;
    if (directories_.size() >= limits::walkDepth) return Errno::NameTooLong;
    directories_.push_back(std::move(file));
    return Errno::Success;
  }

  /// Opens the end of the path, or, if that is a link to follow, goes on with its text.
  Errno finish(const std::string& name, bool slashFollows, File& out) {
    const bool isHere = name == ".";
    if (!isHere && isForbidden(name, how_.create)) return Errno::Protected;
    if (!isHere && (how_.follow || slashFollows)) {
      const int fd = ::openat(here(), name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC);
      const File file = File::owned(fd);
      Filestat found;
      const bool isLink =
          fd >= 0 && stat(fd, found) == Errno::Success && found.filetype == Filetype::SymbolicLink;
      if (isLink && !how_.exclusive) return expand(fd, slashFollows ? "/" : "");
    }
    OpenHow how = how_;
    how.follow = false;
    if (slashFollows && !isHere) {
      if (how.create) return Errno::IsDir;
      how.directory = true;
    }
    const int flags = openFlags(how);
    const int fd = retry([&] { return ::openat(here(), name.c_str(), flags, 0666); });
    // A link that came to be after the look above: look again, as often as links may be followed.
    if (fd < 0 && errno == ELOOP && how_.follow && ++links_ <= limits::symlinks) {
      rest_ = slashFollows ? name + "/" : name;
      return Errno::Success;
    }
    done_ = true;
    if (fd < 0) return fromHost(errno);
    File file = File::owned(fd);
    if (isForbidden(fd)) return Errno::Protected;
    if (isMemoryOfProcess(fd, name)) return Errno::OfProcess;
    out = std::move(file);
    return Errno::Success;
  }

  Errno expand(int link, const char* separator) {
    if (++links_ > limits::symlinks) return Errno::Loop;
    std::array<char, limits::pathBytes + 1> target;
    const ssize_t size = ::readlinkat(link, "", target.data(), target.size());
    if (size < 0) return fromHost(errno);
    if (size == 0) return Errno::NoEnt;
    const auto count = static_cast<std::size_t>(size);
    if (count + rest_.size() + 1 > limits::pathBytes) return Errno::NameTooLong;
    rest_ = std::string(target.data(), count) + separator + rest_;
    return Errno::Success;
  }

  int here() const { return directories_.empty() ? start_ : directories_.back().fd(); }

  int start_;
  std::string rest_;
  OpenHow how_;
  const Protection* protection_;
  std::vector<File> directories_;
  unsigned links_ = 0;
  bool done_ = false;
};

}  // namespace

Errno walkBeneath(int directory, const char* path, const OpenHow& how, File& out) {
  return Walk(directory, path, how, nullptr).run(out);
}

Errno walkAround(int directory, const char* path, const OpenHow& how, File& out,
                 const Protection& protection) {
  return Walk(directory, path, how, &protection).run(out);
}

}  // namespace wald::wasi::host
