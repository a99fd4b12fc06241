#include "wasi/calls.h"
#include "wasi/capability.h"

namespace wald::wasi::calls {

namespace {

struct Request {
  std::uint32_t lookup;
  std::uint32_t oflags;
  std::uint32_t fdflags;
  Rights base;

  bool isValid() const {
    return (lookup & ~lookupSymlinkFollow) == 0 && (oflags & ~oflag::all) == 0 &&
           (fdflags & ~std::uint32_t{fdflag::all}) == 0 &&
           // A directory is made by its own call.
           !((oflags & oflag::creat) && (oflags & oflag::directory));
  }

  /// What opening in this way takes of the directory.
  Rights needed() const {
    return (oflags & oflag::creat ? right::PathCreateFile : 0) |
           (oflags & oflag::trunc ? right::PathFilestatSetSize : 0);
  }

  OpenHow how() const {
    OpenHow how;
    how.write = (base & right::FdWrite) != 0;
    how.read = !how.write || (base & (right::FdRead | right::FdReaddir)) != 0;
    how.create = (oflags & oflag::creat) != 0;
    how.exclusive = (oflags & oflag::excl) != 0;
    how.truncate = (oflags & oflag::trunc) != 0;
    how.directory = (oflags & oflag::directory) != 0;
    how.follow = (lookup & lookupSymlinkFollow) != 0;
    how.flags = static_cast<FdFlags>(fdflags);
    return how;
  }
};

}  // namespace

// Libraries ask for every right that could be useful. What makes no sense for the file is not
// given, silently; reading and writing are why a file is opened, so it fails when they can't be
// given.
Errno pathOpen(Call& call, Descriptor& start, std::uint32_t lookup, GuestPath& path,
               std::uint32_t oflags, Rights base, Rights inheriting, std::uint32_t fdflags,
               Out<std::uint32_t> result) {
  const Request request{lookup, oflags, fdflags, base};
  constexpr Rights essential = right::FdRead | right::FdWrite;
  if (!request.isValid()) return Errno::Inval;
  if (const Rights missing = request.needed() & ~start.rights(); missing != 0) {
    return capability::refusal(call, start, missing);
  }
  if (const Rights missing = base & essential & ~start.inheritable(); missing != 0) {
    return capability::refusal(call, start, missing);
  }
  if (call.state.descriptors.isFull()) return Errno::MFile;

  const OpenHow how = request.how();
  Descriptor opened;
  Errno error = start.resource->openBeneath(path.text.data(), how, opened.resource);
  if (error != Errno::Success) return error;
  Filestat found;
  error = opened.resource->stat(found);
  if (error != Errno::Success) return error;

  opened.type = found.filetype;
  opened.flags = how.flags;
  opened.mayWrite = start.mayWrite;
  opened.base = base & start.inheriting & rightsOf(found.filetype);
  if (!how.write) opened.base.drop(right::FdWrite | right::FdAllocate | right::FdFilestatSetSize);
  if (opened.isDirectory()) opened.inheriting = inheriting & start.inheriting;
  const auto number = call.state.descriptors.insert(std::move(opened));
  if (!number) return Errno::MFile;
  result.set(*number);
  return Errno::Success;
}

}  // namespace wald::wasi::calls
