#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasi/types.h"

namespace wald::wasi {

/// A call that wald refused, or a part of one, for a reason of refusals.def.
struct Denial {
  /// What a call was about, by descriptor, path or both.
  struct Place {
    std::optional<std::uint32_t> descriptor;
    /// What the descriptor stands for, as far as that can be told: a path of the host, or `memory:` and one among files in memory.
    std::string standsFor;
    std::optional<std::string> path;  ///< any bytes, as the guest gave them
  };

  std::string_view function;
  std::string
      capability;  ///< what the guest would have needed: rights by their names, "clocks", or the function
  Errno reason = Errno::NotGranted;
  std::vector<Place> places;
};

/// Watches the calls of a program's guests. Called on their threads, at the same time by several, and while they wait: what it does must
/// be quick.
class Observer {
public:
  Observer() = default;
  virtual ~Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  virtual void denied(const Denial& denial) = 0;
  /// Whether `returned` wants to be told; asked before each call.
  virtual bool wantsCalls() const { return false; }
  /// A call with its arguments and what it gave, in one line without an end.
  virtual void returned(std::string_view) {}

  void count() { calls_.fetch_add(1, std::memory_order_relaxed); }
  /// Calls so far, of all threads.
  std::uint64_t calls() const { return calls_.load(std::memory_order_relaxed); }

private:
  std::atomic<std::uint64_t> calls_ = 0;
};

}  // namespace wald::wasi
