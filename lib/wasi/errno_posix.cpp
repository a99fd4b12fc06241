#include <cerrno>

#include "wasi/host.h"

namespace wald::wasi::host {

Errno fromHost(int error) {
  switch (error) {
#define WALD_WASI_ERRNO(name, number, host) \
  case host: return Errno::name;
#include "wasi/errno.def"
    default: return Errno::Io;
  }
}

}  // namespace wald::wasi::host
