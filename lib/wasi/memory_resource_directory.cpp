// What open directories in memory do.
#include <algorithm>
#include <limits>

#include "wasi/memory_resource.h"

namespace wald::wasi {

namespace {

// Cookies: 0 is ".", 1 is "..", and behind them come the names by their numbers.
constexpr std::uint64_t firstName = 2;

}  // namespace

MemoryDirectory* MemoryResource::directory() const {
  return node_->isDirectory() ? static_cast<MemoryDirectory*>(node_.get()) : nullptr;
}

MemoryDirectory* MemoryResource::directoryOf(Resource& other) {
  return static_cast<MemoryResource&>(other).directory();
}

Errno MemoryResource::readDirectory(std::uint64_t cookie, std::size_t,
                                    bool (*sink)(void* data, const DirectoryEntry& entry),
                                    void* data) {
  if (cookie > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return Errno::Inval;
  }
  const Guard guard(tree_->mutex());
  const MemoryDirectory* const here = directory();
  if (here == nullptr) return Errno::NotDir;
  if (here->links == 0) return Errno::NoEnt;
  markRead();
  const std::uint64_t above = here->parent == nullptr ? here->inode : here->parent->inode;
  if (cookie == 0 && !sink(data, {".", here->inode, 1, Filetype::Directory})) {
    return Errno::Success;
  }
  if (cookie <= 1 && !sink(data, {"..", above, firstName, Filetype::Directory})) {
    return Errno::Success;
  }
  std::uint64_t number = std::max(cookie, firstName) - firstName;
  while (const std::string* const name = here->from(number, number)) {
    const MemoryNodePtr node = here->find(*name);
    ++number;
    if (!sink(data, {*name, node->inode, number + firstName, node->type})) break;
  }
  return Errno::Success;
}

Errno MemoryResource::openBeneath(const char* path, const OpenHow& how,
                                  std::unique_ptr<Resource>& out) {
  MemoryNodePtr node;
  {
    const Guard guard(tree_->mutex());
    MemoryDirectory* const here = directory();
    if (here == nullptr) return Errno::NotDir;
    if (const Errno error = tree_->open(*here, path, how, node); error != Errno::Success) {
      return error;
    }
  }
  out = std::make_unique<MemoryResource>(tree_, std::move(node), device_);
  return Errno::Success;
}

Errno MemoryResource::makeDirectory(const char* name) {
  const Guard guard(tree_->mutex());
  MemoryDirectory* const here = directory();
  return here == nullptr ? Errno::NotDir : tree_->makeDirectory(*here, MemoryName(name));
}

Errno MemoryResource::removeDirectory(const char* name) {
  const Guard guard(tree_->mutex());
  MemoryDirectory* const here = directory();
  return here == nullptr ? Errno::NotDir : tree_->removeDirectory(*here, MemoryName(name));
}

Errno MemoryResource::unlinkFile(const char* name) {
  const Guard guard(tree_->mutex());
  MemoryDirectory* const here = directory();
  return here == nullptr ? Errno::NotDir : tree_->unlinkFile(*here, MemoryName(name));
}

Errno MemoryResource::symlink(const char* target, const char* name) {
  const Guard guard(tree_->mutex());
  MemoryDirectory* const here = directory();
  return here == nullptr ? Errno::NotDir : tree_->symlink(target, *here, MemoryName(name));
}

Errno MemoryResource::readLink(const char* name, std::span<std::uint8_t> buffer,
                               std::uint32_t& size) {
  const Guard guard(tree_->mutex());
  const MemoryDirectory* const here = directory();
  if (here == nullptr) return Errno::NotDir;
  const MemoryNodePtr node = here->find(name);
  if (node == nullptr) return Errno::NoEnt;
  if (!node->isLink()) return Errno::Inval;
  const std::string& target = static_cast<const MemoryLink&>(*node).target();
  const std::size_t part = std::min(target.size(), buffer.size());
  if (part != 0) std::memcpy(buffer.data(), target.data(), part);
  size = static_cast<std::uint32_t>(part);
  return Errno::Success;
}

Errno MemoryResource::rename(const char* name, Resource& newParent, const char* newName) {
  if (newParent.fileSystem() != fileSystem()) return Errno::XDev;
  const Guard guard(tree_->mutex());
  MemoryDirectory* const from = directory();
  MemoryDirectory* const to = directoryOf(newParent);
  if (from == nullptr || to == nullptr) return Errno::NotDir;
  return tree_->rename(*from, MemoryName(name), *to, MemoryName(newName));
}

Errno MemoryResource::link(const char* name, Resource& newParent, const char* newName) {
  if (newParent.fileSystem() != fileSystem()) return Errno::XDev;
  const Guard guard(tree_->mutex());
  MemoryDirectory* const from = directory();
  MemoryDirectory* const to = directoryOf(newParent);
  if (from == nullptr || to == nullptr) return Errno::NotDir;
  return tree_->link(*from, MemoryName(name), *to, MemoryName(newName));
}

}  // namespace wald::wasi
