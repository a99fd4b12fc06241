#include "wasi/memory_node.h"

#include <algorithm>
#include <limits>

namespace wald::wasi {

std::uint64_t MemoryFile::possibleSize(std::uint64_t wanted) const {
  const std::uint64_t left = usage_.bytesLeft();
  return wanted <= size() || wanted - size() <= left ? wanted : size() + left;
}

bool MemoryFile::resize(std::uint64_t size) {
  const std::uint64_t before = contents_.size();
  if (possibleSize(size) < size || size > std::numeric_limits<std::size_t>::max()) return false;
  if (!contents_.resize(static_cast<std::size_t>(size))) return false;
  usage_.removeBytes(before);
  usage_.addBytes(size);
  return true;
}

MemoryNodePtr MemoryDirectory::find(std::string_view name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : found->second.node;
}

void MemoryDirectory::add(std::string_view name, MemoryNodePtr node) {
  usage_.addName();
  node->parent = this;
  node->name = name;
  if (node->isDirectory()) {
    ++links;
  } else {
    ++node->links;
  }
  const std::uint64_t number = next_++;
  const auto [at, isNew] = names_.emplace(name, Named{std::move(node), number});
  numbers_.emplace(number, &at->first);
}

MemoryNodePtr MemoryDirectory::remove(std::string_view name) {
  const auto at = names_.find(name);
  MemoryNodePtr node = std::move(at->second.node);
  if (node->isDirectory()) {
    --links;
  } else {
    --node->links;
  }
  if (node->parent == this && node->name == name) {
    node->parent = nullptr;
    node->name.clear();
  }
  numbers_.erase(at->second.number);
  names_.erase(at);
  usage_.removeName();
  return node;
}

const std::string* MemoryDirectory::from(std::uint64_t number, std::uint64_t& found) const {
  const auto at = numbers_.lower_bound(number);
  if (at == numbers_.end()) return nullptr;
  found = at->first;
  return at->second;
}

}  // namespace wald::wasi
