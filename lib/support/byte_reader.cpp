#include "support/byte_reader.h"

#include <bit>
#include <cstring>

#include "support/utf8.h"

namespace wald {

std::uint64_t ByteReader::fail(ErrorCode code, std::uint64_t failOffset) {
  return fail(code, failOffset, {});
}

std::uint64_t ByteReader::fail(ErrorCode code, std::uint64_t failOffset, std::string_view detail) {
  if (!failed_) {
    failed_ = true;
    failCode_ = code;
    failOffset_ = failOffset;
    failDetail_ = detail;
  }
  cursor_ = end_;
  return 0;
}

Error ByteReader::takeError() { return Error(failCode_, failDetail_).at(failOffset_); }

std::span<const std::uint8_t> ByteReader::bytes(std::uint64_t size, std::uint64_t failOffset) {
  if (size > remaining()) {
    fail(ErrorCode::LengthOutOfBounds, failOffset);
    return {};
  }
  const std::span<const std::uint8_t> result(cursor_, static_cast<std::size_t>(size));
  cursor_ += size;
  return result;
}

std::string_view ByteReader::name() {
  const std::uint64_t start = offset();
  const std::uint32_t size = leb32();
  const auto content = bytes(size, start);
  const std::string_view text(reinterpret_cast<const char*>(content.data()), content.size());
  if (!isUtf8(text)) {
    fail(ErrorCode::BadUtf8, start);
    return {};
  }
  return text;
}

ByteReader ByteReader::sub(std::uint64_t size, std::uint64_t failOffset) {
  const std::uint64_t start = offset();
  return ByteReader(bytes(size, failOffset), start);
}

namespace {

/// A number of up to four bytes, decoded without a branch for each; `length` is 0 if it has more, or the bytes may end before it does.
struct ShortLeb {
  std::uint32_t value = 0;
  unsigned length = 0;
};

ShortLeb shortLeb(const std::uint8_t* cursor, const std::uint8_t* end) {
  std::uint32_t word = 0;
  if (end - cursor < std::ptrdiff_t{sizeof word}) return {};
  std::memcpy(&word, cursor, sizeof word);
  // The highest bit of the last byte is the first one that is not set.
  const std::uint32_t stops = ~word & 0x8080'8080;
  if (stops == 0) return {};
  word &= stops ^ (stops - 1);
  return {(word & 0x7f) | (word >> 1 & 0x7f << 7) | (word >> 2 & 0x7f << 14) |
              (word >> 3 & 0x7f << 21),
          static_cast<unsigned>(std::countr_zero(stops) + 1) / 8};
}

}  // namespace

std::uint64_t ByteReader::unsignedSlow(unsigned bits) {
  if (const ShortLeb leb = shortLeb(cursor_, end_); leb.length != 0) {
    cursor_ += leb.length;
    return leb.value;
  }
  const std::uint64_t start = offset();
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (cursor_ == end_) return fail(endCode_, start);
    const std::uint8_t byte = *cursor_++;
    const unsigned left = bits - shift;
    if (left < 7 && (byte & 0x7f) >> left != 0) {
      return fail(byte & 0x80 ? ErrorCode::IntegerTooLong : ErrorCode::IntegerTooLarge, start);
    }
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (!(byte & 0x80)) return value;
    if (left <= 7) return fail(ErrorCode::IntegerTooLong, start);
  }
}

std::int64_t ByteReader::signedSlow(unsigned bits) {
  if (const ShortLeb leb = shortLeb(cursor_, end_); leb.length != 0) {
    cursor_ += leb.length;
    const unsigned unused = 64 - 7 * leb.length;
    return static_cast<std::int64_t>(std::uint64_t{leb.value} << unused) >> unused;
  }
  const std::uint64_t start = offset();
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (cursor_ == end_) {
      fail(endCode_, start);
      return 0;
    }
    const std::uint8_t byte = *cursor_++;
    const unsigned left = bits - shift;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (left <= 7) {
      if (byte & 0x80) {
        fail(ErrorCode::IntegerTooLong, start);
        return 0;
      }
      // The bits beyond the width must all repeat its sign bit.
      const unsigned top = (byte & 0x7fu) >> (left - 1);
      if (top != 0 && top != 0x7fu >> (left - 1)) {
        fail(ErrorCode::IntegerTooLarge, start);
        return 0;
      }
    }
    if (!(byte & 0x80)) {
      const unsigned used = shift + 7;
      if (used < 64 && (byte & 0x40)) value |= ~std::uint64_t{0} << used;
      return static_cast<std::int64_t>(value);
    }
  }
}

}  // namespace wald
