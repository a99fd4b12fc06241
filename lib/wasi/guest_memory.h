#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>

#include "runtime/instance.h"
#include "wasi/limits.h"
#include "wasi/types.h"

namespace wald::wasi {

/// An address in a guest's memory, as a guest gave it.
struct GuestPtr {
  std::uint32_t address = 0;
};

/// The memory of the guest that calls, for the time of one call: the only way in which host
/// functions touch it.
///
/// Every access is checked against the memory's size in 64 bits, and none needs alignment. A guest
/// without a memory has one of no bytes.
class GuestMemory {
public:
  explicit GuestMemory(std::span<std::uint8_t> bytes) : base_(bytes.data()), size_(bytes.size()) {}
  static GuestMemory of(const runtime::Instance* instance) {
    const runtime::Memory* memory = instance == nullptr ? nullptr : instance->hostMemory();
    return GuestMemory(memory == nullptr ? std::span<std::uint8_t>{} : memory->bytes());
  }

  bool contains(GuestPtr at, std::uint64_t count) const {
    return at.address <= size_ && count <= size_ - at.address;
  }
  /// The guest's own bytes, not a copy; none if they are not all inside.
  std::optional<std::span<std::uint8_t>> bytes(GuestPtr at, std::uint64_t count) const {
    if (!contains(at, count)) return std::nullopt;
    return std::span(base_ + at.address, static_cast<std::size_t>(count));
  }

  template <typename T>
  bool load(GuestPtr at, T& value) const {
    static_assert(std::is_trivially_copyable_v<T> && std::endian::native == std::endian::little);
    if (!contains(at, sizeof(T))) return false;
    std::memcpy(&value, base_ + at.address, sizeof(T));
    return true;
  }
  template <typename T>
  bool store(GuestPtr at, const T& value) const {
    static_assert(std::is_trivially_copyable_v<T> && std::endian::native == std::endian::little);
    if (!contains(at, sizeof(T))) return false;
    std::memcpy(base_ + at.address, &value, sizeof(T));
    return true;
  }

private:
  std::uint8_t* base_;
  std::uint64_t size_;
};

/// A place for a result of type T. It was found to be inside before the call had any effect.
template <typename T>
class Out {
public:
  Out() = default;
  explicit Out(std::uint8_t* place) : place_(place) {}
  void set(const T& value) const { std::memcpy(place_, &value, sizeof(T)); }
  /// What stands there now.
  T get() const {
    T value;
    std::memcpy(&value, place_, sizeof(T));
    return value;
  }

private:
  std::uint8_t* place_ = nullptr;
};

/// Part of a guest's memory as the system's `readv` and `writev` take it.
struct Slice {
  std::uint8_t* data;
  std::size_t size;
};

/// A list of buffers in a guest's memory, each checked. The list is copied once, so that it can't
/// change under us.
class SliceList {
public:
  /// Takes at most `limits::iovecs` of the list, which suffices for a short read or write.
  Errno load(const GuestMemory& memory, GuestPtr list, std::uint32_t count);

  std::span<const Slice> slices() const { return {slices_.data(), count_}; }
  std::uint64_t total() const { return total_; }

private:
  std::size_t count_ = 0;
  std::uint64_t total_ = 0;
  std::array<Slice, limits::iovecs> slices_;
};

/// A path, checked and followed by NUL. Functions that split it write into it.
struct GuestPath {
  /// Fails with `Fault`, `NameTooLong`, `Inval` (it holds a NUL) or `NoEnt` (it is empty).
  Errno load(const GuestMemory& memory, GuestPtr at, std::uint32_t count);

  /// The path as it was loaded: what was split off ends in a NUL where a slash was.
  std::string asGiven() const;

  std::uint32_t size = 0;
  std::array<char, limits::pathBytes + 1> text;
};

}  // namespace wald::wasi
