#pragma once

#include "wasi/descriptor.h"

namespace wald::wasi {

/// Where a path that is to be made, removed or renamed lies: a directory, beneath the one it was
/// looked up from, and a name in it.
class Place {
public:
  /// Splits the path, into which it writes, and opens its directory. Where the path ends in "." or
  /// "..", which no one can make or remove, fails with `ifDots`, or because that directory can't be
  /// reached.
  Errno find(const Descriptor& start, GuestPath& path, Errno ifDots);

  /// The same for what is going to be made, replaced or removed: fails with `Protected` where that is protected.
  Errno findToChange(const Descriptor& start, GuestPath& path, Errno ifDots);

  Resource& directory() const { return *directory_; }
  /// The last component, followed by a slash if one was: for calls that do not follow links.
  const char* name() const { return name_; }
  bool endsInSlash() const { return endsInSlash_; }

private:
  std::unique_ptr<Resource> opened_;
  Resource* directory_ = nullptr;
  const char* name_ = nullptr;
  bool endsInSlash_ = false;
};

}  // namespace wald::wasi
