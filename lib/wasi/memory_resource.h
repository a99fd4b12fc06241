#pragma once

#include <memory>

#include "wasi/memory_tree.h"
#include "wasi/resource.h"

namespace wald::wasi {

/// A file, directory or link in memory that is open.
class MemoryResource final : public Resource {
public:
  /// `device` is the file system's number for the guest.
  MemoryResource(std::shared_ptr<MemoryTree> tree, MemoryNodePtr node, std::uint64_t device)
      : tree_(std::move(tree)), node_(std::move(node)), device_(device) {}
  ~MemoryResource() override;

  Errno stat(Filestat& out) override;
  std::string describe() override;
  Errno setTimes(const Times& times) override;
  Errno setFlags(FdFlags, FdFlags) override { return Errno::Success; }
  Errno sync() override { return Errno::Success; }
  std::uint64_t available() override;

  Errno read(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;
  Errno write(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) override;
  Errno readAt(std::span<const Slice> slices, std::uint64_t offset, std::uint32_t& count) override;
  Errno writeAt(std::span<const Slice> slices, std::uint64_t offset, FdFlags flags,
                std::uint32_t& count) override;
  Errno seek(std::int64_t offset, Whence whence, std::uint64_t& position) override;
  Errno setSize(std::uint64_t size) override;
  Errno allocate(std::uint64_t offset, std::uint64_t size) override;
  Errno advise(std::uint64_t offset, std::uint64_t size, Advice advice) override;

  Errno readDirectory(std::uint64_t cookie, std::size_t wanted,
                      bool (*sink)(void* data, const DirectoryEntry& entry), void* data) override;
  Errno openBeneath(const char* path, const OpenHow& how, std::unique_ptr<Resource>& out) override;
  Errno makeDirectory(const char* name) override;
  Errno removeDirectory(const char* name) override;
  Errno unlinkFile(const char* name) override;
  Errno symlink(const char* target, const char* name) override;
  Errno readLink(const char* name, std::span<std::uint8_t> buffer, std::uint32_t& size) override;
  Errno rename(const char* name, Resource& newParent, const char* newName) override;
  Errno link(const char* name, Resource& newParent, const char* newName) override;
  const void* fileSystem() const override { return tree_.get(); }

private:
  using Guard = std::lock_guard<std::mutex>;
  /// The node, where it is of that kind: what is done with another comes from a descriptor without the right to it.
  MemoryFile* file() const;
  MemoryDirectory* directory() const;
  /// Of another open directory of this file system.
  static MemoryDirectory* directoryOf(Resource& other);

  // With the lock held.
  void take(const MemoryFile& file, std::span<const Slice> slices, std::uint64_t offset,
            std::uint32_t& count) const;
  Errno put(MemoryFile& file, std::span<const Slice> slices, std::uint64_t offset,
            std::uint32_t& count) const;
  /// Marks the file as read, as seldom as Linux does (`relatime`).
  void markRead() const;

  std::shared_ptr<MemoryTree> tree_;
  MemoryNodePtr node_;
  std::uint64_t device_;
  std::uint64_t position_ = 0;  ///< changed with the lock held
};

}  // namespace wald::wasi
