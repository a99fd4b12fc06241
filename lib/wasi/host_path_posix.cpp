#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/retry_posix.h"

namespace wald::wasi::host {

bool openGrant(const std::string& path, File& out, std::string& reason) {
  const int fd = retry([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (fd < 0) {
    reason = std::generic_category().message(errno);
    return false;
  }
  out = File::owned(fd);
  return true;
}

Errno makeDirectory(int parent, const char* name) { return checked(::mkdirat(parent, name, 0777)); }

Errno removeDirectory(int parent, const char* name) {
  return checked(::unlinkat(parent, name, AT_REMOVEDIR));
}

Errno unlinkFile(int parent, const char* name) { return checked(::unlinkat(parent, name, 0)); }

Errno rename(int oldParent, const char* oldName, int newParent, const char* newName) {
  return checked(::renameat(oldParent, oldName, newParent, newName));
}

Errno link(int oldParent, const char* oldName, int newParent, const char* newName) {
  return checked(::linkat(oldParent, oldName, newParent, newName, 0));
}

Errno symlink(const char* target, int parent, const char* name) {
  return checked(::symlinkat(target, parent, name));
}

Errno readLink(int parent, const char* name, std::span<std::uint8_t> buffer, std::uint32_t& size) {
  if (buffer.empty()) {
    // The system takes no empty buffer, but whether it is a link is still asked.
    char unused;
    size = 0;
    return ::readlinkat(parent, name, &unused, 1) < 0 ? fromHost(errno) : Errno::Success;
  }
  const ssize_t got =
      ::readlinkat(parent, name, reinterpret_cast<char*>(buffer.data()), buffer.size());
  if (got < 0) return fromHost(errno);
  size = static_cast<std::uint32_t>(got);
  return Errno::Success;
}

}  // namespace wald::wasi::host
