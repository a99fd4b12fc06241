// Sockets: those at which connections may be accepted (`Config::listeners`), and the connections. Standard streams that happen to be
// sockets are streams, and nothing else.
#include "wasi/calls.h"
#include "wasi/host_resource.h"
#include "wasi/host_socket.h"
#include "wasi/transfer.h"

namespace wald::wasi::calls {

namespace {

/// Why a descriptor can't be used as a socket.
Errno check(const Descriptor& descriptor) {
  if (!descriptor.isSocket()) return Errno::NotSock;
  return descriptor.resource->socket() < 0 ? Errno::NotSup : Errno::Success;
}

/// Waits as the guest's flag says, which is not shared.
template <typename Move>
Errno move(const Descriptor& socket, bool write, Move move) {
  const bool nonblock = (socket.flags & fdflag::nonblock) != 0;
  return transfer(socket.resource->socket(), {.write = write, .nonblock = nonblock}, move);
}

}  // namespace

Errno sockAccept(Call& call, Descriptor& socket, std::uint32_t flags, Out<std::uint32_t> result) {
  if (const Errno error = check(socket); error != Errno::Success) return error;
  if ((flags & ~std::uint32_t{fdflag::nonblock}) != 0) return Errno::Inval;
  if (call.state.descriptors.isFull()) return Errno::MFile;
  Descriptor accepted;
  host::File connection;
  const auto accept = [&] {
    return host::accept(socket.resource->socket(), flags != 0, connection);
  };
  const Errno error = move(socket, false, accept);
  if (error != Errno::Success) return error;
  accepted.resource =
      std::make_unique<HostResource>(std::move(connection), HostResource::Kind::Socket);
  accepted.type = socket.type;
  accepted.flags = static_cast<FdFlags>(flags);
  accepted.mayWrite = socket.mayWrite;
  accepted.base = socket.inheriting;
  const auto number = call.state.descriptors.insert(std::move(accepted));
  if (!number) return Errno::MFile;
  result.set(*number);
  return Errno::Success;
}

Errno sockRecv(Call&, Descriptor& socket, const SliceList& list, std::uint32_t flags,
               Out<std::uint32_t> count, Out<std::uint16_t> outFlags) {
  if (const Errno error = check(socket); error != Errno::Success) return error;
  if ((flags & ~riflag::all) != 0) return Errno::Inval;
  const host::ReceiveHow how{.peek = (flags & riflag::peek) != 0,
                             .waitAll = (flags & riflag::waitAll) != 0};
  std::uint32_t received = 0;
  bool isTruncated = false;
  const auto receive = [&] {
    return host::receive(socket.resource->socket(), list.slices(), how, received, isTruncated);
  };
  const Errno error = move(socket, false, receive);
  if (error != Errno::Success) return error;
  count.set(received);
  outFlags.set(isTruncated ? roflag::dataTruncated : 0);
  return Errno::Success;
}

Errno sockSend(Call&, Descriptor& socket, const SliceList& list, std::uint32_t flags,
               Out<std::uint32_t> count) {
  if (const Errno error = check(socket); error != Errno::Success) return error;
  if (flags != 0) return Errno::Inval;
  std::uint32_t sent = 0;
  const auto send = [&] { return host::send(socket.resource->socket(), list.slices(), sent); };
  const Errno error = move(socket, true, send);
  if (error == Errno::Success) count.set(sent);
  return error;
}

Errno sockShutdown(Call&, Descriptor& socket, std::uint32_t how) {
  if (const Errno error = check(socket); error != Errno::Success) return error;
  if (how == 0 || (how & ~sdflag::all) != 0) return Errno::Inval;
  return host::shutdown(socket.resource->socket(), (how & sdflag::rd) != 0,
                        (how & sdflag::wr) != 0);
}

}  // namespace wald::wasi::calls
