#include "wasi/place.h"

#include <string_view>

namespace wald::wasi {

namespace {

constexpr OpenHow asDirectory{.directory = true, .follow = true, .pathOnly = true};

}  // namespace

Errno Place::find(const Descriptor& start, GuestPath& path, Errno ifDots) {
  char* const text = path.text.data();
  const std::string_view whole(text, path.size);
  const std::size_t last = whole.find_last_not_of('/');
  if (last == std::string_view::npos) return Errno::LeadsOut;
  const std::size_t slash = whole.find_last_of('/', last);
  const std::size_t first = slash == std::string_view::npos ? 0 : slash + 1;
  const std::string_view name = whole.substr(first, last + 1 - first);

  if (name == "." || name == "..") {
    const Errno error = start.resource->openBeneath(text, asDirectory, opened_);
    return error == Errno::Success ? ifDots : error;
  }
  endsInSlash_ = last + 1 < whole.size();
  name_ = text + first;
  // One slash at the end says as much as several.
  if (endsInSlash_) text[last + 2] = '\0';
  if (first == 0) {
    directory_ = start.resource.get();
    return Errno::Success;
  }
  if (slash == 0) return Errno::LeadsOut;
  text[slash] = '\0';
  const Errno error = start.resource->openBeneath(text, asDirectory, opened_);
  directory_ = opened_.get();
  return error;
}

Errno Place::findToChange(const Descriptor& start, GuestPath& path, Errno ifDots) {
  const Errno error = find(start, path, ifDots);
  return error == Errno::Success ? directory_->checkChange(name_) : error;
}

}  // namespace wald::wasi
