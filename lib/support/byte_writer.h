#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace wald {

/// Appends the primitive encodings of the binary format, in their shortest forms, to a vector of bytes.
class ByteWriter {
public:
  void u8(std::uint8_t byte) { bytes_.push_back(byte); }
  void leb(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) u8(static_cast<std::uint8_t>(value | 0x80));
    u8(static_cast<std::uint8_t>(value));
  }
  void sleb(std::int64_t value) {
    for (; value < -0x40 || value > 0x3f; value >>= 7) {
      u8(static_cast<std::uint8_t>((value & 0x7f) | 0x80));
    }
    u8(static_cast<std::uint8_t>(value & 0x7f));
  }
  void append(std::span<const std::uint8_t> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void name(std::string_view text) {
    leb(text.size());
    append({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }
  /// The content of another writer with its length before it.
  void sized(const ByteWriter& content) {
    leb(content.bytes_.size());
    append(content.bytes_);
  }

  bool isEmpty() const { return bytes_.empty(); }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace wald
