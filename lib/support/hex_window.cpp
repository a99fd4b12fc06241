#include "support/hex_window.h"

#include <algorithm>

#include <fmt/format.h>

namespace wald {

std::string hexWindow(std::span<const std::uint8_t> bytes, std::uint64_t offset) {
  constexpr std::size_t width = 16;
  const auto place = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes.size()));
  std::size_t first = place - std::min(place, width / 2);
  // Near the end the window still shows as many bytes as there are.
  const std::size_t last = std::min(first + width, bytes.size());
  first = std::min(first, last - std::min(last, width));

  std::string text = fmt::format("{:08x} ", first);
  const std::size_t margin = text.size() + 1;
  for (std::size_t i = first; i < last; ++i) text += fmt::format(" {:02x}", bytes[i]);
  text += fmt::format("\n{:{}}^^\n", "", margin + (place - first) * 3);
  return text;
}

}  // namespace wald
