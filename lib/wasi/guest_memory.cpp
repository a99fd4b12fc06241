#include "wasi/guest_memory.h"

#include <algorithm>

namespace wald::wasi {

Errno SliceList::load(const GuestMemory& memory, GuestPtr list, std::uint32_t count) {
  // All of the list has to be inside even if not all of it is used.
  const auto items = memory.bytes(list, std::uint64_t{count} * sizeof(GuestIovec));
  if (!items) return Errno::Fault;
  count_ = std::min(count, limits::iovecs);
  total_ = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    GuestIovec item;
    std::memcpy(&item, items->data() + i * sizeof(item), sizeof(item));
    const auto bytes = memory.bytes({item.address}, item.size);
    if (!bytes) return Errno::Fault;
    slices_[i] = {bytes->data(), bytes->size()};
    total_ += item.size;
  }
  return Errno::Success;
}

Errno GuestPath::load(const GuestMemory& memory, GuestPtr at, std::uint32_t count) {
  const auto bytes = memory.bytes(at, count);
  if (!bytes) return Errno::Fault;
  if (count == 0) return Errno::NoEnt;
  if (count > limits::pathBytes) return Errno::NameTooLong;
  std::memcpy(text.data(), bytes->data(), count);
  text[count] = '\0';
  size = count;
  return std::memchr(text.data(), '\0', count) == nullptr ? Errno::Success : Errno::Inval;
}

std::string GuestPath::asGiven() const {
  std::string out(text.data(), size);
  std::ranges::replace(out, '\0', '/');
  return out;
}

}  // namespace wald::wasi
