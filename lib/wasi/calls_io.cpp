// Reading, writing and positions.
#include "wasi/calls.h"

namespace wald::wasi::calls {

namespace {

Errno give(Errno error, std::uint32_t count, Out<std::uint32_t> result) {
  if (error == Errno::Success) result.set(count);
  return error;
}

}  // namespace

Errno fdRead(Call&, Descriptor& file, const SliceList& list, Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  const Errno error = file.resource->read(list.slices(), file.flags, count);
  return give(error, count, result);
}

Errno fdWrite(Call&, Descriptor& file, const SliceList& list, Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  const Errno error = file.resource->write(list.slices(), file.flags, count);
  return give(error, count, result);
}

Errno fdPread(Call&, Descriptor& file, const SliceList& list, std::uint64_t offset,
              Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  const Errno error = file.resource->readAt(list.slices(), offset, count);
  return give(error, count, result);
}

Errno fdPwrite(Call&, Descriptor& file, const SliceList& list, std::uint64_t offset,
               Out<std::uint32_t> result) {
  std::uint32_t count = 0;
  const Errno error = file.resource->writeAt(list.slices(), offset, file.flags, count);
  return give(error, count, result);
}

Errno fdSeek(Call&, Descriptor& file, std::int64_t offset, std::uint32_t whence,
             Out<std::uint64_t> result) {
  if (whence > static_cast<std::uint32_t>(Whence::End)) return Errno::Inval;
  std::uint64_t position = 0;
  const Errno error = file.resource->seek(offset, static_cast<Whence>(whence), position);
  if (error == Errno::Success) result.set(position);
  return error;
}

Errno fdTell(Call&, Descriptor& file, Out<std::uint64_t> result) {
  std::uint64_t position = 0;
  const Errno error = file.resource->seek(0, Whence::Cur, position);
  if (error == Errno::Success) result.set(position);
  return error;
}

Errno fdSync(Call&, Descriptor& file) { return file.resource->sync(); }

Errno fdDatasync(Call&, Descriptor& file) { return file.resource->datasync(); }

Errno fdAdvise(Call&, Descriptor& file, std::uint64_t offset, std::uint64_t size,
               std::uint32_t advice) {
  if (advice > static_cast<std::uint32_t>(Advice::NoReuse)) return Errno::Inval;
  return file.resource->advise(offset, size, static_cast<Advice>(advice));
}

Errno fdAllocate(Call&, Descriptor& file, std::uint64_t offset, std::uint64_t size) {
  return file.resource->allocate(offset, size);
}

}  // namespace wald::wasi::calls
