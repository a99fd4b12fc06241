#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wald::wasi {

/// What a directory is, whatever it is called.
struct DirectoryId {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  bool operator==(const DirectoryId&) const = default;
};

/// Directories that no guest may enter (`Config::protectedDirectories`), and the names that lead to them from the root of the host. Those
/// names are a guest's neither to remove, to replace nor to make: else it could put a directory of its own in the place of a protected one.
///
/// Nothing here changes after it was made. Any thread may ask.
class Protection {
public:
  /// Adds a directory by a path of the host, as far as it exists now. A relative path starts at the current directory.
  void add(const std::string& path);

  bool isEmpty() const { return steps_.empty(); }
  /// Whether this directory is one on the way to a protected one, or is that.
  bool concerns(DirectoryId directory) const;
  /// Whether something protected may be found below a directory without entering another mount: it is on the way, or the way may have
  /// begun in the middle of its device.
  bool mayBeBelow(DirectoryId directory) const;
  /// Whether it may not be entered.
  bool forbids(DirectoryId directory) const;
  /// Whether what has that name in a directory may not be entered, whatever it is at the moment.
  bool forbids(DirectoryId parent, std::string_view name) const;
  /// Whether that name in a directory leads to a protected one, and has to stay as it is.
  bool fixes(DirectoryId parent, std::string_view name) const;

private:
  friend class ProtectionWalk;

  /// A name, and where it stands. The last one leads into the protected directory.
  struct Step {
    DirectoryId parent;
    std::string name;
    bool isLast = false;
  };
  std::vector<Step> steps_;
  std::vector<DirectoryId> forbidden_;
};

/// Whether one directory of the host is on the way to the other, so that granting the first concerns the second, which need not
/// exist yet.
bool leadsTo(const std::string& directory, const std::string& other);

}  // namespace wald::wasi
