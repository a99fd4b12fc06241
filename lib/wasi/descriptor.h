#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "wasi/resource.h"
#include "wasi/types.h"

namespace wald::wasi {

/// Rights whose use changes files or directories. None of them works below a directory that was
/// granted for reading.
inline constexpr Rights changingRights =
    right::FdWrite | right::FdAllocate | right::FdFilestatSetSize | right::FdFilestatSetTimes |
    right::PathCreateDirectory | right::PathCreateFile | right::PathLinkSource |
    right::PathLinkTarget | right::PathRenameSource | right::PathRenameTarget |
    right::PathFilestatSetSize | right::PathFilestatSetTimes | right::PathSymlink |
    right::PathRemoveDirectory | right::PathUnlinkFile;

/// The rights that make sense for a kind of file.
Rights rightsOf(Filetype type);

/// A value that threads read and write at any time; nothing else is ordered by that.
template <typename T>
class Relaxed {
public:
  Relaxed(T value) : value_(value) {}
  Relaxed(const Relaxed& other) : value_(other) {}
  Relaxed& operator=(const Relaxed& other) { return *this = static_cast<T>(other); }
  Relaxed& operator=(T value) {
    value_.store(value, std::memory_order_relaxed);
    return *this;
  }
  operator T() const { return value_.load(std::memory_order_relaxed); }
  void drop(T bits) { value_.fetch_and(static_cast<T>(~bits), std::memory_order_relaxed); }

private:
  std::atomic<T> value_;
};

/// What a guest's descriptor stands for.
///
/// `base` and `inheriting` are the guest's to look at and to drop. What was granted is apart:
/// `mayWrite` is taken from the directory through which the file was found, and masks both. So a C
/// library that asks for no more than `inheriting` still asks to write, and is refused when it
/// opens rather than when it writes.
struct Descriptor {
  std::unique_ptr<Resource> resource;  ///< of one that is open
  Filetype type = Filetype::Unknown;
  Relaxed<FdFlags> flags = FdFlags{0};
  bool mayWrite = false;
  Relaxed<Rights> base = Rights{0};
  Relaxed<Rights> inheriting = Rights{0};
  std::unique_ptr<const std::string> preopen;  ///< the guest's name of a granted directory

  bool isDirectory() const { return type == Filetype::Directory; }
  bool isSocket() const { return type == Filetype::SocketStream || type == Filetype::SocketDgram; }
  /// What can be done with it now.
  Rights rights() const { return masked(base); }
  /// What can be done with what is opened through it.
  Rights inheritable() const { return masked(inheriting); }

private:
  Rights masked(Rights rights) const { return mayWrite ? rights : rights & ~changingRights; }
};

/// Keeps what a descriptor stands for open for the time of a call, whatever other threads close.
using DescriptorPtr = std::shared_ptr<Descriptor>;

/// A guest's descriptors by number. Thread-safe.
class DescriptorTable {
public:
  /// Null if there is none with that number.
  DescriptorPtr find(std::uint32_t number) const;
  /// By number; null where none is open.
  std::vector<DescriptorPtr> all() const;

  bool isFull() const;
  /// Puts it at the lowest free number from `limits::firstFreeDescriptor`; none if the table is full.
  std::optional<std::uint32_t> insert(Descriptor descriptor);
  /// Puts it at a number that is free, while the table is set up.
  void place(std::uint32_t number, Descriptor descriptor);
  /// Fails with `BadF`, or as the system's close does; it is closed all the same, when the last call that uses it ends.
  Errno close(std::uint32_t number);
  /// Closes `to` and gives its number to `from`. Both have to be open.
  Errno renumber(std::uint32_t from, std::uint32_t to);

private:
  bool isOpen(std::uint32_t number) const {
    return number < slots_.size() && slots_[number] != nullptr;
  }
  void put(std::uint32_t number, Descriptor descriptor);
  DescriptorPtr take(std::uint32_t number);

  mutable std::mutex mutex_;
  std::vector<DescriptorPtr> slots_;
  std::uint32_t count_ = 0;
  std::uint32_t lowestFree_ = limits::firstFreeDescriptor;  ///< none below is free
};

}  // namespace wald::wasi
