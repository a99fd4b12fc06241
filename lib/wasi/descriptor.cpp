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

std::uint32_t DescriptorTable::insert(Descriptor descriptor) {
  while (lowestFree_ < slots_.size() && slots_[lowestFree_]) ++lowestFree_;
  const std::uint32_t number = lowestFree_++;
  place(number, std::move(descriptor));
  return number;
}

void DescriptorTable::place(std::uint32_t number, Descriptor descriptor) {
  if (number >= slots_.size()) slots_.resize(number + 1);
  slots_[number] = std::move(descriptor);
  ++count_;
}

Errno DescriptorTable::close(std::uint32_t number) {
  Descriptor* found = find(number);
  if (found == nullptr) return Errno::BadF;
  const Errno error = found->file.close();
  slots_[number].reset();
  --count_;
  if (number >= limits::firstFreeDescriptor) lowestFree_ = std::min(lowestFree_, number);
  return error;
}

Errno DescriptorTable::renumber(std::uint32_t from, std::uint32_t to) {
  if (find(from) == nullptr || find(to) == nullptr) return Errno::BadF;
  if (from == to) return Errno::Success;
  std::swap(slots_[from], slots_[to]);
  // As with dup2, what the closing says is lost.
  static_cast<void>(close(from));
  return Errno::Success;
}

}  // namespace wald::wasi
