#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "runtime/heap_blocks.h"
#include "runtime/host_objects.h"
#include "runtime/object.h"
#include "support/error.h"
#include "wasm/type_info.h"

namespace wald::runtime {

class Marker;
class Quota;

/// Who knows what is reachable from outside of a heap: its store.
class RootSource {
public:
  virtual void visitRoots(Marker& marker) = 0;

protected:
  ~RootSource() = default;
};

struct HeapOptions {
  std::uint64_t maxBytes = std::uint64_t{4} << 30;
  bool stress = false;     ///< collect before every allocation
  Quota* quota = nullptr;  ///< is asked for what is committed; may be null
};

struct HeapStatistics {
  std::uint64_t collections = 0;
  std::uint64_t allocatedBytes = 0;  ///< in all, up to the last collection
  // After the last collection.
  std::uint64_t liveBytes = 0;
  std::uint64_t liveObjects = 0;
  // Pauses, in seconds.
  double longestPause = 0;
  double totalPause = 0;
  std::uint64_t tracedBytes = 0;  ///< that were alive, summed over the collections

  double pausePerLiveMegabyte() const {
    constexpr double megabyte = 1 << 20;
    return tracedBytes == 0 ? 0 : totalPause / (static_cast<double>(tracedBytes) / megabyte);
  }
};

/// References that the host holds, in slots; alive as long as they are registered with a heap.
using Slots = std::vector<Slot>;

/// The objects of a store: mark and sweep, without moving and without barriers. Roots are precise in globals, tables and
/// segments and conservative on stacks, where any word that points into an object keeps it.
///
/// Takes address space at the first allocation. One thread at a time.
class Heap {
public:
  Heap(const HeapOptions& options, RootSource& roots);
  ~Heap();
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  /// Room for an object of so many bytes, a multiple of 8; its contents are anything and have to be filled before the next
  /// allocation. Null if the limit is reached. May collect: everything that is needed must be reachable.
  Object* allocate(std::uint64_t bytes) {
    if (bytes > static_cast<std::uint64_t>(hole_.end - hole_.cursor)) [[unlikely]]
      return allocateSlow(bytes);
    return bump(hole_, bytes);
  }

  void collect();
  const HeapStatistics& statistics() const { return statistics_; }

  /// Has to be told of a type before objects of it are allocated. The info must outlive the heap.
  void know(const TypeInfo& info);
  /// Of a type that it was told of.
  const TypeInfo& infoOf(wasm::TypeId type) const { return *types_[type]; }
  const TypeInfo& infoOf(const Object& object) const { return *types_[object.type]; }

  /// The object that an address points to or into; null if none.
  Object* objectAt(std::uint64_t address) const;
  std::uint64_t bytesOf(const Object& object) const;

  /// A reference that stays alive as long as the handle.
  std::shared_ptr<const Ref> hold(Ref ref);
  /// How many handles are remembered, those included that ended lately.
  std::size_t handleCount() const { return handles_.size(); }

  /// See `Store::addHostObject`.
  Result<Ref> addHostObject(void* data, HostObjects::Release release);
  /// Releases all of them, for good.
  void releaseHostObjects() { hostObjects_.releaseAll(); }
  const HostObjects& hostObjects() const { return hostObjects_; }

private:
  friend class Marker;
  friend class TemporaryRoots;

  /// Free space that is given out from its start.
  struct Hole {
    std::uint8_t* cursor = nullptr;
    std::uint8_t* end = nullptr;
  };

  Object* bump(Hole& hole, std::uint64_t bytes) {
    std::uint8_t* place = hole.cursor;
    hole.cursor += bytes;
    const auto offset = static_cast<std::uint64_t>(place - base_);
    blocks_[offset >> blockLog2].starts.set(static_cast<unsigned>(offset >> granuleLog2) %
                                            granulesPerBlock);
    return reinterpret_cast<Object*>(place);
  }

  /// Mostly the newest, but not where calls are suspended.
  void forget(const Slots& slots);
  Object* allocateSlow(std::uint64_t bytes);
  Object* find(std::uint64_t bytes);
  Object* findLarge(std::uint64_t bytes);
  bool nextHole();
  bool nextWholeBlock();
  bool reserve();
  bool extend(std::uint32_t blocks);
  void spend(std::uint64_t bytes);

  void clearMarks();
  void sweep();
  void pruneHandles();
  std::uint64_t usedBytes() const { return std::uint64_t{used_} << blockLog2; }

  HeapOptions options_;
  RootSource& roots_;
  Hole hole_;      ///< for small objects: lines between others
  Hole overflow_;  ///< for objects that need more than a line and do not fit into `hole_`
  std::uint8_t* base_ = nullptr;
  Block* blocks_ = nullptr;
  std::uint32_t capacity_ = 0;          ///< blocks
  std::uint32_t committed_ = 0;         ///< of them, from the start: may be accessed
  std::uint32_t used_ = 0;              ///< of them, from the start: are not fresh
  std::uint32_t scan_ = 0;              ///< where the search for holes goes on
  std::uint32_t line_ = 0;              ///< in that block
  std::uint32_t freeScan_ = 0;          ///< where the search for free blocks goes on
  std::uint64_t budget_ = firstBudget;  ///< bytes until the next collection
  std::uint64_t spent_ = 0;
  std::vector<const TypeInfo*> types_;
  std::vector<const Slots*> temporaries_;
  std::vector<std::weak_ptr<const Ref>> handles_;  ///< some of them may have ended
  std::size_t pruneHandlesAt_ = fewHandles;
  HostObjects hostObjects_;
  HeapStatistics statistics_;

  static constexpr std::uint64_t firstBudget = std::uint64_t{16} << 20;
  static constexpr std::size_t fewHandles = 256;
};

/// Keeps alive what the slots of a vector refer to, in a scope.
class TemporaryRoots {
public:
  TemporaryRoots(Heap& heap, const Slots& slots) : heap_(heap), slots_(slots) {
    heap_.temporaries_.push_back(&slots);
  }
  ~TemporaryRoots() { heap_.forget(slots_); }
  TemporaryRoots(const TemporaryRoots&) = delete;
  TemporaryRoots& operator=(const TemporaryRoots&) = delete;

private:
  Heap& heap_;
  const Slots& slots_;
};

}  // namespace wald::runtime
