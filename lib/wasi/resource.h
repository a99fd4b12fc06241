#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "wasi/guest_memory.h"
#include "wasi/terms.h"

namespace wald::wasi {

/// What a guest's descriptor stands for: a file, a directory, a stream or a socket, kept by the host's system or by wald itself.
/// Rights were looked at before: what a kind never gets the right to do, it need not answer for. Threads may call at the same time.
class Resource {
public:
  Resource() = default;
  virtual ~Resource() = default;
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;

  virtual Errno stat(Filestat& out) = 0;
  /// What it is, for people: a path of the host, or something with a colon in front of it. Empty if that can't be told.
  virtual std::string describe() = 0;
  virtual Errno setTimes(const Times&) { return Errno::NotSup; }
  /// Makes `append` and `nonblock` what they are in `wanted`, of which `changed` are different now. Those that can't be fail with `NotSup`.
  /// Reading and writing are told the flags each time.
  virtual Errno setFlags(FdFlags wanted, FdFlags changed) = 0;
  virtual Errno sync() { return Errno::Inval; }
  virtual Errno datasync() { return sync(); }
  /// Called at most once, and nothing after it. Says what there is to say at the last moment, e.g. that the disk is full.
  virtual Errno close() { return Errno::Success; }

  /// The host's descriptor at which one waits for it; none (-1) if it is always ready.
  virtual int hostFd() const { return -1; }
  /// The host's descriptor, if it may be used as a socket; else -1.
  virtual int socket() const { return -1; }
  /// Bytes that can be read at once, of what is always ready.
  virtual std::uint64_t available() { return 0; }

  // Bytes, at the resource's own position or at a given one.
  virtual Errno read(std::span<const Slice>, FdFlags, std::uint32_t&) { return Errno::NotSup; }
  virtual Errno write(std::span<const Slice>, FdFlags, std::uint32_t&) { return Errno::NotSup; }
  virtual Errno readAt(std::span<const Slice>, std::uint64_t, std::uint32_t&) {
    return Errno::SPipe;
  }
  /// `flags` as in `write`: with `append` the offset says nothing, as on Linux.
  virtual Errno writeAt(std::span<const Slice>, std::uint64_t, FdFlags, std::uint32_t&) {
    return Errno::SPipe;
  }
  virtual Errno seek(std::int64_t, Whence, std::uint64_t&) { return Errno::SPipe; }
  virtual Errno setSize(std::uint64_t) { return Errno::Inval; }
  virtual Errno allocate(std::uint64_t, std::uint64_t) { return Errno::SPipe; }
  virtual Errno advise(std::uint64_t, std::uint64_t, Advice) { return Errno::SPipe; }

  // Directories.

  /// Gives the entries from a cookie on (0: from the first) until `sink` returns false. Cookies stay
  /// good while entries are added and removed. `wanted` is about how many bytes of entries will be
  /// taken.
  virtual Errno readDirectory(std::uint64_t, std::size_t,
                              bool (*)(void* data, const DirectoryEntry& entry), void*) {
    return Errno::NotDir;
  }
  /// Opens what a path names, starting from this directory and never leaving it: what leads out fails with `LeadsOut`.
  virtual Errno openBeneath(const char*, const OpenHow&, std::unique_ptr<Resource>&) {
    return Errno::NotDir;
  }
  // These take one name in this directory, possibly with one slash after it, and never follow a link at the name.
  /// Whether what has that name may be made, replaced or removed.
  virtual Errno checkChange(const char*) { return Errno::Success; }
  virtual Errno makeDirectory(const char*) { return Errno::NotDir; }
  virtual Errno removeDirectory(const char*) { return Errno::NotDir; }
  virtual Errno unlinkFile(const char*) { return Errno::NotDir; }
  virtual Errno symlink(const char* /*target*/, const char* /*name*/) { return Errno::NotDir; }
  virtual Errno readLink(const char*, std::span<std::uint8_t>, std::uint32_t&) {
    return Errno::NotDir;
  }
  /// To a name in another directory; `XDev` unless both have the same `fileSystem`.
  virtual Errno rename(const char*, Resource& /*newParent*/, const char*) { return Errno::NotDir; }
  virtual Errno link(const char*, Resource& /*newParent*/, const char*) { return Errno::NotDir; }
  /// Resources with the same one are of the same class.
  virtual const void* fileSystem() const { return nullptr; }
};

}  // namespace wald::wasi
