#include "wasi/memory_tree.h"

#include <utility>
#include <vector>

#include "wasi/limits.h"
#include "wasi/memory_walk.h"

namespace wald::wasi {

namespace {

MemoryDirectory& asDirectory(MemoryNode& node) { return static_cast<MemoryDirectory&>(node); }

/// Whether a directory is another one, or lies below it.
bool isBelow(const MemoryDirectory* directory, const MemoryNode& other) {
  while (directory != nullptr && directory != &other) directory = directory->parent;
  return directory != nullptr;
}

bool isRemoved(const MemoryDirectory& directory) { return directory.links == 0; }

}  // namespace

MemoryTree::MemoryTree(MemoryUsage usage, std::shared_ptr<Clock> clock)
    : usage_(usage), clock_(std::move(clock)),
      root_(std::make_shared<MemoryDirectory>(++lastInode_, usage_)) {
  stamped(root_);
}

MemoryTree::~MemoryTree() { clear(root_); }

std::uint64_t MemoryTree::now() const {
  std::uint64_t time = 0;
  static_cast<void>(clock_->now(ClockId::Realtime, time));
  return time;
}

MemoryNodePtr MemoryTree::stamped(MemoryNodePtr node) const {
  node->accessed = node->modified = node->changed = now();
  return node;
}

void MemoryTree::add(MemoryDirectory& parent, std::string_view name, MemoryNodePtr node) {
  node->changed = now();
  parent.add(name, std::move(node));
  touch(parent);
}

MemoryNodePtr MemoryTree::remove(MemoryDirectory& parent, std::string_view name) {
  MemoryNodePtr node = parent.remove(name);
  node->changed = now();
  touch(parent);
  return node;
}

Errno MemoryTree::checkNew(const MemoryDirectory& parent, MemoryName name) const {
  if (isRemoved(parent)) return Errno::NoEnt;
  if (name.text.size() > limits::nameBytes) return Errno::NameTooLong;
  if (parent.find(name.text) != nullptr) return Errno::Exist;
  return usage_.hasNameLeft() ? Errno::Success : Errno::DQuot;
}

Errno MemoryTree::createFile(MemoryDirectory& parent, std::string_view name, MemoryNodePtr& out) {
  if (const Errno error = checkNew(parent, MemoryName(name)); error != Errno::Success) return error;
  out = stamped(std::make_shared<MemoryFile>(++lastInode_, usage_));
  add(parent, name, out);
  return Errno::Success;
}

Errno MemoryTree::open(MemoryDirectory& start, std::string_view path, const OpenHow& how,
                       MemoryNodePtr& out) {
  MemoryEnd end;
  const bool isExclusive = how.create && how.exclusive;
  const Errno error = walkMemory(start, path, how.follow, isExclusive, end);
  if (error != Errno::Success) return error;
  if (end.endsInSlash && how.create) return Errno::IsDir;
  if (end.node == nullptr) {
    return how.create ? createFile(*end.parent, end.name, out) : Errno::NoEnt;
  }
  MemoryNode& node = *end.node;
  if (isExclusive) return Errno::Exist;
  if ((how.directory || end.endsInSlash) && !node.isDirectory()) return Errno::NotDir;
  if (!how.pathOnly) {
    if (node.isLink()) return Errno::Loop;
    if (node.isDirectory() && (how.write || how.create || how.truncate)) return Errno::IsDir;
    if (how.truncate) {
      static_cast<void>(static_cast<MemoryFile&>(node).resize(0));
      touch(node);
    }
  }
  out = std::move(end.node);
  return Errno::Success;
}

Errno MemoryTree::makeDirectory(MemoryDirectory& parent, MemoryName name) {
  if (const Errno error = checkNew(parent, name); error != Errno::Success) return error;
  add(parent, name.text, stamped(std::make_shared<MemoryDirectory>(++lastInode_, usage_)));
  return Errno::Success;
}

Errno MemoryTree::removeDirectory(MemoryDirectory& parent, MemoryName name) {
  const MemoryNodePtr node = parent.find(name.text);
  if (node == nullptr) return Errno::NoEnt;
  if (!node->isDirectory()) return Errno::NotDir;
  if (!asDirectory(*node).isEmpty()) return Errno::NotEmpty;
  remove(parent, name.text)->links = 0;
  return Errno::Success;
}

Errno MemoryTree::unlinkFile(MemoryDirectory& parent, MemoryName name) {
  const MemoryNodePtr node = parent.find(name.text);
  if (node == nullptr) return Errno::NoEnt;
  if (node->isDirectory()) return Errno::IsDir;
  if (name.endsInSlash) return Errno::NotDir;
  remove(parent, name.text);
  return Errno::Success;
}

Errno MemoryTree::symlink(std::string_view target, MemoryDirectory& parent, MemoryName name) {
  const Errno error = checkNew(parent, name);
  if (error == Errno::Exist) return error;
  if (name.endsInSlash) return Errno::NoEnt;
  if (error != Errno::Success) return error;
  if (usage_.bytesLeft() < target.size()) return Errno::NoSpc;
  add(parent, name.text, stamped(std::make_shared<MemoryLink>(++lastInode_, usage_, target)));
  return Errno::Success;
}

Errno MemoryTree::rename(MemoryDirectory& oldParent, MemoryName oldName, MemoryDirectory& newParent,
                         MemoryName newName) {
  const MemoryNodePtr node = oldParent.find(oldName.text);
  if (node == nullptr || isRemoved(newParent)) return Errno::NoEnt;
  if (newName.text.size() > limits::nameBytes) return Errno::NameTooLong;
  if (!node->isDirectory() && (oldName.endsInSlash || newName.endsInSlash)) return Errno::NotDir;
  if (node->isDirectory() && isBelow(&newParent, *node)) return Errno::Inval;
  const MemoryNodePtr former = newParent.find(newName.text);
  if (former == node) return Errno::Success;
  if (former != nullptr) {
    if (former->isDirectory() && isBelow(&oldParent, *former)) return Errno::NotEmpty;
    if (node->isDirectory() && !former->isDirectory()) return Errno::NotDir;
    if (!node->isDirectory() && former->isDirectory()) return Errno::IsDir;
    if (former->isDirectory() && !asDirectory(*former).isEmpty()) return Errno::NotEmpty;
    remove(newParent, newName.text);
    if (former->isDirectory()) former->links = 0;
  }
  add(newParent, newName.text, remove(oldParent, oldName.text));
  return Errno::Success;
}

Errno MemoryTree::link(MemoryDirectory& oldParent, MemoryName oldName, MemoryDirectory& newParent,
                       MemoryName newName) {
  const MemoryNodePtr node = oldParent.find(oldName.text);
  if (node == nullptr) return Errno::NoEnt;
  const Errno error = checkNew(newParent, newName);
  if (error == Errno::Exist) return error;
  if (newName.endsInSlash) return Errno::NoEnt;
  if (node->isDirectory()) return Errno::Perm;
  if (error != Errno::Success) return error;
  add(newParent, newName.text, node);
  return Errno::Success;
}

void MemoryTree::removeAll(MemoryDirectory& parent, std::string_view name) {
  const MemoryNodePtr node = remove(parent, name);
  if (!node->isDirectory()) return;
  node->links = 0;
  clear(std::static_pointer_cast<MemoryDirectory>(node));
}

void MemoryTree::clear(std::shared_ptr<MemoryDirectory> directory) {
  std::vector<std::shared_ptr<MemoryDirectory>> rest = {std::move(directory)};
  while (!rest.empty()) {
    const auto next = std::move(rest.back());
    rest.pop_back();
    while (!next->isEmpty()) {
      const std::string name = next->names().begin()->first;
      const MemoryNodePtr node = next->remove(name);
      if (!node->isDirectory()) continue;
      node->links = 0;
      rest.push_back(std::static_pointer_cast<MemoryDirectory>(node));
    }
  }
}

}  // namespace wald::wasi
