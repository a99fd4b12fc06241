// Reading, writing and positions.
#include "wasi/calls.h"
#include "wasi/host_socket.h"
#include "wasi/transfer.h"

namespace wald::wasi::calls {

namespace {

Errno give(Errno error, std::uint32_t count, Out<std::uint32_t> result) {
  if (error == Errno::Success) result.set(count);
  return error;
}

}  // namespace

Errno fdRead(Call&, Descriptor& file, const SliceList& list, Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  const auto move = [&] { return host::read(file.fd(), list.slices(), count); };
  const Errno error = transfer(file, false, move);
  return give(error, count, result);
}

Errno fdWrite(Call&, Descriptor& file, const SliceList& list, Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  // A write to a socket could raise SIGPIPE, which the embedder need not know of.
  const bool isSocket = file.isSocket() && !file.isStdio;
  const auto move = [&] {
    return isSocket ? host::send(file.fd(), list.slices(), count)
                    : host::write(file.fd(), list.slices(), count);
  };
  const Errno error = transfer(file, true, move);
  return give(error, count, result);
}

Errno fdPread(Call&, Descriptor& file, const SliceList& list, std::uint64_t offset,
              Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  const Errno error = host::readAt(file.fd(), list.slices(), offset, count);
  return give(error, count, result);
}

Errno fdPwrite(Call&, Descriptor& file, const SliceList& list, std::uint64_t offset,
               Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  const Errno error = host::writeAt(file.fd(), list.slices(), offset, count);
  return give(error, count, result);
}

Errno fdSeek(Call&, Descriptor& file, std::int64_t offset, std::uint32_t whence,
             Out<std::uint64_t> result) {
  if (whence > static_cast<std::uint32_t>(Whence::End)) return Errno::Inval;
  std::uint64_t position = 0;
  const Errno error = host::seek(file.fd(), offset, static_cast<Whence>(whence), position);
  if (error == Errno::Success) result.set(position);
  return error;
}

Errno fdTell(Call&, Descriptor& file, Out<std::uint64_t> result) {
  std::uint64_t position = 0;
  const Errno error = host::seek(file.fd(), 0, Whence::Cur, position);
  if (error == Errno::Success) result.set(position);
  return error;
}

Errno fdSync(Call&, Descriptor& file) { return host::sync(file.fd()); }

Errno fdDatasync(Call&, Descriptor& file) { return host::datasync(file.fd()); }

Errno fdAdvise(Call&, Descriptor& file, std::uint64_t offset, std::uint64_t size,
               std::uint32_t advice) {
  if (advice > static_cast<std::uint32_t>(Advice::NoReuse)) return Errno::Inval;
  return host::advise(file.fd(), offset, size, static_cast<Advice>(advice));
}

Errno fdAllocate(Call&, Descriptor& file, std::uint64_t offset, std::uint64_t size) {
  return host::allocate(file.fd(), offset, size);
}

}  // namespace wald::wasi::calls
