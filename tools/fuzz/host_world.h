#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace wald::fuzz {

/// Directories of the host for one round of calls: `rw` and `ro` to be granted, with links that lead out; and what no call may change or
/// read: `outside`, all of `ro`, and `rw/protected`, where compiled code would be kept.
class HostWorld {
public:
  /// `hasProtected`: with `rw/protected`.
  explicit HostWorld(bool hasProtected);
  ~HostWorld();
  HostWorld(const HostWorld&) = delete;
  HostWorld& operator=(const HostWorld&) = delete;

  bool hasProtected() const { return hasProtected_; }
  std::filesystem::path path(std::string_view name) const { return base_ / name; }

  /// What has changed that must not, compared with the beginning; none if nothing has.
  std::optional<std::string> difference() const;
  /// Whether a guest was told of a file that is none of those it was granted.
  bool isOutOfReach(std::uint64_t device, std::uint64_t inode) const;

  /// Stands in what must not be read, and nowhere else.
  static constexpr std::string_view secret = "the secret of wald's canaries";

private:
  /// All that a file is but its time of access, by path.
  using Listing = std::map<std::string, std::string>;
  void list(const std::filesystem::path& path, Listing& listing) const;
  Listing listAll() const;

  std::filesystem::path base_;
  bool hasProtected_;
  Listing before_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> outOfReach_;
};

}  // namespace wald::fuzz
