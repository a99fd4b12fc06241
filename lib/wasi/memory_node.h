#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "wasi/memory_contents.h"
#include "wasi/types.h"

/// What a file system in memory is made of. Nothing here locks: `MemoryTree` does.
namespace wald::wasi {

/// What is in use of what may be.
class MemoryUsage {
public:
  MemoryUsage(std::uint64_t mostBytes, std::uint64_t mostNames)
      : mostBytes_(mostBytes), mostNames_(mostNames) {}

  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t names() const { return names_; }
  std::uint64_t bytesLeft() const { return mostBytes_ - bytes_; }
  bool hasNameLeft() const { return names_ < mostNames_; }

  void addBytes(std::uint64_t count) { bytes_ += count; }
  void removeBytes(std::uint64_t count) { bytes_ -= count; }
  void addName() { ++names_; }
  void removeName() { --names_; }

private:
  std::uint64_t mostBytes_;
  std::uint64_t mostNames_;
  std::uint64_t bytes_ = 0;
  std::uint64_t names_ = 0;
};

class MemoryDirectory;

class MemoryNode {
public:
  MemoryNode(Filetype type, std::uint64_t inode) : type(type), inode(inode) {}
  virtual ~MemoryNode() = default;
  MemoryNode(const MemoryNode&) = delete;
  MemoryNode& operator=(const MemoryNode&) = delete;

  bool isDirectory() const { return type == Filetype::Directory; }
  bool isLink() const { return type == Filetype::SymbolicLink; }

  const Filetype type;
  const std::uint64_t inode;
  std::uint64_t links = 0;  ///< as `Filestat`; 0: it was removed, and lives as long as it is open
  std::uint64_t accessed = 0;
  std::uint64_t modified = 0;
  std::uint64_t changed = 0;
  /// Where it got its last name, as long as it has that. Null for the root.
  MemoryDirectory* parent = nullptr;
  std::string name;
};

using MemoryNodePtr = std::shared_ptr<MemoryNode>;

class MemoryFile final : public MemoryNode {
public:
  MemoryFile(std::uint64_t inode, MemoryUsage& usage)
      : MemoryNode(Filetype::RegularFile, inode), usage_(usage) {}
  ~MemoryFile() override { usage_.removeBytes(contents_.size()); }

  std::span<std::uint8_t> bytes() const { return contents_.bytes(); }
  std::uint64_t size() const { return contents_.size(); }
  /// The size to which it can be made up to `wanted`.
  std::uint64_t possibleSize(std::uint64_t wanted) const;
  /// False if that is too much.
  bool resize(std::uint64_t size);

private:
  MemoryUsage& usage_;
  MemoryContents contents_;
};

class MemoryLink final : public MemoryNode {
public:
  MemoryLink(std::uint64_t inode, MemoryUsage& usage, std::string_view target)
      : MemoryNode(Filetype::SymbolicLink, inode), usage_(usage), target_(target) {
    usage_.addBytes(target_.size());
  }
  ~MemoryLink() override { usage_.removeBytes(target_.size()); }

  const std::string& target() const { return target_; }

private:
  MemoryUsage& usage_;
  const std::string target_;
};

/// Names of nodes. Each has a number, higher than those of older ones: what cookies of `fd_readdir` are made of.
class MemoryDirectory final : public MemoryNode,
                              public std::enable_shared_from_this<MemoryDirectory> {
public:
  MemoryDirectory(std::uint64_t inode, MemoryUsage& usage)
      : MemoryNode(Filetype::Directory, inode), usage_(usage) {
    links = 2;
  }

  bool isEmpty() const { return names_.empty(); }
  /// Null if there is none with that name.
  MemoryNodePtr find(std::string_view name) const;
  /// Gives a node a name that is free.
  void add(std::string_view name, MemoryNodePtr node);
  /// Takes a name that is there from its node, which it gives back.
  MemoryNodePtr remove(std::string_view name);
  /// The first name with at least that number; null at the end.
  const std::string* from(std::uint64_t number, std::uint64_t& found) const;
  const auto& names() const { return names_; }

private:
  struct Named {
    MemoryNodePtr node;
    std::uint64_t number;
  };
  MemoryUsage& usage_;
  std::map<std::string, Named, std::less<>> names_;
  std::map<std::uint64_t, const std::string*> numbers_;
  std::uint64_t next_ = 0;
};

}  // namespace wald::wasi
