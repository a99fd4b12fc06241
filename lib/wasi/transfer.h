#pragma once

#include <optional>

#include "wasi/host.h"

namespace wald::wasi {

struct TransferHow {
  bool write = false;
  bool nonblock = false;  ///< as the guest chose for its descriptor
  bool isShared = false;  ///< the host's own flag may say otherwise
};

/// Whether a stream of the host could be read or written without waiting.
inline bool isReady(int fd, bool write) {
  host::PollItem item{.fd = fd, .write = write};
  return host::poll({&item, 1}, 0) != Errno::Success || item.ready;
}

/// Moves bytes, or takes a connection, as a guest's `nonblock` says. It says so for the guest alone: a standard
/// stream's own flag is shared with other programs, as that of an embedder's socket may be, which neither we may set nor a guest
/// that did not ask for it may feel.
template <typename Move>
Errno transfer(int fd, TransferHow how, Move move) {
  if (how.nonblock && how.isShared && !isReady(fd, how.write)) return Errno::Again;
  for (;;) {
    const Errno error = move();
    if (error != Errno::Again || how.nonblock) return error;
    host::PollItem item{.fd = fd, .write = how.write};
    if (const Errno failed = host::poll({&item, 1}, std::nullopt); failed != Errno::Success) {
      return failed;
    }
  }
}

}  // namespace wald::wasi
