#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "wald/handle.h"
#include "wald/types.h"

namespace wald {

/// A linear memory ("Execution › Memory Instances"). A handle: `detail::Handle` says what that means.
///
/// Everything that takes an offset checks it, without overflow, and fails with `Usage` where bytes would lie outside. What `data` and
/// `bytes` give ends with the next call into a guest, or `grow`: the memory may move. Of a shared memory other threads write at the
/// same time; there `read` and `write` copy bytes without undefined behaviour, and spans are the caller's responsibility.
class WALD_API Memory : public detail::Handle {
public:
  using Handle::Handle;

  /// Zeros. Fails with `Usage` if there is no such type (`MemoryType`), with `Limit` if the memory can't be had.
  static Result<Memory> create(Store& store, const MemoryType& type);

  /// Its minimum is the present size, as importing modules see it.
  MemoryType type() const;

  /// @{
  /// Bytes, and pages.
  std::uint64_t size() const;
  std::uint64_t pages() const;
  /// @}

  /// The former size in pages. Fails with `Limit` if it can't grow by so much, with `Usage` while a call of the store is suspended.
  Result<std::uint64_t> grow(std::uint64_t pages) const;

  /// All bytes; empty if the store is gone.
  std::span<std::uint8_t> data() const;
  /// So many bytes in place; nothing is copied.
  Result<std::span<std::uint8_t>> bytes(std::uint64_t offset, std::uint64_t count) const;

  /// Fills all of `to`, or nothing of it.
  Result<void> read(std::uint64_t offset, std::span<std::uint8_t> to) const;
  /// Writes all of `from`, or nothing.
  Result<void> write(std::uint64_t offset, std::span<const std::uint8_t> from) const;

  /// @{
  /// A value as the guest stores it: little-endian, at any alignment.
  template <typename T>
  Result<T> read(std::uint64_t offset) const {
    static_assert(std::is_trivially_copyable_v<T>);
    T value;
    std::uint8_t bytes[sizeof(T)];
    if (auto done = read(offset, bytes); !done) return std::move(done).error();
    std::memcpy(&value, bytes, sizeof(T));
    return value;
  }
  template <typename T>
  Result<void> write(std::uint64_t offset, const T& value) const {
    static_assert(std::is_trivially_copyable_v<T>);
    std::uint8_t bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    return write(offset, std::span<const std::uint8_t>(bytes));
  }
  /// @}

  /// A copy of so many bytes as text.
  Result<std::string> readString(std::uint64_t offset, std::uint64_t count) const;
  /// The bytes of the text, without a terminator.
  Result<void> writeString(std::uint64_t offset, std::string_view text) const;
};

}  // namespace wald
