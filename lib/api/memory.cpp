#include "wald/memory.h"

#include <fmt/format.h>

#include "api/convert.h"
#include "api/store_state.h"
#include "runtime/shared_access.h"
#include "wald/store.h"

namespace wald {

namespace {

runtime::Memory* find(const Memory& memory) {
  const bool isThere = memory && memory.storeRef()->isOpen();
  return isThere ? static_cast<runtime::Memory*>(memory.item()) : nullptr;
}

Result<runtime::Memory*> checked(const Memory& handle, std::uint64_t offset, std::uint64_t count) {
  runtime::Memory* const memory = find(handle);
  if (memory == nullptr) {
    return handle ? api::goneError() : Error(ErrorKind::Usage, "there is no memory");
  }
  if (memory->contains(offset, count)) return memory;
  return Error(ErrorKind::Usage,
               fmt::format("{} bytes at {:#x} lie outside of a memory of {:#x} bytes", count,
                           offset, memory->size()));
}

}  // namespace

Result<Memory> Memory::create(Store& store, const MemoryType& type) {
  WALD_TRY_ASSIGN(wanted, api::toWasm(type));
  WALD_TRY_ASSIGN(made, store.state()->store().addMemory(wanted));
  return Memory(store.state(), made);
}

MemoryType Memory::type() const {
  const runtime::Memory* const memory = find(*this);
  if (memory == nullptr) return {};
  MemoryType type = api::toPublic(memory->type());
  type.minimum = memory->pages();
  return type;
}

std::uint64_t Memory::size() const {
  const runtime::Memory* const memory = find(*this);
  return memory == nullptr ? 0 : memory->size();
}

std::uint64_t Memory::pages() const {
  const runtime::Memory* const memory = find(*this);
  return memory == nullptr ? 0 : memory->pages();
}

Result<std::uint64_t> Memory::grow(std::uint64_t pages) const {
  WALD_TRY_ASSIGN(memory, checked(*this, 0, 0));
  if (store_->isSuspended()) return store_->busyError();
  const std::int64_t former = memory->grow(pages);
  if (former >= 0) return static_cast<std::uint64_t>(former);
  return Error(ErrorKind::Limit,
               fmt::format("a memory of {} pages can't grow by {}", memory->pages(), pages));
}

std::span<std::uint8_t> Memory::data() const {
  const runtime::Memory* const memory = find(*this);
  return memory == nullptr ? std::span<std::uint8_t>() : memory->bytes();
}

Result<std::span<std::uint8_t>> Memory::bytes(std::uint64_t offset, std::uint64_t count) const {
  WALD_TRY_ASSIGN(memory, checked(*this, offset, count));
  return std::span(memory->base() + offset, static_cast<std::size_t>(count));
}

Result<void> Memory::read(std::uint64_t offset, std::span<std::uint8_t> to) const {
  WALD_TRY_ASSIGN(memory, checked(*this, offset, to.size()));
  if (memory->isShared()) {
    runtime::copyRelaxed(to.data(), memory->base() + offset, to.size());
  } else if (!to.empty()) {
    std::memcpy(to.data(), memory->base() + offset, to.size());
  }
  return {};
}

Result<void> Memory::write(std::uint64_t offset, std::span<const std::uint8_t> from) const {
  WALD_TRY_ASSIGN(memory, checked(*this, offset, from.size()));
  if (memory->isShared()) {
    runtime::copyRelaxed(memory->base() + offset, from.data(), from.size());
  } else if (!from.empty()) {
    std::memcpy(memory->base() + offset, from.data(), from.size());
  }
  return {};
}

Result<std::string> Memory::readString(std::uint64_t offset, std::uint64_t count) const {
  // Before room is made for it.
  WALD_TRY(checked(*this, offset, count));
  std::string text(static_cast<std::size_t>(count), '\0');
  WALD_TRY(read(offset, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()}));
  return text;
}

Result<void> Memory::writeString(std::uint64_t offset, std::string_view text) const {
  return write(offset, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace wald
