// Reading, writing and positions.
#include "wasi/calls.h"

namespace wald::wasi::calls {

namespace {

/// Whether a stream could be read or written without waiting.
bool isReady(const Descriptor& stream, bool write) {
  host::PollItem item{.fd = stream.fd(), .write = write};
  return host::poll({&item, 1}, 0) != Errno::Success || item.ready;
}

/// Moves bytes as a descriptor's `nonblock` says. It says so for the guest alone: a standard
/// stream's own flag is shared with other programs, which neither we may set nor a guest that did
/// not ask for it may feel.
template <typename Transfer>
Errno transfer(const Descriptor& stream, bool write, Transfer move) {
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
  const auto move = [&] { return host::write(file.fd(), list.slices(), count); };
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
