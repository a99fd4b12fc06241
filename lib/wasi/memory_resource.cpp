// What does not depend on whether it is a file or a directory, and the files.
#include "wasi/memory_resource.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "wasi/limits.h"

namespace wald::wasi {

namespace {

/// Offsets are what the host's are.
constexpr auto mostOffset = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
/// Bytes that one call moves, as on Linux.
constexpr std::uint64_t mostMoved = 0x7ffff000;

bool isRange(std::uint64_t offset, std::uint64_t size) {
  return offset <= mostOffset && size <= mostOffset - offset;
}

std::uint64_t total(std::span<const Slice> slices) {
  std::uint64_t sum = 0;
  for (const Slice& slice : slices) sum += slice.size;
  return std::min(sum, mostMoved);
}

}  // namespace

MemoryResource::~MemoryResource() {
  const Guard guard(tree_->mutex());
  node_.reset();
}

MemoryFile* MemoryResource::file() const {
  const bool isFile = node_->type == Filetype::RegularFile;
  return isFile ? static_cast<MemoryFile*>(node_.get()) : nullptr;
}

Errno MemoryResource::stat(Filestat& out) {
  const Guard guard(tree_->mutex());
  out.device = device_;
  out.inode = node_->inode;
  out.filetype = node_->type;
  out.links = node_->links;
  out.size = node_->isLink()     ? static_cast<const MemoryLink&>(*node_).target().size()
             : file() != nullptr ? file()->size()
                                 : 0;
  out.accessed = node_->accessed;
  out.modified = node_->modified;
  out.changed = node_->changed;
  return Errno::Success;
}

std::string MemoryResource::describe() {
  const Guard guard(tree_->mutex());
  std::vector<std::string_view> names;
  std::size_t size = 0;
  const MemoryNode* node = node_.get();
  for (; node->parent != nullptr && size < limits::pathBytes; node = node->parent) {
    names.push_back(node->name);
    size += node->name.size() + 1;
  }
  // It was removed, or lies too deep to be told.
  if (node != tree_->root().get()) return {};
  std::string path = "memory:";
  if (names.empty()) path += '/';
  for (auto name = names.rbegin(); name != names.rend(); ++name) (path += '/') += *name;
  return path;
}

Errno MemoryResource::setTimes(const Times& times) {
  const Guard guard(tree_->mutex());
  const std::uint64_t now = tree_->now();
  if (times.accessedNow || times.accessed) node_->accessed = times.accessed.value_or(now);
  if (times.modifiedNow || times.modified) node_->modified = times.modified.value_or(now);
  node_->changed = now;
  return Errno::Success;
}

std::uint64_t MemoryResource::available() {
  const Guard guard(tree_->mutex());
  const MemoryFile* const opened = file();
  return opened != nullptr && opened->size() > position_ ? opened->size() - position_ : 0;
}

void MemoryResource::markRead() const {
  MemoryNode& node = *node_;
  if (node.accessed <= node.modified || node.accessed <= node.changed) node.accessed = tree_->now();
}

void MemoryResource::take(const MemoryFile& file, std::span<const Slice> slices,
                          std::uint64_t offset, std::uint32_t& count) const {
  count = 0;
  if (offset >= file.size()) return;
  auto bytes = file.bytes().subspan(static_cast<std::size_t>(offset));
  bytes = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), mostMoved)));
  for (const Slice& slice : slices) {
    const std::size_t part = std::min(slice.size, bytes.size());
    if (part != 0) std::memcpy(slice.data, bytes.data(), part);
    bytes = bytes.subspan(part);
    count += static_cast<std::uint32_t>(part);
  }
}

