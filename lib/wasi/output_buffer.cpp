#include "wasi/output_buffer.h"

#include <algorithm>

namespace wald::wasi {

std::size_t OutputBuffer::append(std::span<const std::uint8_t> bytes) {
  const std::lock_guard lock(mutex_);
  const std::size_t count = std::min(bytes.size(), limit_ - bytes_.size());
  bytes_.append(reinterpret_cast<const char*>(bytes.data()), count);
  return count;
}

}  // namespace wald::wasi
