#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace wald::test {

/// For tests: the bytes of a text of hexadecimal pairs, spaces and newlines between them. A piece between single
/// quotes stands for its characters: `02 'f1' 00`.
inline std::vector<std::uint8_t> bytesOf(std::string_view hex) {
  const auto digit = [](char c) {
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < hex.size(); ++i) {
    if (hex[i] == '\'') {
      while (hex[++i] != '\'') bytes.push_back(static_cast<std::uint8_t>(hex[i]));
    } else if (hex[i] != ' ' && hex[i] != '\n') {
      bytes.push_back(static_cast<std::uint8_t>(digit(hex[i]) << 4 | digit(hex[i + 1])));
      ++i;
    }
  }
  return bytes;
}

}  // namespace wald::test
