#include <atomic>
#include <cerrno>

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/open_flags_linux.h"
#include "wasi/retry_posix.h"

namespace wald::wasi::host {

namespace {

int openat2(int directory, const char* path, const open_how& how) {
  return static_cast<int>(
      retry([&] { return ::syscall(SYS_openat2, directory, path, &how, sizeof(how)); }));
}

constexpr std::uint64_t beneath = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;

/// Some sandboxes say EPERM for system calls that they do not know.
bool kernelRefuses(int directory, int error) {
  if (error == ENOSYS) return true;
  if (error != EPERM) return false;
  open_how probe{};
  probe.flags = O_PATH | O_CLOEXEC;
  probe.resolve = beneath;
  const int fd = openat2(directory, ".", probe);
  if (fd >= 0) ::close(fd);
  return fd < 0 && errno == EPERM;
}

}  // namespace

Errno openBeneath(int directory, const char* path, const OpenHow& how, File& out) {
  static std::atomic<bool> kernelKnows{true};
  const auto walk = [&] {
    return how.withinMount ? Errno::XDev : walkBeneath(directory, path, how, out);
  };
  if (!kernelKnows.load(std::memory_order_relaxed)) return walk();

  open_how kernelHow{};
  kernelHow.flags = static_cast<std::uint64_t>(openFlags(how));
  kernelHow.mode = how.create ? 0666 : 0;
  kernelHow.resolve = beneath | (how.withinMount ? RESOLVE_NO_XDEV : 0);
  for (unsigned attempt = 0;; ++attempt) {
    const int fd = openat2(directory, path, kernelHow);
    if (fd >= 0) {
      out = File::owned(fd);
      return Errno::Success;
    }
    const int error = errno;
    // Something was renamed while the kernel went up a "..", so that it can't tell whether it is
    // still beneath.
    if (error == EAGAIN && attempt < limits::resolveAttempts) continue;
    if (error == EXDEV) return how.withinMount ? Errno::XDev : Errno::LeadsOut;
    if (kernelRefuses(directory, error)) {
      kernelKnows.store(false, std::memory_order_relaxed);
      return walk();
    }
    return fromHost(error);
  }
}

}  // namespace wald::wasi::host
