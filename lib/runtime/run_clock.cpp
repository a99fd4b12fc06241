#include "runtime/run_clock.h"

#include <algorithm>

namespace wald::runtime {

namespace {

using std::chrono::nanoseconds;

// What a run takes of its budget at once: a part of what is left, so that others find some.
constexpr std::uint64_t leastShare = 50'000;
constexpr std::uint64_t mostShare = 10'000'000;
constexpr std::uint64_t parts = 8;

}  // namespace

RunClock::RunClock(RunTimer& timer, StopSignal& stop, std::optional<nanoseconds> limit,
                   std::shared_ptr<Budget> budget)
    : timer_(timer), stop_(stop), limit_(limit),
      budget_(budget != nullptr && budget->hasTime ? std::move(budget) : nullptr) {}

bool RunClock::extend() {
  if (budget_ == nullptr) return true;
  const std::uint64_t share =
      std::clamp(budget_->nanoseconds.left() / parts, leastShare, mostShare);
  const std::uint64_t taken = budget_->nanoseconds.takeSome(share);
  granted_ += nanoseconds(taken);
  return taken != 0;
}

RunClock::Clock::time_point RunClock::due() const {
  if (budget_ == nullptr) return since_ + left_;
  return since_ + (limit_ ? std::min(left_, granted_) : granted_);
}

void RunClock::start() {
  // So that the sum with any time can be told.
  constexpr Clock::duration most = Clock::duration::max() / 2;
  left_ = std::min<Clock::duration>(limit_.value_or(most), most);
  resume();
}

void RunClock::resume() {
  since_ = Clock::now();
  granted_ = {};
  if (!extend()) {
    isOver_ = true;
    stop_.request();
    return;
  }
  timer_.set(*this, due());
}

std::optional<RunClock::Clock::time_point> RunClock::expired() {
  const bool isInLimit = !limit_ || Clock::now() < since_ + left_;
  if (isInLimit && extend()) return due();
  isOver_ = true;
  stop_.request();
  return std::nullopt;
}

void RunClock::pause() {
  timer_.cancel(*this);
  const Clock::duration used = Clock::now() - since_;
  left_ -= std::min(left_, used);
  if (budget_ != nullptr && granted_ > used) {
    budget_->nanoseconds.giveBack(static_cast<std::uint64_t>(nanoseconds(granted_ - used).count()));
  }
}

bool RunClock::finish() {
  pause();
  if (!isOver_.exchange(false)) return false;
  stop_.withdraw();
  return true;
}

}  // namespace wald::runtime
