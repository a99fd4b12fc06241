#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "runtime/memory_image.h"
#include "runtime/written_pages.h"

namespace wald::runtime {

/// Keeps the memories and stacks of stores that have ended for those that come: what the system takes for mappings, and for giving zeroed
/// pages again and again, is most of the time of a short-lived store. A kept memory holds what a new one does, and nothing else. Thread-safe.
class Pool {
public:
  /// Keeps so many memories, and so many stacks of each kind, at most.
  explicit Pool(std::size_t most) : most_(most) {}
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// Where a memory lies, and how it begins. Equal ones can stand for each other.
  struct Place {
    std::uint64_t reserved = 0;
    std::uint64_t committed = 0;  ///< at first; whole pages
    std::shared_ptr<const MemoryImage> image;

    bool operator==(const Place&) const = default;
  };
  /// A memory for such a place; null if there is none.
  std::uint8_t* takeMemory(const Place& place);
  /// `committed` is what it has grown to. Releases it if there are enough.
  void giveMemory(std::uint8_t* base, std::uint64_t committed, Place place);

  enum class StackKind : std::uint8_t { Guest, Native };
  struct Stack {
    std::uint8_t* base = nullptr;
    std::uint64_t bytes = 0;  ///< of the mapping
    unsigned uses = 0;
  };
  std::optional<Stack> takeStack(StackKind kind, std::uint64_t bytes);
  /// Releases it if there are enough. What it holds stays, but for the pages from `rest` on, which few calls reach: they are given back now
  /// and then.
  void giveStack(StackKind kind, Stack stack, std::uint8_t* rest, std::uint64_t restBytes);

private:
  struct Kept {
    std::uint8_t* base;
    Place place;
  };

  bool restore(std::uint8_t* base, const Place& place) const;
  void restorePages(std::uint8_t* base, const Place& place) const;
  bool restoreWritten(std::uint8_t* base, const Place& place) const;

  const std::size_t most_;
  WrittenPages written_;
  std::mutex mutex_;
  std::vector<Kept> memories_;
  std::vector<Stack> stacks_[2];
};

}  // namespace wald::runtime
