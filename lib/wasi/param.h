#pragma once

#include <optional>
#include <string>

#include "runtime/value.h"
#include "wasi/state.h"
#include "wasm/opcode.h"

/// The parameters that rows of functions.def are made of. Each says which wasm values it is made
/// of, and turns them into what a handler takes, or says why that is impossible. `Fd` is apart: it
/// is decoded together with the rights it needs. `show` writes for people what was decoded, and of a call that succeeded what it gave.
namespace wald::wasi::param {

using runtime::Slot;
using wasm::Kind;

template <Kind... kinds>
struct Made {
  static constexpr std::array<Kind, sizeof...(kinds)> of{kinds...};
};

// What `show` writes.
void showNumber(std::string& out, std::uint64_t number);
void showSigned(std::string& out, std::int64_t number);
void showAddress(std::string& out, GuestPtr address);
void showResult(std::string& out, std::optional<std::uint64_t> result);
void showBuffer(std::string& out, std::size_t size);
void showSlices(std::string& out, const SliceList& slices);
void showPath(std::string& out, const GuestPath& path);

inline std::uint32_t word(Slot slot) { return static_cast<std::uint32_t>(slot); }

struct U32 : Made<Kind::I32> {
  using Value = std::uint32_t;
  std::uint32_t value;
  Errno decode(Call&, const Slot* slots) {
    value = word(slots[0]);
    return Errno::Success;
  }
  void show(std::string& out, bool) const { showNumber(out, value); }
};

struct U64 : Made<Kind::I64> {
  using Value = std::uint64_t;
  std::uint64_t value;
  Errno decode(Call&, const Slot* slots) {
    value = slots[0];
    return Errno::Success;
  }
  void show(std::string& out, bool) const { showNumber(out, value); }
};

struct I64 : Made<Kind::I64> {
  using Value = std::int64_t;
  std::int64_t value;
  Errno decode(Call&, const Slot* slots) {
    value = static_cast<std::int64_t>(slots[0]);
    return Errno::Success;
  }
  void show(std::string& out, bool) const { showSigned(out, value); }
};

/// An address that the handler checks itself, since only it knows the size.
struct Pointer : Made<Kind::I32> {
  using Value = GuestPtr;
  GuestPtr value;
  Errno decode(Call&, const Slot* slots) {
    value = {word(slots[0])};
    return Errno::Success;
  }
  void show(std::string& out, bool) const { showAddress(out, value); }
};

/// Where a result goes.
template <typename T>
struct Returns : Made<Kind::I32> {
  using Value = Out<T>;
  Out<T> value;
  Errno decode(Call& call, const Slot* slots) {
    const auto place = call.memory.bytes({word(slots[0])}, sizeof(T));
    if (!place) return Errno::Fault;
    value = Out<T>(place->data());
    return Errno::Success;
  }
  void show(std::string& out, [[maybe_unused]] bool succeeded) const {
    std::optional<std::uint64_t> result;
    if constexpr (std::is_integral_v<T>) {
      if (succeeded) result = value.get();
    }
    showResult(out, result);
  }
};

/// Address and size of bytes in the guest's memory.
struct Buffer : Made<Kind::I32, Kind::I32> {
  using Value = std::span<std::uint8_t>;
  std::span<std::uint8_t> value;
  Errno decode(Call& call, const Slot* slots) {
    const auto bytes = call.memory.bytes({word(slots[0])}, word(slots[1]));
    if (!bytes) return Errno::Fault;
    value = *bytes;
    return Errno::Success;
  }
  void show(std::string& out, bool) const { showBuffer(out, value.size()); }
};

/// Address and length of a list of buffers.
struct Slices : Made<Kind::I32, Kind::I32> {
  using Value = const SliceList&;
  Slices() {}  // so that no one zeroes the array
  SliceList value;
  Errno decode(Call& call, const Slot* slots) {
    return value.load(call.memory, {word(slots[0])}, word(slots[1]));
  }
  void show(std::string& out, bool) const { showSlices(out, value); }
};

/// Address and size of a path.
struct Path : Made<Kind::I32, Kind::I32> {
  using Value = GuestPath&;
  Path() {}  // so that no one zeroes the array
  GuestPath value;
  Errno decode(Call& call, const Slot* slots) {
    return value.load(call.memory, {word(slots[0])}, word(slots[1]));
  }
  void show(std::string& out, bool) const { showPath(out, value); }
};

/// A descriptor to be used.
struct Fd : Made<Kind::I32> {
  using Value = Descriptor&;
  DescriptorPtr found;
  std::uint32_t number = 0;
  void show(std::string& out, bool) const { showNumber(out, number); }
};

}  // namespace wald::wasi::param