Errno MemoryResource::put(MemoryFile& file, std::span<const Slice> slices, std::uint64_t offset,
                          std::uint32_t& count) const {
  count = 0;
  const std::uint64_t wanted = total(slices);
  if (wanted == 0) return Errno::Success;
  if (offset >= mostOffset) return Errno::FBig;
  const std::uint64_t end = std::min(offset + wanted, mostOffset);
  const std::uint64_t possible = std::max(file.possibleSize(end), offset);
  if (possible == offset) return Errno::NoSpc;
  if (possible > file.size() && !file.resize(possible)) return Errno::NoSpc;
  auto bytes = file.bytes().subspan(static_cast<std::size_t>(offset),
                                    static_cast<std::size_t>(possible - offset));
  for (const Slice& slice : slices) {
    const std::size_t part = std::min(slice.size, bytes.size());
    if (part != 0) std::memcpy(bytes.data(), slice.data, part);
    bytes = bytes.subspan(part);
    count += static_cast<std::uint32_t>(part);
  }
  tree_->touch(file);
  return Errno::Success;
}

Errno MemoryResource::read(std::span<const Slice> slices, FdFlags, std::uint32_t& count) {
  const Guard guard(tree_->mutex());
  const MemoryFile* const opened = file();
  if (opened == nullptr) return Errno::IsDir;
  take(*opened, slices, position_, count);
  position_ += count;
  markRead();
  return Errno::Success;
}

Errno MemoryResource::write(std::span<const Slice> slices, FdFlags flags, std::uint32_t& count) {
  const Guard guard(tree_->mutex());
  MemoryFile* const opened = file();
  if (opened == nullptr) return Errno::IsDir;
  if (flags & fdflag::append) position_ = opened->size();
  const Errno error = put(*opened, slices, position_, count);
  position_ += count;
  return error;
}

Errno MemoryResource::readAt(std::span<const Slice> slices, std::uint64_t offset,
                             std::uint32_t& count) {
  if (offset > mostOffset) return Errno::Inval;
  const Guard guard(tree_->mutex());
  const MemoryFile* const opened = file();
  if (opened == nullptr) return Errno::IsDir;
  take(*opened, slices, offset, count);
  markRead();
  return Errno::Success;
}

Errno MemoryResource::writeAt(std::span<const Slice> slices, std::uint64_t offset, FdFlags flags,
                              std::uint32_t& count) {
  if (offset > mostOffset) return Errno::Inval;
  const Guard guard(tree_->mutex());
  MemoryFile* const opened = file();
  if (opened == nullptr) return Errno::IsDir;
  return put(*opened, slices, flags & fdflag::append ? opened->size() : offset, count);
}

Errno MemoryResource::seek(std::int64_t offset, Whence whence, std::uint64_t& position) {
  const Guard guard(tree_->mutex());
  const MemoryFile* const opened = file();
  if (opened == nullptr) return Errno::IsDir;
  const std::uint64_t from = whence == Whence::Set   ? 0
                             : whence == Whence::Cur ? position_
                                                     : opened->size();
  // From and offset are below 2^63: a sum that is not reads as one too large, whatever was the reason.
  const std::uint64_t sum = from + static_cast<std::uint64_t>(offset);
  if (sum > mostOffset) return Errno::Inval;
  position = position_ = sum;
  return Errno::Success;
}

Errno MemoryResource::setSize(std::uint64_t size) {
  if (size > mostOffset) return Errno::FBig;
  const Guard guard(tree_->mutex());
  MemoryFile* const opened = file();
  if (opened == nullptr) return Errno::IsDir;
  if (!opened->resize(size)) return Errno::NoSpc;
  tree_->touch(*opened);
  return Errno::Success;
}

Errno MemoryResource::allocate(std::uint64_t offset, std::uint64_t size) {
  if (size == 0) return Errno::Inval;
  if (!isRange(offset, size)) return Errno::FBig;
  const Guard guard(tree_->mutex());
  MemoryFile* const opened = file();
  if (opened == nullptr) return Errno::IsDir;
  if (offset + size <= opened->size()) return Errno::Success;
  if (!opened->resize(offset + size)) return Errno::NoSpc;
  tree_->touch(*opened);
  return Errno::Success;
}

Errno MemoryResource::advise(std::uint64_t offset, std::uint64_t size, Advice) {
  return isRange(offset, size) ? Errno::Success : Errno::Inval;
}

}  // namespace wald::wasi
