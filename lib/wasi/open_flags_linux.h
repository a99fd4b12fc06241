#pragma once

#include <fcntl.h>

#include "wasi/host.h"

namespace wald::wasi::host {

/// The flags of open(2). A terminal never becomes the host's controlling one.
inline int openFlags(const OpenHow& how) {
  int flags = O_CLOEXEC | O_NOCTTY;
  if (how.directory) flags |= O_DIRECTORY;
  if (!how.follow) flags |= O_NOFOLLOW;
  // The kernel refuses anything else besides.
  if (how.pathOnly) return (flags & ~O_NOCTTY) | O_PATH;
  flags |= !how.write ? O_RDONLY : how.read ? O_RDWR : O_WRONLY;
  if (how.create) flags |= O_CREAT;
  if (how.exclusive) flags |= O_EXCL;
  if (how.truncate) flags |= O_TRUNC;
  if (how.flags & fdflag::append) flags |= O_APPEND;
  if (how.flags & fdflag::dsync) flags |= O_DSYNC;
  if (how.flags & fdflag::nonblock) flags |= O_NONBLOCK;
  if (how.flags & fdflag::rsync) flags |= O_RSYNC;
  if (how.flags & fdflag::sync) flags |= O_SYNC;
  return flags;
}

}  // namespace wald::wasi::host
