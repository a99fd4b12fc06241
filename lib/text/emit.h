#pragma once

#include <cstdint>
#include <vector>

namespace wald::text {

using Bytes = std::vector<std::uint8_t>;

inline void emitByte(Bytes& out, unsigned byte) { out.push_back(static_cast<std::uint8_t>(byte)); }

/// Appends an unsigned LEB128 number in its shortest form.
inline void emitUnsigned(Bytes& out, std::uint64_t value) {
  while (value >= 0x80) {
    emitByte(out, static_cast<unsigned>(value & 0x7f) | 0x80);
    value >>= 7;
  }
  emitByte(out, static_cast<unsigned>(value));
}

/// Appends a signed LEB128 number in its shortest form.
inline void emitSigned(Bytes& out, std::int64_t value) {
  while (value < -0x40 || value >= 0x40) {
    emitByte(out, static_cast<unsigned>(value & 0x7f) | 0x80);
    value >>= 7;
  }
  emitByte(out, static_cast<unsigned>(value & 0x7f));
}

/// Appends the lower `count` bytes of a value, little-endian.
inline void emitFixed(Bytes& out, std::uint64_t value, unsigned count) {
  for (unsigned i = 0; i < count; ++i)
    emitByte(out, static_cast<unsigned>(value >> (8 * i) & 0xff));
}

}  // namespace wald::text
