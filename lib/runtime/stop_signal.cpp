#include "runtime/stop_signal.h"

namespace wald::runtime {

void StopSignal::Blocked::enlist() {
  if (stop_ == nullptr) return;
  const std::lock_guard lock(stop_->mutex_);
  next_ = stop_->first_;
  if (next_ != nullptr) next_->previous_ = this;
  stop_->first_ = this;
}

void StopSignal::Blocked::leave() {
  if (stop_ == nullptr) return;
  const std::lock_guard lock(stop_->mutex_);
  (previous_ == nullptr ? stop_->first_ : previous_->next_) = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
}

constinit const std::atomic<bool> StopSignal::never{false};

void StopSignal::request() {
  requested_.store(true);
  const std::lock_guard lock(mutex_);
  for (Blocked* blocked = first_; blocked != nullptr; blocked = blocked->next_) blocked->wake();
}

}  // namespace wald::runtime
