#include "runtime/budget.h"

#include <algorithm>

#include "runtime/engine.h"

namespace wald::runtime {

Budget::Budget(const Limits& limits)
    : memoryBytes(limits.memoryBytes), gcHeapBytes(limits.gcHeapBytes),
      tableElements(limits.tableElements), instances(limits.instances),
      hasFuel(limits.fuel.has_value()), fuel(limits.fuel.value_or(0)),
      hasTime(limits.time.has_value()),
      nanoseconds(limits.time
                      ? static_cast<std::uint64_t>(std::max<std::int64_t>(limits.time->count(), 0))
                      : 0) {}

bool Budget::Account::take(std::uint64_t amount) {
  std::uint64_t used = used_.load();
  do {
    if (amount > limit_ - used) return false;
  } while (!used_.compare_exchange_weak(used, used + amount));
  return true;
}

std::uint64_t Budget::Account::takeSome(std::uint64_t amount) {
  std::uint64_t used = used_.load();
  std::uint64_t taken = 0;
  do {
    taken = std::min(amount, limit_ - used);
  } while (!used_.compare_exchange_weak(used, used + taken));
  return taken;
}

Quota::Quota(const runtime::Limits& limits, std::shared_ptr<Budget> budget, GrowthDecision mayGrow)
    : budget_(std::move(budget)), mayGrow_(std::move(mayGrow)), memoryBytes_(limits.memoryBytes),
      gcHeapBytes_(limits.gcHeapBytes), tableElements_(~std::uint64_t{0}),
      instances_(limits.instances) {}

Quota::~Quota() {
  if (budget_ == nullptr) return;
  budget_->memoryBytes.giveBack(memoryBytes_.used());
  budget_->gcHeapBytes.giveBack(gcHeapBytes_.used());
  budget_->tableElements.giveBack(tableElements_.used());
  budget_->instances.giveBack(instances_.used());
}

bool Quota::take(Budget::Account& own, Budget::Account Budget::* shared, std::uint64_t amount) {
  if (!own.take(amount)) return false;
  if (budget_ == nullptr || (budget_.get()->*shared).take(amount)) return true;
  own.giveBack(amount);
  return false;
}

void Quota::giveBack(Budget::Account& own, Budget::Account Budget::* shared, std::uint64_t amount) {
  own.giveBack(amount);
  if (budget_ != nullptr) (budget_.get()->*shared).giveBack(amount);
}

bool Quota::grow(const Growth& growth) {
  const bool isMemory = growth.kind == Growth::Kind::Memory;
  const std::uint64_t more = growth.wanted - growth.current;
  if (!(isMemory ? take(memoryBytes_, &Budget::memoryBytes, more)
                 : take(tableElements_, &Budget::tableElements, more))) {
    return false;
  }
  if (mayGrow_ == nullptr || mayGrow_(growth)) return true;
  shrink(growth.kind, more);
  return false;
}

void Quota::shrink(Growth::Kind kind, std::uint64_t amount) {
  if (kind == Growth::Kind::Memory) {
    giveBack(memoryBytes_, &Budget::memoryBytes, amount);
  } else {
    giveBack(tableElements_, &Budget::tableElements, amount);
  }
}

bool Quota::addInstance() { return take(instances_, &Budget::instances, 1); }

void Quota::removeInstance() { giveBack(instances_, &Budget::instances, 1); }

bool Quota::growHeap(std::uint64_t bytes) {
  return take(gcHeapBytes_, &Budget::gcHeapBytes, bytes);
}

}  // namespace wald::runtime
