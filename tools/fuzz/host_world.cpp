#include "host_world.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <sys/stat.h>

#include <fmt/format.h>

namespace wald::fuzz {

namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string contentOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A directory to be granted, with what paths are made of (host_calls.cpp).
void fill(const fs::path& root, const fs::path& outside) {
  fs::create_directories(root / "dir/deep");
  fs::create_directory(root / "a");
  write(root / "file", "a file of the guest's");
  write(root / "dir/file", "another one");
  write(root / "dir/deep/b", std::string(5000, 'b'));
  fs::create_symlink("dir", root / "link");
  fs::create_symlink("../file", root / "dir/link");
  fs::create_symlink("ring", root / "ring");
  // Those lead out.
  fs::create_symlink("..", root / "up");
  fs::create_symlink("../outside", root / "out");
  fs::create_symlink("../../outside/canary", root / "dir/escape");
  fs::create_symlink(outside, root / "abs");
  fs::create_symlink(outside / "canary", root / "canary");
}

std::string describe(const fs::path& path, const struct stat& file) {
  std::string text =
      fmt::format("mode {:o}, {} links, {} bytes, inode {}, modified {}.{:09}, changed {}.{:09}",
                  file.st_mode, file.st_nlink, file.st_size, file.st_ino, file.st_mtim.tv_sec,
                  file.st_mtim.tv_nsec, file.st_ctim.tv_sec, file.st_ctim.tv_nsec);
  if (S_ISREG(file.st_mode)) text += ": " + contentOf(path);
  if (S_ISLNK(file.st_mode)) text += " -> " + fs::read_symlink(path).string();
  return text;
}

}  // namespace

HostWorld::HostWorld(bool hasProtected) : hasProtected_(hasProtected) {
  std::string name = (fs::temp_directory_path() / "wald-fuzz-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  base_ = fs::canonical(name);
  const fs::path outside = path("outside");
  fs::create_directories(outside / "dir");
  write(outside / "canary", secret);
  write(outside / "file", secret);
  write(outside / "dir" / secret, secret);
  if (hasProtected) {
    fs::create_directories(path("rw/protected/dir"));
    write(path("rw/protected/canary"), secret);
    write(path("rw/protected/file"), secret);
  }
  for (const char* const granted : {"rw", "ro"}) fill(path(granted), outside);
  before_ = listAll();

  for (const char* const hidden : {"", "outside", "outside/canary", "outside/file", "outside/dir",
                                   "rw/protected", "rw/protected/canary", "rw/protected/file"}) {
    struct stat file;
    if (::lstat(path(hidden).c_str(), &file) == 0) outOfReach_.emplace(file.st_dev, file.st_ino);
  }
}

HostWorld::~HostWorld() {
  std::error_code ignored;
  fs::remove_all(base_, ignored);
}

void HostWorld::list(const fs::path& path, Listing& listing) const {
  struct stat file;
  if (::lstat(path.c_str(), &file) != 0) return;
  listing[path.string()] = describe(path, file);
  if (!S_ISDIR(file.st_mode)) return;
  for (const auto& entry : fs::directory_iterator(path)) list(entry.path(), listing);
}

HostWorld::Listing HostWorld::listAll() const {
  Listing listing;
  struct stat file;
  // Itself, without what may change below.
  if (::lstat(base_.c_str(), &file) == 0) listing[base_.string()] = describe(base_, file);
  for (const char* const kept : {"outside", "ro"}) list(path(kept), listing);
  if (hasProtected_) list(path("rw/protected"), listing);
  return listing;
}

std::optional<std::string> HostWorld::difference() const {
  const Listing now = listAll();
  for (const auto& [path, what] : before_) {
    const auto found = now.find(path);
    if (found == now.end()) return path + " is gone";
    if (found->second != what) {
      return fmt::format("{} has changed\n  from {}\n  to   {}", path, what, found->second);
    }
  }
  for (const auto& [path, what] : now) {
    if (!before_.contains(path)) return path + " is new";
  }
  return std::nullopt;
}

bool HostWorld::isOutOfReach(std::uint64_t device, std::uint64_t inode) const {
  return outOfReach_.contains({device, inode});
}

}  // namespace wald::fuzz
