#include "runtime/memory.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "runtime/pages.h"
#include "wasm/limits.h"

namespace wald::runtime {

namespace {

using wasm::AddressType;

/// All that a base, a 32-bit index, a 32-bit offset and the width of an access can reach.
constexpr std::uint64_t guardedReservation = (std::uint64_t{8} << 30) + (std::uint64_t{64} << 10);
constexpr std::uint64_t memory64Bytes = std::uint64_t{64} << 30;
constexpr std::uint64_t saturated = std::numeric_limits<std::uint64_t>::max();

std::uint64_t toBytes(std::uint64_t pages, unsigned pageSizeLog2) {
  return pages > saturated >> pageSizeLog2 ? saturated : pages << pageSizeLog2;
}

/// What wald gives to a memory of a type at most, whatever the type declares.
std::uint64_t implementationBytes(const wasm::MemoryType& type) {
  if (type.address == AddressType::I64) return memory64Bytes;
  // The number of pages must fit into an i32, whose value -1 tells that growth failed.
  const std::uint64_t pages =
      type.pageSizeLog2 == 0 ? std::uint64_t{0xffff'ffff} : wasm::limits::memory32Pages;
  return toBytes(pages, type.pageSizeLog2);
}

/// Whether faults alone can keep accesses inside: not for 64-bit addresses, nor when the end of the
/// memory need not be the end of a page of the machine.
bool canBeGuarded(const wasm::MemoryType& type) {
  return type.address == AddressType::I32 && type.pageSizeLog2 == 16;
}

}  // namespace

Memory::Memory(const wasm::MemoryType& type, const Options& options)
    : maxBytes_(std::min(options.maxBytes, implementationBytes(type))), type_(type),
      quota_(options.quota) {
  if (type.limits.max) {
    maxBytes_ = std::min(maxBytes_, toBytes(*type.limits.max, type.pageSizeLog2));
  }
  if (type.shared) parking_ = std::make_unique<Parking>();
}

Memory::~Memory() {
  if (base_ != nullptr && pool_ != nullptr) {
    pool_->giveMemory(base_, pages::roundUp(size()), std::move(place_));
  } else if (base_ != nullptr) {
    pages::release(base_, place_.reserved);
  }
  if (quota_ != nullptr) quota_->shrink(Growth::Kind::Memory, size());
}

Result<std::unique_ptr<Memory>> Memory::create(const wasm::MemoryType& type,
                                               const Options& options) {
  std::unique_ptr<Memory> memory(new Memory(type, options));
  const std::uint64_t bytes = toBytes(type.limits.min, type.pageSizeLog2);
  if (bytes > memory->maxBytes_) {
    return Error(ErrorCode::LimitExceeded,
                 fmt::format("a memory of {} bytes is wanted, {} bytes are allowed", bytes,
                             memory->maxBytes_));
  }
  if (!memory->mayHave(bytes)) {
    return Error(ErrorCode::LimitExceeded,
                 fmt::format("a memory of {} bytes is wanted, which is more than is left", bytes));
  }
  if (!memory->map(bytes, options)) {
    if (memory->quota_ != nullptr) memory->quota_->shrink(Growth::Kind::Memory, bytes);
    return Error(ErrorCode::LimitExceeded, fmt::format("the system refuses {} bytes for a memory",
                                                       std::max(bytes, memory->place_.reserved)));
  }
  memory->size_.store(bytes, std::memory_order_release);
  return memory;
}

bool Memory::mayHave(std::uint64_t bytes) {
  if (quota_ == nullptr) return true;
  std::optional<std::uint64_t> declared;
  if (type_.limits.max) declared = toBytes(*type_.limits.max, type_.pageSizeLog2);
  return quota_->grow({Growth::Kind::Memory, size(), bytes, declared});
}

bool Memory::map(std::uint64_t bytes, const Options& options) {
  if (options.guard && canBeGuarded(type_) && mapAs(MemoryMode::Guarded, bytes, options)) {
    return true;
  }
  return mapAs(MemoryMode::Checked, bytes, options);
}

bool Memory::mapAs(MemoryMode mode, std::uint64_t bytes, const Options& options) {
  const bool isGuarded = mode == MemoryMode::Guarded;
  mode_ = mode;
  fixed_ = isGuarded || options.fixed || type_.shared;
  const std::uint64_t reserved =
      isGuarded ? guardedReservation : pages::roundUp(fixed_ ? maxBytes_ : bytes);
  // A page at least, so that an empty memory has a base too. What moves when it grows is one mapping.
  place_ = {std::max(reserved, pages::pageSize()), pages::roundUp(bytes),
            fixed_ ? options.image : nullptr};
  pool_ = fixed_ && !type_.shared ? options.pool : nullptr;
  if (pool_ != nullptr) base_ = pool_->takeMemory(place_);
  if (base_ != nullptr) return true;
  base_ = fixed_ ? pages::reserve(place_.reserved) : pages::map(place_.reserved);
  if (base_ == nullptr) return false;
  if (commit(bytes) && (place_.image == nullptr || place_.image->mapInto(base_))) return true;
  pages::release(std::exchange(base_, nullptr), place_.reserved);
  return false;
}

bool Memory::commit(std::uint64_t bytes) {
  if (fixed_) {
    const std::uint64_t from = pages::roundUp(size());
    return pages::commit(base_ + from, pages::roundUp(bytes) - from);
  }
  const std::uint64_t wanted = pages::roundUp(bytes);
  if (wanted <= place_.reserved) return true;
  std::uint8_t* const base = pages::extend(base_, place_.reserved, wanted);
  if (base == nullptr) return false;
  base_ = base;
  place_.reserved = wanted;
  return true;
}

std::int64_t Memory::grow(std::uint64_t pages) {
  const std::uint64_t bytes = toBytes(pages, type_.pageSizeLog2);
  const std::lock_guard lock(growth_);
  const std::uint64_t former = size();
  if (bytes > maxBytes_ - former || !mayHave(former + bytes)) return -1;
  if (!commit(former + bytes)) {
    if (quota_ != nullptr) quota_->shrink(Growth::Kind::Memory, bytes);
    return -1;
  }
  size_.store(former + bytes, std::memory_order_release);
  return static_cast<std::int64_t>(former >> type_.pageSizeLog2);
}

}  // namespace wald::runtime
