#include "wasi/string_block.h"

#include <fmt/format.h>

namespace wald::wasi {

Result<StringBlock> StringBlock::create(const std::vector<std::string>& strings,
                                        std::string_view what) {
  // Half of a 32-bit memory: no guest can use more.
  constexpr std::size_t maxBytes = std::size_t{1} << 31;
  StringBlock block;
  block.offsets_.reserve(strings.size());
  for (const std::string& string : strings) {
    if (string.find('\0') != std::string::npos) {
      return Error(ErrorKind::Usage, fmt::format("{} \"{}\" contains a NUL", what, string.c_str()));
    }
    if (string.size() >= maxBytes - block.bytes_.size()) {
      return Error(ErrorKind::Usage, fmt::format("{}s are too long for a guest", what));
    }
    block.offsets_.push_back(block.size());
    block.bytes_.insert(block.bytes_.end(), string.begin(), string.end());
    block.bytes_.push_back('\0');
  }
  return block;
}

Errno StringBlock::write(const GuestMemory& memory, GuestPtr pointers, GuestPtr buffer) const {
  const auto list = memory.bytes(pointers, std::uint64_t{count()} * sizeof(std::uint32_t));
  const auto text = memory.bytes(buffer, bytes_.size());
  if (!list || !text) return Errno::Fault;
  for (std::size_t i = 0; i < offsets_.size(); ++i) {
    const std::uint32_t address = buffer.address + offsets_[i];
    std::memcpy(list->data() + i * sizeof(address), &address, sizeof(address));
  }
  if (!bytes_.empty()) std::memcpy(text->data(), bytes_.data(), bytes_.size());
  return Errno::Success;
}

}  // namespace wald::wasi
