#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/value.h"

namespace wald::runtime {

/// Values of the host that references own (`isHostObject`): those that the collector does not reach are released. Owned by a heap, which
/// says when it collects. A reference says which entry it means and how often that was used before, so one that outlived its value is
/// told from its successor's, and few words of a stack look like one by chance. One thread at a time.
class HostObjects {
public:
  /// Gives a value back to the host. It may make new ones, but not run guests. Must not throw.
  using Release = void (*)(void* data);

  explicit HostObjects(std::uint64_t most) : most_(most) {}
  ~HostObjects() { releaseAll(); }
  HostObjects(const HostObjects&) = delete;
  HostObjects& operator=(const HostObjects&) = delete;

  /// A new reference, alive until the next collection that does not reach it; none if there are too many. `release` may be null.
  std::optional<Ref> add(void* data, Release release);
  /// What a reference owns; null if it is none that is alive.
  void* dataOf(Ref ref) const;
  /// How many there are.
  std::size_t size() const { return alive_; }
  /// Whether so many were added since the last collection that the next one is worth its time.
  bool isDue() const { return alive_ >= due_; }

  // The steps of a collection. The last one calls the host, so everything must be in order by then.
  /// Any word may be given: what is no reference to a value that is alive is ignored.
  void mark(Ref ref);
  /// What was not marked has no references any more, and waits to be released.
  void sweep();
  void releaseDead();

  /// Releases everything. Nothing is added afterwards.
  void releaseAll();

private:
  static constexpr unsigned generationBits = 29;
  static constexpr std::uint32_t none = ~std::uint32_t{0};
  static constexpr std::size_t fewest = 1000;

  struct Entry {
    void* data = nullptr;
    Release release = nullptr;
    std::uint32_t generation : generationBits = 0;  ///< how often the entry was used
    std::uint32_t isAlive : 1 = 0;
    std::uint32_t isMarked : 1 = 0;
    std::uint32_t nextFree = none;
  };
  struct Dead {
    void* data;
    Release release;
  };

  std::optional<std::uint32_t> indexOf(Ref ref) const;
  void end(std::uint32_t index);

  std::vector<Entry> entries_;
  std::vector<Dead> dead_;
  std::uint32_t free_ = none;
  std::size_t alive_ = 0;
  std::size_t due_ = fewest;
  std::uint64_t most_;
  bool releasing_ = false;
};

}  // namespace wald::runtime
