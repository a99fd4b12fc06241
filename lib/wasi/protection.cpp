#include "wasi/protection.h"

#include <algorithm>

#include "wasi/host.h"

namespace wald::wasi {

namespace {

/// Some file systems do not tell upper case from lower.
bool isSameName(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

bool Protection::forbids(DirectoryId directory) const {
  return std::ranges::find(forbidden_, directory) != forbidden_.end();
}

bool Protection::concerns(DirectoryId directory) const {
  return forbids(directory) || std::ranges::find(steps_, directory, &Step::parent) != steps_.end();
}

bool Protection::mayBeBelow(DirectoryId directory) const {
  if (concerns(directory)) return true;
  const bool isSameDevice = std::ranges::any_of(
      steps_, [&](const Step& step) { return step.parent.device == directory.device; });
  return isSameDevice && !host::isMountedWhole(directory.device);
}

bool Protection::forbids(DirectoryId parent, std::string_view name) const {
  return std::ranges::any_of(steps_, [&](const Step& step) {
    return step.isLast && step.parent == parent && isSameName(step.name, name);
  });
}

bool Protection::fixes(DirectoryId parent, std::string_view name) const {
  return std::ranges::any_of(steps_, [&](const Step& step) {
    return step.parent == parent && isSameName(step.name, name);
  });
}

bool leadsTo(const std::string& directory, const std::string& other) {
  Protection protection;
  protection.add(other);
  host::File file;
  std::string reason;
  DirectoryId id;
  return host::openGrant(directory, file, reason) && host::identify(file.fd(), id) &&
         protection.concerns(id);
}

}  // namespace wald::wasi
