#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wasi/host.h"
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

/// What a guest's descriptor stands for.
///
/// `base` and `inheriting` are the guest's to look at and to drop. What was granted is apart:
/// `mayWrite` is taken from the directory through which the file was found, and masks both. So a C
/// library that asks for no more than `inheriting` still asks to write, and is refused when it
/// opens rather than when it writes.
struct Descriptor {
  host::File file;
  Filetype type = Filetype::Unknown;
  FdFlags flags = 0;
  bool mayWrite = false;
  bool isStdio = false;  ///< shared with other programs: its status flags are not ours to set
  Rights base = 0;
  Rights inheriting = 0;
  std::unique_ptr<const std::string> preopen;  ///< the guest's name of a granted directory

  int fd() const { return file.fd(); }
  bool isDirectory() const { return type == Filetype::Directory; }
  bool isSocket() const { return type == Filetype::SocketStream || type == Filetype::SocketDgram; }
  /// What can be done with it now.
  Rights rights() const { return masked(base); }
  /// What can be done with what is opened through it.
  Rights inheritable() const { return masked(inheriting); }

private:
  Rights masked(Rights rights) const { return mayWrite ? rights : rights & ~changingRights; }
};

/// A guest's descriptors by number.
class DescriptorTable {
public:
  /// Null if there is none with that number. Good until the table changes.
  Descriptor* find(std::uint32_t number) {
    return number < slots_.size() && slots_[number] ? &*slots_[number] : nullptr;
  }

  bool isFull() const { return count_ >= limits::descriptors; }
  /// Puts it at the lowest free number from `limits::firstFreeDescriptor`. Requires `!isFull()`.
  std::uint32_t insert(Descriptor descriptor);
  /// Puts it at a number that is free, while the table is set up.
  void place(std::uint32_t number, Descriptor descriptor);
  /// Fails with `BadF`, or as the system's close does; it is closed all the same.
  Errno close(std::uint32_t number);
  /// Closes `to` and gives its number to `from`. Both have to be open.
  Errno renumber(std::uint32_t from, std::uint32_t to);

private:
  std::vector<std::optional<Descriptor>> slots_;
  std::uint32_t count_ = 0;
  std::uint32_t lowestFree_ = limits::firstFreeDescriptor;  ///< none below is free
};

}  // namespace wald::wasi
