#include "wasi/memory_files.h"

#include <cstring>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "wasi/host_world.h"
#include "wasi/limits.h"
#include "wasi/memory_tree.h"
#include "wasi/names.h"

namespace wald::wasi {

namespace {

Error fail(ErrorKind kind, std::string_view path, std::string_view why) {
  return Error(kind, fmt::format("\"{}\" among files in memory: {}", path, why));
}

Error fail(std::string_view path, Errno error) {
  const bool isLimit = error == Errno::NoSpc || error == Errno::DQuot;
  return fail(isLimit ? ErrorKind::Limit : ErrorKind::Usage, path,
              isLimit ? "there is no room" : nameOf(error));
}

/// The names of a path. Fails with `Usage` if it has none, or one that can't be.
Result<std::vector<std::string_view>> split(std::string_view path) {
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view name = path.substr(at, end - at);
    at = end + 1;
    if (name.empty()) continue;
    if (name == "." || name == ".." || name.size() > limits::nameBytes ||
        name.find('\0') != std::string_view::npos) {
      return fail(ErrorKind::Usage, path, "that can't be a path");
    }
    names.push_back(name);
  }
  if (names.empty()) return fail(ErrorKind::Usage, path, "that is no path of a file");
  return names;
}

MemoryDirectory* asDirectory(const MemoryNodePtr& node) {
  const bool isDirectory = node != nullptr && node->isDirectory();
  return isDirectory ? static_cast<MemoryDirectory*>(node.get()) : nullptr;
}

/// The directory that so many names lead to; null if there is none.
MemoryDirectory* find(const MemoryTree& tree, std::span<const std::string_view> names) {
  MemoryDirectory* here = tree.root().get();
  for (const std::string_view name : names) {
    here = asDirectory(here->find(name));
    if (here == nullptr) return nullptr;
  }
  return here;
}

/// The same, made as far as it is missing.
Errno make(MemoryTree& tree, std::span<const std::string_view> names, MemoryDirectory*& out) {
  out = tree.root().get();
  for (const std::string_view name : names) {
    const Errno error = tree.makeDirectory(*out, MemoryName(name));
    if (error != Errno::Success && error != Errno::Exist) return error;
    out = asDirectory(out->find(name));
    if (out == nullptr) return Errno::NotDir;
  }
  return Errno::Success;
}

std::span<const std::string_view> withoutLast(const std::vector<std::string_view>& names) {
  return std::span(names).first(names.size() - 1);
}

}  // namespace

std::shared_ptr<MemoryFiles> MemoryFiles::create(const Limits& limits,
                                                 std::shared_ptr<Clock> clock) {
  if (clock == nullptr) clock = std::make_shared<HostClock>();
  auto tree =
      std::make_shared<MemoryTree>(MemoryUsage(limits.bytes, limits.names), std::move(clock));
  return std::shared_ptr<MemoryFiles>(new MemoryFiles(std::move(tree)));
}

Result<void> MemoryFiles::writeFile(std::string_view path, std::span<const std::uint8_t> bytes) {
  WALD_TRY_ASSIGN(names, split(path));
  const std::lock_guard guard(tree_->mutex());
  MemoryDirectory* parent = nullptr;
  if (const Errno error = make(*tree_, withoutLast(names), parent); error != Errno::Success) {
    return fail(path, error);
  }
  MemoryNodePtr node;
  const OpenHow how{.write = true, .create = true, .truncate = true};
  if (const Errno error = tree_->open(*parent, names.back(), how, node); error != Errno::Success) {
    return fail(path, error);
  }
  auto& file = static_cast<MemoryFile&>(*node);
  if (!file.resize(bytes.size())) return fail(path, Errno::NoSpc);
  if (!bytes.empty()) std::memcpy(file.bytes().data(), bytes.data(), bytes.size());
  return {};
}

Result<void> MemoryFiles::writeFile(std::string_view path, std::string_view text) {
  return writeFile(path,
                   std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Result<void> MemoryFiles::makeDirectory(std::string_view path) {
  WALD_TRY_ASSIGN(names, split(path));
  const std::lock_guard guard(tree_->mutex());
  MemoryDirectory* made = nullptr;
  const Errno error = make(*tree_, names, made);
  if (error != Errno::Success) return fail(path, error);
  return {};
}

Result<std::vector<std::uint8_t>> MemoryFiles::readFile(std::string_view path) const {
  WALD_TRY_ASSIGN(names, split(path));
  const std::lock_guard guard(tree_->mutex());
  const MemoryDirectory* const parent = find(*tree_, withoutLast(names));
  const MemoryNodePtr node = parent == nullptr ? nullptr : parent->find(names.back());
  if (node == nullptr || node->type != Filetype::RegularFile) {
    return fail(ErrorKind::Io, path, "there is no such file");
  }
  const auto bytes = static_cast<const MemoryFile&>(*node).bytes();
  return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

Result<void> MemoryFiles::remove(std::string_view path) {
  WALD_TRY_ASSIGN(names, split(path));
  const std::lock_guard guard(tree_->mutex());
  MemoryDirectory* const parent = find(*tree_, withoutLast(names));
  if (parent == nullptr || parent->find(names.back()) == nullptr) {
    return fail(ErrorKind::Io, path, "it is not there");
  }
  tree_->removeAll(*parent, names.back());
  return {};
}

std::vector<MemoryFiles::Entry> MemoryFiles::list() const {
  const std::lock_guard guard(tree_->mutex());
  struct Pending {
    const MemoryNode* node;
    std::string path;
  };
  std::vector<Entry> entries;
  std::vector<Pending> rest = {{tree_->root().get(), {}}};
  // The next one is the last of the list.
  while (!rest.empty()) {
    Pending next = std::move(rest.back());
    rest.pop_back();
    if (next.node->isDirectory()) {
      const auto& names = static_cast<const MemoryDirectory*>(next.node)->names();
      const std::string prefix = next.path.empty() ? "" : next.path + "/";
      for (auto at = names.rbegin(); at != names.rend(); ++at) {
        rest.push_back({at->second.node.get(), prefix + at->first});
      }
    }
    if (next.node == tree_->root().get()) continue;
    Entry entry;
    entry.path = std::move(next.path);
    entry.type = next.node->type;
    if (next.node->isLink()) entry.target = static_cast<const MemoryLink*>(next.node)->target();
    if (entry.type == Filetype::RegularFile) {
      entry.size = static_cast<const MemoryFile*>(next.node)->size();
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::uint64_t MemoryFiles::bytesUsed() const {
  const std::lock_guard guard(tree_->mutex());
  return tree_->usage().bytes();
}

std::uint64_t MemoryFiles::namesUsed() const {
  const std::lock_guard guard(tree_->mutex());
  return tree_->usage().names();
}

}  // namespace wald::wasi
