// Descriptors: what they stand for, their flags, rights and numbers.
#include "wasi/calls.h"
#include "wasi/times.h"

namespace wald::wasi::calls {

Errno fdClose(Call& call, std::uint32_t number) { return call.state.descriptors.close(number); }

Errno fdRenumber(Call& call, std::uint32_t from, std::uint32_t to) {
  return call.state.descriptors.renumber(from, to);
}

Errno fdFdstatGet(Call&, Descriptor& file, Out<Fdstat> result) {
  Fdstat stat;
  stat.filetype = file.type;
  stat.flags = file.flags;
  stat.base = file.rights();
  stat.inheriting = file.inheriting;
  result.set(stat);
  return Errno::Success;
}

Errno fdFdstatSetFlags(Call& call, Descriptor& file, std::uint32_t flags) {
  // What a file was opened with for good can be repeated, but not changed.
  constexpr FdFlags changeable = fdflag::append | fdflag::nonblock;
  if ((flags & ~std::uint32_t{fdflag::all}) != 0) return Errno::Inval;
  const std::lock_guard lock(call.state.changes);
  const auto wanted = static_cast<FdFlags>(flags);
  const auto changed = static_cast<FdFlags>(wanted ^ file.flags);
  if ((changed & ~changeable) != 0) return Errno::NotSup;
  if (const Errno error = file.resource->setFlags(wanted, changed); error != Errno::Success) {
    return error;
  }
  file.flags = wanted;
  return Errno::Success;
}

// Rights can be given up, never gained.
Errno fdFdstatSetRights(Call& call, Descriptor& file, Rights base, Rights inheriting) {
  const std::lock_guard lock(call.state.changes);
  if ((base & ~file.base) != 0 || (inheriting & ~file.inheriting) != 0) return Errno::MoreRights;
  file.base = base;
  file.inheriting = inheriting;
  return Errno::Success;
}

Errno fdFilestatGet(Call& call, Descriptor& file, Out<Filestat> result) {
  Filestat stat;
  const Errno error = call.state.stat(*file.resource, stat);
  if (error == Errno::Success) result.set(stat);
  return error;
}

Errno fdFilestatSetSize(Call&, Descriptor& file, std::uint64_t size) {
  return file.resource->setSize(size);
}

Errno fdFilestatSetTimes(Call&, Descriptor& file, std::uint64_t accessed, std::uint64_t modified,
                         std::uint32_t flags) {
  Times times;
  const Errno error = makeTimes(accessed, modified, flags, times);
  return error == Errno::Success ? file.resource->setTimes(times) : error;
}

// C libraries ask from descriptor 3 on, until one is none: `BadF`.
Errno fdPrestatGet(Call&, Descriptor& directory, Out<Prestat> result) {
  if (!directory.preopen) return Errno::BadF;
  result.set(Prestat{.nameSize = static_cast<std::uint32_t>(directory.preopen->size())});
  return Errno::Success;
}

Errno fdPrestatDirName(Call&, Descriptor& directory, std::span<std::uint8_t> buffer) {
  if (!directory.preopen) return Errno::BadF;
  const std::string& name = *directory.preopen;
  if (buffer.size() < name.size()) return Errno::NameTooLong;
  if (!name.empty()) std::memcpy(buffer.data(), name.data(), name.size());
  return Errno::Success;
}

}  // namespace wald::wasi::calls
