// What is named by a path: looked at, made, removed, renamed.
#include "wasi/calls.h"
#include "wasi/calls_filestat.h"
#include "wasi/place.h"
#include "wasi/times.h"

namespace wald::wasi::calls {

namespace {

/// Opens what a path names without reading or writing it.
Errno nameFile(const Descriptor& start, const GuestPath& path, std::uint32_t lookup,
               std::unique_ptr<Resource>& file) {
  if ((lookup & ~lookupSymlinkFollow) != 0) return Errno::Inval;
  const OpenHow how{.follow = (lookup & lookupSymlinkFollow) != 0, .pathOnly = true};
  return start.resource->openBeneath(path.text.data(), how, file);
}

/// Whether a path that ends in a slash names a directory, which may be found through a link.
Errno requireDirectory(const Descriptor& start, const GuestPath& path) {
  std::unique_ptr<Resource> file;
  const OpenHow how{.directory = true, .follow = true, .pathOnly = true};
  return start.resource->openBeneath(path.text.data(), how, file);
}

bool endsInSlash(const GuestPath& path) { return path.text[path.size - 1] == '/'; }

}  // namespace

Errno pathCreateDirectory(Call&, Descriptor& start, GuestPath& path) {
  Place place;
  const Errno error = place.findToChange(start, path, Errno::Exist);
  return error == Errno::Success ? place.directory().makeDirectory(place.name()) : error;
}

Errno statPath(Call& call, Descriptor& start, std::uint32_t lookup, GuestPath& path,
               Filestat& stat) {
  std::unique_ptr<Resource> file;
  const Errno error = nameFile(start, path, lookup, file);
  return error == Errno::Success ? call.state.stat(*file, stat) : error;
}

Errno pathFilestatGet(Call& call, Descriptor& start, std::uint32_t lookup, GuestPath& path,
                      Out<Filestat> result) {
  Filestat stat;
  const Errno error = statPath(call, start, lookup, path, stat);
  if (error == Errno::Success) result.set(stat);
  return error;
}

Errno pathFilestatSetTimes(Call&, Descriptor& start, std::uint32_t lookup, GuestPath& path,
                           std::uint64_t accessed, std::uint64_t modified, std::uint32_t flags) {
  Times times;
  if (const Errno error = makeTimes(accessed, modified, flags, times); error != Errno::Success) {
    return error;
  }
  std::unique_ptr<Resource> file;
  const Errno error = nameFile(start, path, lookup, file);
  return error == Errno::Success ? file->setTimes(times) : error;
}

// A link to a link's target would be made by a second look at the path, between which and the first
// it may have changed.
Errno pathLink(Call&, Descriptor& oldStart, std::uint32_t lookup, GuestPath& oldPath,
               Descriptor& newStart, GuestPath& newPath) {
  if (lookup != 0) return Errno::Inval;
  if (endsInSlash(oldPath)) {
    const Errno error = requireDirectory(oldStart, oldPath);
    return error == Errno::Success ? Errno::Perm : error;
  }
  Place from;
  Place to;
  if (const Errno error = from.findToChange(oldStart, oldPath, Errno::Perm);
      error != Errno::Success)
    return error;
  if (const Errno error = to.findToChange(newStart, newPath, Errno::Exist); error != Errno::Success)
    return error;
  return from.directory().link(from.name(), to.directory(), to.name());
}

Errno pathReadlink(Call&, Descriptor& start, GuestPath& path, std::span<std::uint8_t> buffer,
                   Out<std::uint32_t> result) {
  if (endsInSlash(path)) {
    const Errno error = requireDirectory(start, path);
    return error == Errno::Success ? Errno::Inval : error;
  }
  Place place;
  if (const Errno error = place.find(start, path, Errno::Inval); error != Errno::Success)
    return error;
  std::uint32_t size = 0;
  const Errno error = place.directory().readLink(place.name(), buffer, size);
  if (error == Errno::Success) result.set(size);
  return error;
}

Errno pathRemoveDirectory(Call&, Descriptor& start, GuestPath& path) {
  Place place;
  const Errno error = place.findToChange(start, path, Errno::Inval);
  return error == Errno::Success ? place.directory().removeDirectory(place.name()) : error;
}

Errno pathRename(Call&, Descriptor& oldStart, GuestPath& oldPath, Descriptor& newStart,
                 GuestPath& newPath) {
  Place from;
  Place to;
  if (const Errno error = from.findToChange(oldStart, oldPath, Errno::Busy);
      error != Errno::Success)
    return error;
  if (const Errno error = to.findToChange(newStart, newPath, Errno::Busy); error != Errno::Success)
    return error;
  return from.directory().rename(from.name(), to.directory(), to.name());
}

// We would not follow a link that leads out, but other programs of the host would: absolute ones
// are not made.
Errno pathSymlink(Call&, GuestPath& target, Descriptor& start, GuestPath& path) {
  if (target.text[0] == '/') return Errno::AbsoluteLink;
  Place place;
  const Errno error = place.findToChange(start, path, Errno::Exist);
  return error == Errno::Success ? place.directory().symlink(target.text.data(), place.name())
                                 : error;
}

Errno pathUnlinkFile(Call&, Descriptor& start, GuestPath& path) {
  Place place;
  const Errno error = place.findToChange(start, path, Errno::IsDir);
  return error == Errno::Success ? place.directory().unlinkFile(place.name()) : error;
}

}  // namespace wald::wasi::calls
