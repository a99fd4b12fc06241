#pragma once

#include <atomic>
#include <mutex>

namespace wald::runtime {

/// Ends what guests do and wait for, from any thread. One signal can serve the stores of a whole program. Has to outlive them.
class StopSignal {
public:
  StopSignal() = default;
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// A thread that is about to block says how it can be woken. What blocks has to look at `isRequested` behind this
  /// and, woken, again.
  class Blocked {
  public:
    /// `stop` may be null: then nothing is ever woken.
    explicit Blocked(StopSignal* stop) : stop_(stop) {}
    Blocked(const Blocked&) = delete;
    Blocked& operator=(const Blocked&) = delete;

    bool isStopped() const { return stop_ != nullptr && stop_->isRequested(); }

  protected:
    virtual ~Blocked() = default;
    StopSignal* signal() const { return stop_; }
    std::mutex& mutex() const { return stop_->mutex_; }
    // A derived class calls them when it is complete, and before it ends.
    void enlist();
    void leave();

  private:
    friend class StopSignal;
    /// Called on another thread, between `enlist` and `leave`. May not call back into the signal.
    virtual void wake() = 0;

    StopSignal* stop_;
    Blocked* previous_ = nullptr;
    Blocked* next_ = nullptr;
  };

  /// Until `withdraw`: all who are blocked wake up, and no one blocks any more; who runs is interrupted (`RunStop`).
  void request();
  /// Not while a guest runs that it stops.
  void withdraw() { requested_.store(false); }
  bool isRequested() const { return requested_.load(); }
  /// For those who look at it often, or from assembly.
  const std::atomic<bool>& requested() const { return requested_; }
  /// Of those whom nobody stops.
  static const std::atomic<bool> never;

private:
  std::atomic<bool> requested_ = false;
  std::mutex mutex_;
  Blocked* first_ = nullptr;
};

}  // namespace wald::runtime
