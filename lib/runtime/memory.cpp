#include "runtime/memory.h"

#include <algorithm>
#include <limits>

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
    : maxBytes_(std::min(options.maxBytes, implementationBytes(type))),
      fixed_(options.fixed || type.shared), type_(type), quota_(options.quota) {
  if (type.limits.max) {
    maxBytes_ = std::min(maxBytes_, toBytes(*type.limits.max, type.pageSizeLog2));
  }
  if (type.shared) parking_ = std::make_unique<Parking>();
}

Memory::~Memory() {
  if (base_ != nullptr) pages::release(base_, reserved_);
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
  if (!memory->reserve(bytes, options.guard) || !memory->commit(bytes)) {
    if (memory->quota_ != nullptr) memory->quota_->shrink(Growth::Kind::Memory, bytes);
    return Error(ErrorCode::LimitExceeded, fmt::format("the system refuses {} bytes for a memory",
                                                       std::max(bytes, memory->reserved_)));
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

bool Memory::reserve(std::uint64_t bytes, bool guard) {
  if (guard && canBeGuarded(type_)) {
    base_ = pages::reserve(guardedReservation);
    if (base_ != nullptr) {
      mode_ = MemoryMode::Guarded;
      fixed_ = true;
      reserved_ = guardedReservation;
      return true;
    }
  }
  // A page at least, so that an empty memory has a base too.
  if (fixed_) {
    reserved_ = std::max(pages::roundUp(maxBytes_), pages::pageSize());
    base_ = pages::reserve(reserved_);
  } else {
    reserved_ = std::max(pages::roundUp(bytes), pages::pageSize());
    base_ = pages::map(reserved_);
  }
  return base_ != nullptr;
}

bool Memory::commit(std::uint64_t bytes) {
  if (fixed_) {
    const std::uint64_t from = pages::roundUp(size());
    return pages::commit(base_ + from, pages::roundUp(bytes) - from);
  }
  const std::uint64_t wanted = pages::roundUp(bytes);
  if (wanted <= reserved_) return true;
  std::uint8_t* const base = pages::extend(base_, reserved_, wanted);
  if (base == nullptr) return false;
  base_ = base;
  reserved_ = wanted;
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
