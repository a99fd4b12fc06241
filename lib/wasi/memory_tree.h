#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "wasi/clock.h"
#include "wasi/memory_node.h"
#include "wasi/terms.h"

namespace wald::wasi {

/// A name that was looked up, possibly with a slash after it.
struct MemoryName {
  explicit MemoryName(std::string_view text)
      : text(text.substr(0, text.find('/'))), endsInSlash(text.ends_with('/')) {}
  std::string_view text;
  bool endsInSlash;
};

/// A tree of files in memory, and what can be done with its names: as Linux does it, with the same errors. Beyond that `NoSpc` where it
/// has too many bytes, `DQuot` where it has too many names.
///
/// Who calls holds `mutex`, also to let go of the last reference to a node.
class MemoryTree {
public:
  MemoryTree(MemoryUsage usage, std::shared_ptr<Clock> clock);
  ~MemoryTree();
  MemoryTree(const MemoryTree&) = delete;
  MemoryTree& operator=(const MemoryTree&) = delete;

  std::mutex& mutex() const { return mutex_; }
  const MemoryUsage& usage() const { return usage_; }
  const std::shared_ptr<MemoryDirectory>& root() const { return root_; }
  /// Of the clock in real time.
  std::uint64_t now() const;
  /// A node's times after its contents were changed.
  void touch(MemoryNode& node) const { node.modified = node.changed = now(); }

  /// Opens what a path names beneath a directory. `LeadsOut` for what leads out.
  Errno open(MemoryDirectory& start, std::string_view path, const OpenHow& how, MemoryNodePtr& out);

  Errno makeDirectory(MemoryDirectory& parent, MemoryName name);
  Errno removeDirectory(MemoryDirectory& parent, MemoryName name);
  Errno unlinkFile(MemoryDirectory& parent, MemoryName name);
  Errno symlink(std::string_view target, MemoryDirectory& parent, MemoryName name);
  Errno rename(MemoryDirectory& oldParent, MemoryName oldName, MemoryDirectory& newParent,
               MemoryName newName);
  Errno link(MemoryDirectory& oldParent, MemoryName oldName, MemoryDirectory& newParent,
             MemoryName newName);
  /// Removes a name that is there with all that is below it.
  void removeAll(MemoryDirectory& parent, std::string_view name);

private:
  /// Whether a new name can be given in a directory.
  Errno checkNew(const MemoryDirectory& parent, MemoryName name) const;
  Errno createFile(MemoryDirectory& parent, std::string_view name, MemoryNodePtr& out);
  /// A new node, with the times of now.
  MemoryNodePtr stamped(MemoryNodePtr node) const;
  void add(MemoryDirectory& parent, std::string_view name, MemoryNodePtr node);
  MemoryNodePtr remove(MemoryDirectory& parent, std::string_view name);
  /// Takes all names from a directory and those below it. Trees may be deeper than the stack.
  static void clear(std::shared_ptr<MemoryDirectory> directory);

  mutable std::mutex mutex_;
  MemoryUsage usage_;
  std::shared_ptr<Clock> clock_;
  std::uint64_t lastInode_ = 0;
  std::shared_ptr<MemoryDirectory> root_;
};

}  // namespace wald::wasi
