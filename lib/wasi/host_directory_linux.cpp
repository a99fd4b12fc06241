#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/retry_posix.h"

namespace wald::wasi::host {

namespace {

Filetype typeOf(unsigned char type) {
  switch (type) {
    case DT_BLK: return Filetype::BlockDevice;
    case DT_CHR: return Filetype::CharacterDevice;
    case DT_DIR: return Filetype::Directory;
    case DT_REG: return Filetype::RegularFile;
    case DT_LNK: return Filetype::SymbolicLink;
    case DT_SOCK: return Filetype::SocketStream;
    default: return Filetype::Unknown;
  }
}

/// For file systems that do not keep types in their directories.
Filetype askType(int directory, const char* name) {
  struct stat found;
  if (::fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW) != 0) return Filetype::Unknown;
  return typeOf(static_cast<unsigned char>(IFTODT(found.st_mode)));
}

}  // namespace

// A cookie is the kernel's own position (`d_off`), which it keeps good under change, so nothing is
// held between calls.
Errno readDirectory(int fd, std::uint64_t cookie, std::size_t wanted,
                    bool (*sink)(void* data, const DirectoryEntry& entry), void* data) {
  if (cookie > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) return Errno::Inval;
  if (::lseek(fd, static_cast<off_t>(cookie), SEEK_SET) < 0) return fromHost(errno);

  // At least what the longest name takes, else the kernel refuses.
  alignas(dirent64) std::array<char, limits::directoryChunk> chunk;
  const std::size_t size = std::clamp<std::size_t>(wanted, sizeof(dirent64), chunk.size());
  for (;;) {
    const auto got = retry([&] { return ::getdents64(fd, chunk.data(), size); });
    if (got < 0) return fromHost(errno);
    if (got == 0) return Errno::Success;
    for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
      const auto* entry = reinterpret_cast<const dirent64*>(chunk.data() + at);
      const Filetype type =
          entry->d_type == DT_UNKNOWN ? askType(fd, entry->d_name) : typeOf(entry->d_type);
      if (!sink(data,
                {entry->d_name, entry->d_ino, static_cast<std::uint64_t>(entry->d_off), type})) {
        return Errno::Success;
      }
      at += entry->d_reclen;
    }
  }
}

std::string pathOf(int fd) {
  std::array<char, limits::pathBytes + 1> path;
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
  return size < 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(size));
}

}  // namespace wald::wasi::host
