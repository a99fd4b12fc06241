#pragma once

#include <cerrno>

#include "wasi/host.h"

namespace wald::wasi::host {

/// Makes a system call again as long as signals cut it short, and nobody stops the guest.
template <typename Call>
auto retry(Call call) {
  for (;;) {
    const auto result = call();
    if (result >= 0 || errno != EINTR || Interruptible::isStopped()) return result;
  }
}

/// The errno of a system call that gives nothing but success.
inline Errno checked(int result) { return result < 0 ? fromHost(errno) : Errno::Success; }

}  // namespace wald::wasi::host
