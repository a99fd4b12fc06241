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

Errno refusal(Call& call, const Descriptor& descriptor, Rights missing) {
  call.missing = missing;
  const bool isReadOnly =
      !descriptor.mayWrite &&
      (missing & (descriptor.base | descriptor.inheriting) & changingRights) != 0;
  return isReadOnly ? Errno::ReadOnly : Errno::MissingRight;
}

Errno refuse(Call& call, const Descriptor& descriptor, Rights missing) {
  const Errno reason = refusal(call, descriptor, missing);
  const Rights impossible = missing & ~rightsOf(descriptor.type);
  if (has(impossible, ofSockets) && !descriptor.isSocket()) return Errno::NotSock;
  if (descriptor.isDirectory()) return has(impossible, ofContents) ? Errno::IsDir : reason;
  if (has(impossible, ofPaths)) return Errno::NotDir;
  if (has(missing & ~descriptor.base, right::FdSeek | right::FdTell) &&
      descriptor.type == Filetype::CharacterDevice) {
    // Terminals lack these rights, which is how C libraries know them.
    return Errno::SPipe;
  }
  return reason;
}

}  // namespace wald::wasi::capability
