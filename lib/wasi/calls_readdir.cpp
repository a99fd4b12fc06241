#include <algorithm>

#include "wasi/calls.h"

namespace wald::wasi::calls {

namespace {

/// Fills a guest's buffer with entries, the last of which may be cut off.
struct EntryWriter {
  std::span<std::uint8_t> buffer;
  std::uint64_t rootInode;  ///< of a granted directory: what its ".." is said to be; else 0
  std::size_t used = 0;

  bool put(const void* data, std::size_t size) {
    const std::size_t part = std::min(size, buffer.size() - used);
    if (part != 0) std::memcpy(buffer.data() + used, data, part);
    used += part;
    return part == size;
  }

  bool write(const host::DirectoryEntry& entry) {
    Dirent head;
    head.next = entry.next;
    head.inode = entry.name == ".." && rootInode != 0 ? rootInode : entry.inode;
    head.nameSize = static_cast<std::uint32_t>(entry.name.size());
    head.type = entry.type;
    return put(&head, sizeof(head)) && put(entry.name.data(), entry.name.size()) &&
           used < buffer.size();
  }
};

}  // namespace

Errno fdReaddir(Call&, Descriptor& directory, std::span<std::uint8_t> buffer, std::uint64_t cookie,
                Out<std::uint32_t> result) {
  EntryWriter writer{buffer, 0};
  if (directory.preopen) {
    // The guest's root is its own parent; nothing is told of what lies above.
    Filestat self;
    if (const Errno error = host::stat(directory.fd(), self); error != Errno::Success) return error;
    writer.rootInode = self.inode;
  }
  const auto sink = [](void* data, const host::DirectoryEntry& entry) {
    return static_cast<EntryWriter*>(data)->write(entry);
  };
  const Errno error = host::readDirectory(directory.fd(), cookie, buffer.size(), sink, &writer);
  if (error != Errno::Success) return error;
  result.set(static_cast<std::uint32_t>(writer.used));
  return Errno::Success;
}

}  // namespace wald::wasi::calls
