#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "wald/extern.h"
#include "wald/handle.h"
#include "wald/instance.h"
#include "wald/value.h"

namespace wald {

/// Who called a function of the host. It ends with the call.
class WALD_API Caller {
public:
  /// The instance whose function called; empty if the host itself did.
  Instance instance() const;
  /// The memory that the instance exports as "memory", else its first one; empty if it has none.
  Memory memory() const;
  /// Bytes of that memory. Fails with a trap, as an access of the guest does, where they would lie outside.
  Result<std::span<std::uint8_t>> bytes(std::uint64_t offset, std::uint64_t count) const;

  /// The same as the store's.
  template <typename T>
  T* data() const {
    return static_cast<T*>(userData());
  }
  /// `Store::fuel`.
  std::uint64_t fuel() const;
  /// `Store::setFuel`, which takes effect as soon as the guest goes on.
  void setFuel(std::uint64_t units) const;

  /// Leaves the guest as it is and goes back to whoever called `CallHandle::resume`; returns when that is called again, by whatever
  /// thread. To be returned to the guest if it fails: the call is then to end (its handle went away, or it was interrupted). Fails with
  /// `Usage` if the guest was not called by a `CallHandle`.
  Result<void> suspend() const;

  /// What a host function returns to throw an exception into the guest ("throw"). Traps instead if the
  /// tag or a reference belongs to another store, or the values are not of the tag's types.
  Error exception(const Tag& tag, std::span<const Value> values) const;

  /// @cond
  // For the library.
  Caller(const detail::StoreRef& store, void* instance) : store_(store), instance_(instance) {}
  const detail::StoreRef& storeRef() const { return store_; }
  /// @endcond

private:
  void* userData() const;

  const detail::StoreRef& store_;
  void* instance_;
};

}  // namespace wald
