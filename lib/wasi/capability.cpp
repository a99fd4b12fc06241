#include "wasi/capability.h"

namespace wald::wasi::capability {

namespace {

constexpr Rights ofPaths = right::PathCreateDirectory | right::PathCreateFile |
                           right::PathLinkSource | right::PathLinkTarget | right::PathOpen |
                           right::FdReaddir | right::PathReadlink | right::PathRenameSource |
                           right::PathRenameTarget | right::PathFilestatGet |
                           right::PathFilestatSetSize | right::PathFilestatSetTimes |
                           right::PathSymlink | right::PathRemoveDirectory | right::PathUnlinkFile;
constexpr Rights ofContents = right::FdRead | right::FdWrite | right::FdSeek | right::FdTell |
                              right::FdAllocate | right::FdFilestatSetSize | right::FdAdvise;
constexpr Rights ofSockets = right::SockShutdown | right::SockAccept;

bool has(Rights missing, Rights kind) { return (missing & kind) != 0; }

}  // namespace

Errno refusal(const Descriptor& descriptor, Rights needed) {
  const Rights impossible = needed & ~rightsOf(descriptor.type);
  if (descriptor.isDirectory())
    return has(impossible, ofContents) ? Errno::IsDir : Errno::NotCapable;
  if (has(impossible, ofPaths)) return Errno::NotDir;
  if (has(impossible, ofSockets) && !descriptor.isSocket()) return Errno::NotSock;
  if (has(needed & ~descriptor.base, right::FdSeek | right::FdTell) &&
      descriptor.type == Filetype::CharacterDevice) {
    // Terminals lack these rights, which is how C libraries know them.
    return Errno::SPipe;
  }
  return Errno::NotCapable;
}

}  // namespace wald::wasi::capability
