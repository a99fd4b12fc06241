#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "support/error.h"

namespace wald {

/// Reads little-endian and LEB128 data from a span of bytes, never beyond its end.
///
/// The first failure sticks: it is kept with the offset of the item that failed, the reader moves to its
/// end and every later read gives zero. So a caller may read several items and look at `ok()` once.
/// Offsets are absolute: `base` is the offset of the first byte in the file.
class ByteReader {
public:
  /// `endCode` says what it is called when the bytes end within an item.
  explicit ByteReader(std::span<const std::uint8_t> bytes, std::uint64_t base = 0,
                      ErrorCode endCode = ErrorCode::UnexpectedEnd)
      : begin_(bytes.data()), cursor_(begin_), end_(begin_ + bytes.size()), base_(base),
        endCode_(endCode) {}

  void setEndCode(ErrorCode endCode) { endCode_ = endCode; }

  bool ok() const { return !failed_; }
  bool atEnd() const { return cursor_ == end_; }
  std::size_t remaining() const { return static_cast<std::size_t>(end_ - cursor_); }
  /// The absolute offset of the next byte.
  std::uint64_t offset() const { return base_ + static_cast<std::uint64_t>(cursor_ - begin_); }
  const std::uint8_t* cursor() const { return cursor_; }
  /// Passes over `size` bytes, of which there must be as many.
  void advance(std::size_t size) { cursor_ += size; }

  std::uint8_t u8() {
    if (cursor_ == end_) [[unlikely]]
      return static_cast<std::uint8_t>(failEnd());
    return *cursor_++;
  }
  /// The next byte without consuming it; zero at the end.
  std::uint8_t peek() const { return cursor_ == end_ ? std::uint8_t{0} : *cursor_; }

  std::uint32_t leb32() {
    if (cursor_ != end_ && *cursor_ < 0x80) [[likely]]
      return *cursor_++;
    return static_cast<std::uint32_t>(unsignedSlow(32));
  }
  std::uint64_t leb64() {
    if (cursor_ != end_ && *cursor_ < 0x80) [[likely]]
      return *cursor_++;
    return unsignedSlow(64);
  }
  std::int32_t sleb32() { return static_cast<std::int32_t>(signedLeb(32)); }
  /// A signed 33-bit integer, as in block types.
  std::int64_t sleb33() { return signedLeb(33); }
  std::int64_t sleb64() { return signedLeb(64); }

  /// A fixed-width little-endian value.
  template <typename T>
  T fixed() {
    static_assert(std::is_trivially_copyable_v<T> && std::endian::native == std::endian::little);
    T value{};
    if (remaining() < sizeof(T)) {
      failEnd();
      return value;
    }
    std::memcpy(&value, cursor_, sizeof(T));
    cursor_ += sizeof(T);
    return value;
  }

  /// The next `size` bytes; empty, and `LengthOutOfBounds` at the present offset, if there are fewer.
  std::span<const std::uint8_t> bytes(std::uint64_t size) { return bytes(size, offset()); }
  /// The same, with the failure's offset given (that of the length field).
  std::span<const std::uint8_t> bytes(std::uint64_t size, std::uint64_t failOffset);
  /// A length-prefixed name; fails with `BadUtf8` unless it is valid UTF-8.
  std::string_view name();
  /// A reader of the next `size` bytes, which are consumed here.
  ByteReader sub(std::uint64_t size, std::uint64_t failOffset);

  /// Records the first failure; later ones are ignored. Always returns 0.
  std::uint64_t fail(ErrorCode code, std::uint64_t failOffset);
  std::uint64_t fail(ErrorCode code, std::uint64_t failOffset, std::string_view detail);
  std::uint64_t failEnd() { return fail(endCode_, offset()); }

  /// The recorded failure. Requires `!ok()`.
  Error takeError();

private:
  std::uint64_t unsignedSlow(unsigned bits);
  std::int64_t signedLeb(unsigned bits) {
    if (cursor_ != end_ && *cursor_ < 0x80) [[likely]] {
      const std::int64_t byte = *cursor_++;
      return byte & 0x40 ? byte - 0x80 : byte;
    }
    return signedSlow(bits);
  }
  std::int64_t signedSlow(unsigned bits);

  const std::uint8_t* begin_;
  const std::uint8_t* cursor_;
  const std::uint8_t* end_;
  std::uint64_t base_;
  std::uint64_t failOffset_ = 0;
  ErrorCode failCode_{};
  ErrorCode endCode_;
  bool failed_ = false;
  std::string failDetail_;
};

}  // namespace wald
