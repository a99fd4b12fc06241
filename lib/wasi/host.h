#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "wasi/guest_memory.h"
#include "wasi/protection.h"
#include "wasi/terms.h"
#include "wasi/types.h"

/// What the host's operating system does for preview 1, in preview 1's terms. Everything here is
/// implemented in files chosen by platform. Calls that a signal cut short are made again, unless they are to end (`Interruptible`).
namespace wald::wasi::host {

/// As long as one lives, system calls of its thread that a signal cuts short end with `Intr` once `stopped` is set. Whoever sets it has to
/// send the signal again until they did: one that comes just before the call is lost.
class Interruptible {
public:
  explicit Interruptible(const std::atomic<bool>& stopped)
      : outer_(std::exchange(innermost, &stopped)) {}
  ~Interruptible() { innermost = outer_; }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

  static bool isStopped() { return innermost != nullptr && innermost->load(); }

private:
  static inline constinit thread_local const std::atomic<bool>* innermost = nullptr;
  const std::atomic<bool>* outer_;
};

/// A descriptor of the host, closed with its owner unless it is borrowed.
class File {
public:
  File() = default;
  static File owned(int fd) { return File(fd, true); }
  static File borrowed(int fd) { return File(fd, false); }
  File(File&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), owned_(std::exchange(other.owned_, false)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(owned_, other.owned_);
    return *this;
  }
  ~File() { static_cast<void>(close()); }

  int fd() const { return fd_; }
  /// Says what the system has to say at the last moment, e.g. that the disk is full.
  Errno close();

private:
  File(int fd, bool owned) : fd_(fd), owned_(owned) {}
  int fd_ = -1;
  bool owned_ = false;
};

/// The counterpart of the system's error number; `Io` for one that preview 1 does not know.
Errno fromHost(int error);

Errno stat(int fd, Filestat& out);
/// Whether a person sits at the other end.
bool isTerminal(int fd);

Errno read(int fd, std::span<const Slice> slices, std::uint32_t& count);
Errno write(int fd, std::span<const Slice> slices, std::uint32_t& count);
Errno readAt(int fd, std::span<const Slice> slices, std::uint64_t offset, std::uint32_t& count);
Errno writeAt(int fd, std::span<const Slice> slices, std::uint64_t offset, std::uint32_t& count);
Errno seek(int fd, std::int64_t offset, Whence whence, std::uint64_t& position);

Errno sync(int fd);
Errno datasync(int fd);
Errno setSize(int fd, std::uint64_t size);
Errno allocate(int fd, std::uint64_t offset, std::uint64_t size);
Errno advise(int fd, std::uint64_t offset, std::uint64_t size, Advice advice);
/// Sets `append` and `nonblock` as given.
Errno setStatusFlags(int fd, FdFlags flags);

/// Of a file that was opened in any way, also `OpenHow::pathOnly`.
Errno setTimes(int fd, const Times& times);

/// As `Resource::readDirectory`.
Errno readDirectory(int fd, std::uint64_t cookie, std::size_t wanted,
                    bool (*sink)(void* data, const DirectoryEntry& entry), void* data);

/// Opens a directory of the host by any path: a grant. On failure gives the system's reason.
bool openGrant(const std::string& path, File& out, std::string& reason);

/// Opens what a path names, starting from a directory and never leaving it: absolute paths, `..`
/// and symbolic links that lead out, and links that are not text (as in /proc) fail with
/// `LeadsOut` or `Loop`; with `withinMount` perhaps with `XDev`, as it does where the kernel can't tell mounts.
Errno openBeneath(int directory, const char* path, const OpenHow& how, File& out);
/// The same by steps of one component, for kernels that can't do it in one.
Errno walkBeneath(int directory, const char* path, const OpenHow& how, File& out);
/// The same without entering what is protected (`Protected`), and without the memory of processes, or writing anything, in /proc.
Errno walkAround(int directory, const char* path, const OpenHow& how, File& out,
                 const Protection& protection);

/// The path under which an open file is known, for people; empty if that can't be told.
std::string pathOf(int fd);

/// What an open directory is, and what has a name in one, without following a link. False if that can't be told.
bool identify(int fd, DirectoryId& id);
bool identifyAt(int parent, const char* name, DirectoryId& id);
/// Whether an open file is one of /proc.
bool isOfProc(int fd);
/// Whether a device is mounted only with all that it has, so that what a file lies in is found by going up from it. False where that can't
/// be told.
bool isMountedWhole(std::uint64_t device);
/// Whether a directory is a protected one or lies in one.
bool liesIn(int fd, const Protection& protection);

// These take one name in a directory, possibly with one slash after it, and never follow a link at
// the name.
Errno makeDirectory(int parent, const char* name);
Errno removeDirectory(int parent, const char* name);
Errno unlinkFile(int parent, const char* name);
Errno rename(int oldParent, const char* oldName, int newParent, const char* newName);
Errno link(int oldParent, const char* oldName, int newParent, const char* newName);
Errno symlink(const char* target, int parent, const char* name);
Errno readLink(int parent, const char* name, std::span<std::uint8_t> buffer, std::uint32_t& size);

/// In nanoseconds; `Inval` for a clock that does not exist.
Errno clockTime(ClockId clock, std::uint64_t& time);
Errno clockResolution(ClockId clock, std::uint64_t& resolution);

/// Fills all of it with bytes good enough for keys.
Errno random(std::span<std::uint8_t> bytes);
void yield();
/// A thread that nothing waits for; false if the system has none to give.
bool startThread(void (*body)(void* data), void* data);

/// One descriptor to wait for, and what was found.
struct PollItem {
  int fd = -1;
  bool write = false;
  bool ready = false;
  bool hangup = false;
  bool invalid = false;
  std::uint64_t available = 0;  ///< bytes that can be read without waiting
};
/// Waits until an item is ready or the time (in nanoseconds; none: for ever) is over. May return
/// early.
Errno poll(std::span<PollItem> items, std::optional<std::uint64_t> timeout);

}  // namespace wald::wasi::host
