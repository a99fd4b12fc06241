#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace wald::runtime {

struct Limits;

/// What several stores may use together: a tenant's. Thread-safe.
class Budget {
public:
  struct Limits {
    std::uint64_t memoryBytes = ~std::uint64_t{0};
    std::uint64_t gcHeapBytes = ~std::uint64_t{0};
    std::uint64_t tableElements = ~std::uint64_t{0};
    std::uint64_t instances = ~std::uint64_t{0};
    std::optional<std::uint64_t> fuel;             ///< of engines that count it
    std::optional<std::chrono::nanoseconds> time;  ///< in which guests run
  };

  explicit Budget(const Limits& limits);
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

  /// One kind of thing: all that is wanted, or nothing.
  class Account {
  public:
    explicit Account(std::uint64_t limit) : limit_(limit) {}
    bool take(std::uint64_t amount);
    /// At most so much: what is left.
    std::uint64_t takeSome(std::uint64_t amount);
    void giveBack(std::uint64_t amount) { used_.fetch_sub(amount); }
    std::uint64_t used() const { return used_.load(); }
    std::uint64_t limit() const { return limit_; }
    std::uint64_t left() const { return limit_ - used_.load(); }

  private:
    std::uint64_t limit_;
    std::atomic<std::uint64_t> used_ = 0;
  };

  Account memoryBytes;
  Account gcHeapBytes;
  Account tableElements;
  Account instances;
  const bool hasFuel;
  Account fuel;
  const bool hasTime;
  Account nanoseconds;
};

/// A memory or a table that is made, or that wants to grow.
struct Growth {
  enum class Kind : std::uint8_t { Memory, Table };
  Kind kind;
  std::uint64_t current;  ///< bytes of a memory, elements of a table
  std::uint64_t wanted;
  std::optional<std::uint64_t> maximum;  ///< that its type declares
};
/// Whether it may. Called on the thread that runs the guest; for a memory that is shared, on any of those. It must not use what the store has.
using GrowthDecision = std::function<bool(const Growth&)>;

/// What one store may have: by its limits, by the budget that it shares, and by whoever decides on growth. Outlives the store where a shared
/// memory does. Thread-safe.
class Quota {
public:
  Quota(const runtime::Limits& limits, std::shared_ptr<Budget> budget, GrowthDecision mayGrow);
  /// Gives back to the budget what was not yet.
  ~Quota();
  Quota(const Quota&) = delete;
  Quota& operator=(const Quota&) = delete;

  bool grow(const Growth& growth);
  /// Of what was granted.
  void shrink(Growth::Kind kind, std::uint64_t amount);
  bool addInstance();
  void removeInstance();
  bool growHeap(std::uint64_t bytes);

  std::uint64_t instances() const { return instances_.used(); }
  Budget* budget() const { return budget_.get(); }
  const std::shared_ptr<Budget>& sharedBudget() const { return budget_; }

private:
  /// From both, or from none.
  bool take(Budget::Account& own, Budget::Account Budget::* shared, std::uint64_t amount);
  void giveBack(Budget::Account& own, Budget::Account Budget::* shared, std::uint64_t amount);

  std::shared_ptr<Budget> budget_;
  GrowthDecision mayGrow_;
  Budget::Account memoryBytes_;
  Budget::Account gcHeapBytes_;
  Budget::Account tableElements_;
  Budget::Account instances_;
};

}  // namespace wald::runtime
