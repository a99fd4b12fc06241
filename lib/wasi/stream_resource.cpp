#include "wasi/stream_resource.h"

#include <algorithm>
#include <cstring>

namespace wald::wasi {

namespace {

/// Bytes that one call moves, as on Linux: their count has to be told.
constexpr std::size_t mostMoved = 0x7ffff000;

/// Gives the slices to `put` one by one, which takes what it can, until one is not taken whole. Fails with `error` if nothing was.
template <typename Put>
Errno putEach(std::span<const Slice> slices, std::uint32_t& count, Errno error, Put put) {
  count = 0;
  bool isWhole = true;
  for (const Slice& slice : slices) {
    if (slice.size == 0) continue;
    const std::size_t part = std::min(slice.size, mostMoved - count);
    const std::size_t taken = put(std::span<const std::uint8_t>(slice.data, part));
    count += static_cast<std::uint32_t>(taken);
    isWhole = taken == slice.size;
    if (!isWhole) break;
  }
  return count == 0 && !isWhole ? error : Errno::Success;
}

}  // namespace

Errno NullStream::read(std::span<const Slice>, FdFlags, std::uint32_t& count) {
  count = 0;
  return Errno::Success;
}

Errno NullStream::write(std::span<const Slice> slices, FdFlags, std::uint32_t& count) {
  return putEach(slices, count, Errno::Success, [](auto bytes) { return bytes.size(); });
}

std::uint64_t BytesStream::available() {
  const std::lock_guard lock(mutex_);
  return bytes_.size() - position_;
}

Errno BytesStream::read(std::span<const Slice> slices, FdFlags, std::uint32_t& count) {
  const std::lock_guard lock(mutex_);
  count = 0;
  for (const Slice& slice : slices) {
    const std::size_t part = std::min({slice.size, bytes_.size() - position_, mostMoved - count});
    if (part != 0) std::memcpy(slice.data, bytes_.data() + position_, part);
    position_ += part;
    count += static_cast<std::uint32_t>(part);
  }
  return Errno::Success;
}

// What follows the first slice stays empty: more may be there only later.
Errno SourceStream::read(std::span<const Slice> slices, FdFlags, std::uint32_t& count) {
  count = 0;
  const auto slice = std::ranges::find_if(slices, [](const Slice& one) { return one.size != 0; });
  if (slice == slices.end()) return Errno::Success;
  const std::lock_guard lock(mutex_);
  const std::span<std::uint8_t> buffer(slice->data, std::min(slice->size, mostMoved));
  count = static_cast<std::uint32_t>(std::min(source_(buffer), buffer.size()));
  return Errno::Success;
}

Errno BufferStream::write(std::span<const Slice> slices, FdFlags, std::uint32_t& count) {
  return putEach(slices, count, Errno::NoSpc, [&](auto bytes) { return buffer_->append(bytes); });
}

Errno SinkStream::write(std::span<const Slice> slices, FdFlags, std::uint32_t& count) {
  const std::lock_guard lock(mutex_);
  return putEach(slices, count, Errno::Io,
                 [&](auto bytes) { return sink_(bytes) ? bytes.size() : 0; });
}

}  // namespace wald::wasi
