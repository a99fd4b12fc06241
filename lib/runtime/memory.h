#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>

#include "runtime/budget.h"
#include "runtime/parking.h"
#include "runtime/pool.h"
#include "support/error.h"
#include "wasm/types.h"

namespace wald::runtime {

/// How accesses are kept inside a memory.
enum class MemoryMode : std::uint8_t {
  Guarded,  ///< by unmapped pages over all that base + 32-bit index + 32-bit offset can reach
  Checked,  ///< by a comparison before each access; the base may move when the memory grows, unless it is fixed
};

/// A linear memory ("Execution › Memory Instances"). It belongs to one store and its thread, unless its type is shared:
/// then several stores can hold it, on any threads, and only what is said to be so is synchronised. Its base never moves
/// and it never shrinks, so a size once read stays good.
class Memory {
public:
  /// What the embedder wants of new memories.
  struct Options {
    bool guard = true;   ///< false: always `Checked`
    bool fixed = false;  ///< the base never moves: room for growth is reserved
    std::uint64_t maxBytes = ~std::uint64_t{0};          ///< growth beyond is refused
    std::shared_ptr<Quota> quota = nullptr;              ///< is asked for all bytes; may be null
    std::shared_ptr<const MemoryImage> image = nullptr;  ///< what it holds at first; null: zeros
    Pool* pool = nullptr;  ///< where it comes from and goes to, if that can be; must outlive it
  };

  /// Maps a memory of the minimum size. Falls back to `Checked` when the reservation is refused. Fails with
  /// `Limit` when the minimum exceeds `maxBytes` or what the system gives.
  static Result<std::unique_ptr<Memory>> create(const wasm::MemoryType& type,
                                                const Options& options);
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  std::uint8_t* base() const { return base_; }
  /// The present size in bytes. Any thread may ask.
  std::uint64_t size() const { return size_.load(std::memory_order_acquire); }
  std::uint64_t pages() const { return size() >> type_.pageSizeLog2; }
  std::span<std::uint8_t> bytes() const { return {base_, static_cast<std::size_t>(size())}; }
  MemoryMode mode() const { return mode_; }
  const wasm::MemoryType& type() const { return type_; }

  bool isShared() const { return type_.shared; }
  /// Whether growth never moves the base. Compiled code needs that.
  bool isFixed() const { return fixed_; }
  /// Whether it began with what its image says, if it was given one.
  bool hasImage() const { return place_.image != nullptr; }
  /// The threads that wait at addresses; null unless the memory is shared.
  Parking* parking() const { return parking_.get(); }

  /// The former size in pages, or -1 if the memory can't grow by so much. Shared memories: from any thread.
  std::int64_t grow(std::uint64_t pages);

  /// Whether an address lies in the memory's reservation, guard included.
  bool reserves(const void* address) const {
    const auto distance =
        reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(base_);
    return distance < place_.reserved;
  }
  /// Whether `[address, address + count)` lies inside; no overflow.
  bool contains(std::uint64_t address, std::uint64_t count) const {
    const std::uint64_t size = this->size();
    return address <= size && count <= size - address;
  }

private:
  friend struct NativeLayout;
  Memory(const wasm::MemoryType& type, const Options& options);
  bool map(std::uint64_t bytes, const Options& options);
  bool mapAs(MemoryMode mode, std::uint64_t bytes, const Options& options);
  bool commit(std::uint64_t bytes);
  /// Asks the quota; whoever is refused has to leave it at that.
  bool mayHave(std::uint64_t bytes);

  std::uint8_t* base_ = nullptr;
  std::atomic<std::uint64_t> size_ = 0;
  std::uint64_t maxBytes_ = 0;
  MemoryMode mode_ = MemoryMode::Checked;
  bool fixed_ = false;
  wasm::MemoryType type_;
  std::shared_ptr<Quota> quota_;
  Pool* pool_ = nullptr;  ///< null: the mapping is released
  Pool::Place place_;     ///< in the pool
  std::mutex growth_;
  std::unique_ptr<Parking> parking_;
};

}  // namespace wald::runtime
