#include "wasi/listener.h"

#include <fmt/format.h>

#include "wasi/host_resource.h"
#include "wasi/host_socket.h"

namespace wald::wasi {

Result<void> checkListenAddress(const std::string& address) {
  std::string reason;
  if (host::isSocketAddress(address, reason)) return {};
  return Error(ErrorKind::Usage, reason);
}

namespace {

Result<host::File> open(const Listener& listener) {
  host::File file;
  std::string reason;
  if (listener.fd >= 0) {
    if (host::shareListener(listener.fd, file, reason)) return file;
    return Error(ErrorKind::Usage,
                 fmt::format("can't accept connections at descriptor {}: {}", listener.fd, reason));
  }
  const auto fail = [&](ErrorKind kind) {
    return Error(kind, fmt::format("can't listen at \"{}\": {}", listener.address.c_str(), reason));
  };
  if (!host::isSocketAddress(listener.address, reason)) return fail(ErrorKind::Usage);
  if (!host::listenAt(listener.address, file, reason)) return fail(ErrorKind::Io);
  return file;
}

}  // namespace

Result<Descriptor> openListener(const Listener& listener) {
  WALD_TRY_ASSIGN(file, open(listener));
  Descriptor socket;
  socket.resource = std::make_unique<HostResource>(std::move(file), HostResource::Kind::Socket);
  socket.type = Filetype::SocketStream;
  socket.mayWrite = true;
  // What can't be done with it the system says: it is not connected.
  socket.base = rightsOf(Filetype::SocketStream) | right::SockAccept;
  socket.inheriting = rightsOf(Filetype::SocketStream);
  return socket;
}

}  // namespace wald::wasi
