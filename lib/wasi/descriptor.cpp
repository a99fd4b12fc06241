#include "wasi/descriptor.h"

#include <algorithm>

namespace wald::wasi {

namespace {

constexpr Rights ofAll = right::FdFdstatSetFlags | right::FdFilestatGet | right::PollFdReadwrite;
constexpr Rights ofStreams = ofAll | right::FdRead | right::FdWrite | right::FdSync |
                             right::FdDatasync | right::FdFilestatSetTimes;
constexpr Rights ofFiles = ofStreams | right::FdSeek | right::FdTell | right::FdAdvise |
                           right::FdAllocate | right::FdFilestatSetSize;
constexpr Rights ofDirectories =
    ofAll | right::FdSync | right::FdDatasync | right::FdFilestatSetTimes | right::FdReaddir |
    right::PathCreateDirectory | right::PathCreateFile | right::PathLinkSource |
    right::PathLinkTarget | right::PathOpen | right::PathReadlink | right::PathRenameSource |
    right::PathRenameTarget | right::PathFilestatGet | right::PathFilestatSetSize |
    right::PathFilestatSetTimes | right::PathSymlink | right::PathRemoveDirectory |
    right::PathUnlinkFile;
constexpr Rights ofSockets = ofAll | right::FdRead | right::FdWrite | right::SockShutdown;

}  // namespace

Rights rightsOf(Filetype type) {
  switch (type) {
    case Filetype::Directory: return ofDirectories;
    case Filetype::SocketDgram:
    case Filetype::SocketStream: return ofSockets;
    case Filetype::RegularFile:
    case Filetype::BlockDevice:
    case Filetype::CharacterDevice: return ofFiles;
    case Filetype::Unknown:
    case Filetype::SymbolicLink: break;
  }
  // Pipes: seeking is allowed, so that the system says what is wrong with it.
  return ofStreams | right::FdSeek | right::FdTell;
}

namespace {

/// Another call may use it still: then it closes with the end of that, and no one is told how.
Errno closed(const DescriptorPtr& descriptor) {
  if (descriptor.use_count() != 1) return Errno::Success;
  // Looking at the count orders nothing. A reference that goes does: it comes behind the last use on other threads.
  DescriptorPtr(descriptor).reset();
  return descriptor->resource == nullptr ? Errno::Success : descriptor->resource->close();
}

}  // namespace

DescriptorPtr DescriptorTable::find(std::uint32_t number) const {
  const std::lock_guard lock(mutex_);
  return isOpen(number) ? slots_[number] : nullptr;
}

std::vector<DescriptorPtr> DescriptorTable::all() const {
  const std::lock_guard lock(mutex_);
  return slots_;
}

bool DescriptorTable::isFull() const {
  const std::lock_guard lock(mutex_);
  return count_ >= limits::descriptors;
}

std::optional<std::uint32_t> DescriptorTable::insert(Descriptor descriptor) {
  const std::lock_guard lock(mutex_);
  if (count_ >= limits::descriptors) return std::nullopt;
  while (isOpen(lowestFree_)) ++lowestFree_;
  const std::uint32_t number = lowestFree_++;
  put(number, std::move(descriptor));
  return number;
}

void DescriptorTable::place(std::uint32_t number, Descriptor descriptor) {
  const std::lock_guard lock(mutex_);
  put(number, std::move(descriptor));
}

void DescriptorTable::put(std::uint32_t number, Descriptor descriptor) {
  if (number >= slots_.size()) slots_.resize(number + 1);
  slots_[number] = std::make_shared<Descriptor>(std::move(descriptor));
  ++count_;
}

DescriptorPtr DescriptorTable::take(std::uint32_t number) {
  --count_;
  if (number >= limits::firstFreeDescriptor) lowestFree_ = std::min(lowestFree_, number);
  return std::move(slots_[number]);
}

Errno DescriptorTable::close(std::uint32_t number) {
  DescriptorPtr former;
  {
    const std::lock_guard lock(mutex_);
    if (!isOpen(number)) return Errno::BadF;
    former = take(number);
  }
  return closed(former);
}

Errno DescriptorTable::renumber(std::uint32_t from, std::uint32_t to) {
  DescriptorPtr former;
  {
    const std::lock_guard lock(mutex_);
    if (!isOpen(from) || !isOpen(to)) return Errno::BadF;
    if (from == to) return Errno::Success;
    std::swap(slots_[from], slots_[to]);
    former = take(from);
  }
  // As with dup2, what the closing says is lost.
  static_cast<void>(closed(former));
  return Errno::Success;
}

}  // namespace wald::wasi
