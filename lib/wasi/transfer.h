#pragma once

#include <optional>

#include "wasi/descriptor.h"

namespace wald::wasi {

/// Whether a stream could be read or written without waiting.
inline bool isReady(const Descriptor& stream, bool write) {
  host::PollItem item{.fd = stream.fd(), .write = write};
  return host::poll({&item, 1}, 0) != Errno::Success || item.ready;
}

/// Moves bytes, or takes a connection, as a descriptor's `nonblock` says. It says so for the guest alone: a standard
/// stream's own flag is shared with other programs, as that of an embedder's socket may be, which neither we may set nor a guest
/// that did not ask for it may feel.
template <typename Move>
Errno transfer(const Descriptor& stream, bool write, Move move) {
  const bool nonblock = stream.flags & fdflag::nonblock;
  if (nonblock && stream.isStdio && !isReady(stream, write)) return Errno::Again;
  for (;;) {
    const Errno error = move();
    if (error != Errno::Again || nonblock) return error;
    host::PollItem item{.fd = stream.fd(), .write = write};
    if (const Errno failed = host::poll({&item, 1}, std::nullopt); failed != Errno::Success) {
      return failed;
    }
  }
}

}  // namespace wald::wasi
