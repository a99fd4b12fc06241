#pragma once

#include <cstdint>
#include <memory>

#include "wald/export.h"
#include "wald/result.h"

namespace wald {

class Store;

namespace detail {

/// @cond
class StoreState;
using StoreRef = std::shared_ptr<StoreState>;
/// @endcond

/// What is common to the handles of a store's objects. They may outlive the store: then whatever is asked of them fails with `Usage`
/// ("the store is gone"), or, where nothing can fail, gives nothing.
///
/// Used and copied on the thread that has the store only. Empty ones (made without a store, or moved from) refer to nothing.
class WALD_API Handle {
public:
  /// Empty.
  Handle() = default;

  /// Whether it is not empty. Says nothing on whether the store is still there.
  explicit operator bool() const { return store_ != nullptr && item_ != nullptr; }
  /// Whether both refer to the same object.
  friend bool operator==(const Handle& a, const Handle& b) { return a.item_ == b.item_; }

  /// @cond
  // For the library.
  Handle(StoreRef store, void* item) : store_(std::move(store)), item_(item) {}
  const StoreRef& storeRef() const { return store_; }
  void* item() const { return item_; }

protected:
  StoreRef store_;
  void* item_ = nullptr;
  /// @endcond
};

/// A reference to an object on a store's heap, which it keeps alive.
class WALD_API Root {
public:
  /// Null.
  Root() = default;

  /// Says nothing on whether the store is still there.
  bool isNull() const { return bits_ == 0 || store_ == nullptr; }
  /// Whether it is not null.
  explicit operator bool() const { return !isNull(); }
  /// Whether both are the same object, or null ("ref.eq").
  friend bool operator==(const Root& a, const Root& b) { return a.bits_ == b.bits_; }

  /// @cond
  // For the library.
  Root(StoreRef store, std::uint64_t bits);
  const StoreRef& storeRef() const { return store_; }
  std::uint64_t bits() const { return isNull() ? 0 : bits_; }

protected:
  StoreRef store_;
  std::uint64_t bits_ = 0;
  std::shared_ptr<const std::uint64_t> root_;  ///< of what is collected
  /// @endcond
};

}  // namespace detail
}  // namespace wald
