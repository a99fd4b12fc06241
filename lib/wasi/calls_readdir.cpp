#include <algorithm>
#include <string>
#include <vector>

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

  bool write(const DirectoryEntry& entry) {
    Dirent head;
    head.next = entry.next;
    head.inode = entry.name == ".." && rootInode != 0 ? rootInode : entry.inode;
    head.nameSize = static_cast<std::uint32_t>(entry.name.size());
    head.type = entry.type;
    return put(&head, sizeof(head)) && put(entry.name.data(), entry.name.size()) &&
           used < buffer.size();
  }
};

/// All entries by name. Their cookies are their places in that order, which is good as long as the directory does not change.
class SortedEntries {
public:
  Errno read(Resource& directory) {
    const auto sink = [](void* data, const DirectoryEntry& entry) {
      return static_cast<SortedEntries*>(data)->add(entry);
    };
    const Errno error = directory.readDirectory(0, limits::directoryChunk, sink, this);
    if (error != Errno::Success) return error;
    if (isTooLong_) return Errno::Overflow;
    std::ranges::sort(entries_, {}, &Entry::name);
    return Errno::Success;
  }

  void write(std::uint64_t cookie, EntryWriter& writer) const {
    for (std::uint64_t i = cookie; i < entries_.size(); ++i) {
      const Entry& entry = entries_[static_cast<std::size_t>(i)];
      if (!writer.write({entry.name, entry.inode, i + 1, entry.type})) return;
    }
  }

private:
  struct Entry {
    std::string name;
    std::uint64_t inode;
    Filetype type;
  };
  static constexpr std::size_t longestName = 256;
  static_assert(limits::sortedEntries * (sizeof(Entry) + longestName) <= limits::callBytes);
  bool add(const DirectoryEntry& entry) {
    isTooLong_ = entries_.size() == limits::sortedEntries;
    if (!isTooLong_) entries_.push_back({std::string(entry.name), entry.inode, entry.type});
    return !isTooLong_;
  }

  std::vector<Entry> entries_;
  bool isTooLong_ = false;
};

}  // namespace

Errno fdReaddir(Call& call, Descriptor& directory, std::span<std::uint8_t> buffer,
                std::uint64_t cookie, Out<std::uint32_t> result) {
  EntryWriter writer{buffer, 0};
  if (directory.preopen) {
    // The guest's root is its own parent; nothing is told of what lies above.
    Filestat self;
    if (const Errno error = directory.resource->stat(self); error != Errno::Success) return error;
    writer.rootInode = self.inode;
  }
  const auto sink = [](void* data, const DirectoryEntry& entry) {
    return static_cast<EntryWriter*>(data)->write(entry);
  };
  SortedEntries sorted;
  const Errno error = call.state.deterministic
                          ? sorted.read(*directory.resource)
                          : directory.resource->readDirectory(cookie, buffer.size(), sink, &writer);
  if (error != Errno::Success) return error;
  if (call.state.deterministic) sorted.write(cookie, writer);
  result.set(static_cast<std::uint32_t>(writer.used));
  return Errno::Success;
}

}  // namespace wald::wasi::calls
