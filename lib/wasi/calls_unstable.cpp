// The functions of `wasi_unstable` that preview 1 has changed: each translates what is different, and calls its successor.
#include <algorithm>
#include <limits>

#include "wasi/calls.h"
#include "wasi/calls_filestat.h"
#include "wasi/calls_poll.h"

namespace wald::wasi::calls::unstable {

namespace {

void give(const wasi::Filestat& from, Out<Filestat> result) {
  Filestat stat;
  stat.device = from.device;
  stat.inode = from.inode;
  stat.filetype = from.filetype;
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  stat.links = static_cast<std::uint32_t>(std::min(from.links, most));
  stat.size = from.size;
  stat.accessed = from.accessed;
  stat.modified = from.modified;
  stat.changed = from.changed;
  result.set(stat);
}

wasi::Subscription translate(const Subscription& from) {
  wasi::Subscription to{};
  to.userdata = from.userdata;
  to.tag = from.tag;
  const bool isClock = from.tag == static_cast<std::uint8_t>(EventType::Clock);
  to.target = isClock ? from.clock : from.descriptor;
  to.timeout = from.timeout;
  to.precision = from.precision;
  to.flags = from.flags;
  return to;
}

}  // namespace

Errno fdSeek(Call& call, Descriptor& file, std::int64_t offset, std::uint32_t whence,
             Out<std::uint64_t> result) {
  constexpr wasi::Whence translated[] = {wasi::Whence::Cur, wasi::Whence::End, wasi::Whence::Set};
  if (whence >= std::size(translated)) return Errno::Inval;
  return calls::fdSeek(call, file, offset, static_cast<std::uint32_t>(translated[whence]), result);
}

Errno fdFilestatGet(Call& call, Descriptor& file, Out<Filestat> result) {
  wasi::Filestat stat;
  const Errno error = call.state.stat(*file.resource, stat);
  if (error == Errno::Success) give(stat, result);
  return error;
}

Errno pathFilestatGet(Call& call, Descriptor& start, std::uint32_t lookup, GuestPath& path,
                      Out<Filestat> result) {
  wasi::Filestat stat;
  const Errno error = statPath(call, start, lookup, path, stat);
  if (error == Errno::Success) give(stat, result);
  return error;
}

Errno pollOneoff(Call& call, GuestPtr in, GuestPtr out, std::uint32_t count,
                 Out<std::uint32_t> result) {
  return pollWith<Subscription>(call, in, out, count, result, translate);
}

}  // namespace wald::wasi::calls::unstable
