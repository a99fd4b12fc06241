#include "runtime/parking.h"

#include <chrono>

#include "runtime/shared_access.h"

namespace wald::runtime {

Parking::Waiter::Waiter(Bucket& where, const std::uint8_t* at, StopSignal* signal)
    : Blocked(signal), bucket(where), cell(at) {
  enlist();
}

void Parking::Waiter::wake() {
  const std::lock_guard lock(bucket.mutex);
  condition.notify_one();
}

void Parking::Bucket::append(Waiter& waiter) {
  (last == nullptr ? first : last->next) = &waiter;
  last = &waiter;
}

void Parking::Bucket::remove(Waiter& waiter, Waiter* previous) {
  (previous == nullptr ? first : previous->next) = waiter.next;
  if (last == &waiter) last = previous;
}

void Parking::Bucket::remove(Waiter& waiter) {
  Waiter* previous = nullptr;
  for (Waiter* each = first; each != &waiter; each = each->next) previous = each;
  remove(waiter, previous);
}

template <typename T>
WaitResult Parking::wait(const std::uint8_t* cell, T expected, std::int64_t timeout,
                         StopSignal* stop) {
  using Clock = std::chrono::steady_clock;
  Bucket& bucket = bucketOf(cell);
  Waiter waiter(bucket, cell, stop);
  // What lies beyond the clock's end is never.
  const auto now = Clock::now();
  const std::chrono::nanoseconds span(timeout);
  const bool isEndless = timeout < 0 || span > Clock::time_point::max() - now;
  const auto ends = [&] { return waiter.isWoken || waiter.isStopped(); };

  std::unique_lock lock(bucket.mutex);
  if (atomicLoad<T>(cell) != expected) return WaitResult::NotEqual;
  bucket.append(waiter);
  if (isEndless) {
    waiter.condition.wait(lock, ends);
  } else {
    waiter.condition.wait_until(lock, now + span, ends);
  }
  if (waiter.isWoken) return WaitResult::Woken;
  bucket.remove(waiter);
  return waiter.isStopped() ? WaitResult::Stopped : WaitResult::TimedOut;
}

template WaitResult Parking::wait(const std::uint8_t*, std::uint32_t, std::int64_t, StopSignal*);
template WaitResult Parking::wait(const std::uint8_t*, std::uint64_t, std::int64_t, StopSignal*);

std::uint32_t Parking::notify(const std::uint8_t* cell, std::uint32_t count) {
  Bucket& bucket = bucketOf(cell);
  const std::lock_guard lock(bucket.mutex);
  std::uint32_t woken = 0;
  Waiter* previous = nullptr;
  Waiter* each = bucket.first;
  while (each != nullptr && woken < count) {
    // One that is woken may be gone as soon as the lock is.
    Waiter* const next = each->next;
    if (each->cell == cell) {
      bucket.remove(*each, previous);
      each->isWoken = true;
      each->condition.notify_one();
      ++woken;
    } else {
      previous = each;
    }
    each = next;
  }
  return woken;
}

std::uint32_t Parking::waitersAt(const std::uint8_t* cell) {
  Bucket& bucket = bucketOf(cell);
  const std::lock_guard lock(bucket.mutex);
  std::uint32_t count = 0;
  for (const Waiter* each = bucket.first; each != nullptr; each = each->next) {
    count += each->cell == cell ? 1 : 0;
  }
  return count;
}

}  // namespace wald::runtime
