// Sockets. None can be granted yet, so that the only ones are standard streams that happen to be
// sockets: these are read and written as streams.
#include "wasi/calls.h"

namespace wald::wasi::calls {

namespace {

Errno unsupported(const Descriptor& descriptor) {
  return descriptor.isSocket() ? Errno::NotSup : Errno::NotSock;
}

}  // namespace

Errno sockAccept(Call&, Descriptor& socket, std::uint32_t, Out<std::uint32_t>) {
  return unsupported(socket);
}

Errno sockRecv(Call&, Descriptor& socket, const SliceList&, std::uint32_t, Out<std::uint32_t>,
               Out<std::uint16_t>) {
  return unsupported(socket);
}

Errno sockSend(Call&, Descriptor& socket, const SliceList&, std::uint32_t, Out<std::uint32_t>) {
  return unsupported(socket);
}

Errno sockShutdown(Call&, Descriptor& socket, std::uint32_t) { return unsupported(socket); }

}  // namespace wald::wasi::calls
