#pragma once

#include "wasi/types.h"

/// The types of `wasi_unstable` that preview 1 lays out in another way.
namespace wald::wasi::unstable {

enum class Whence : std::uint8_t { Cur, End, Set };

/// With 32 bits for the number of links.
struct Filestat {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  Filetype filetype = Filetype::Unknown;
  std::uint8_t padding[3] = {};
  std::uint32_t links = 0;
  std::uint64_t size = 0;
  std::uint64_t accessed = 0;
  std::uint64_t modified = 0;
  std::uint64_t changed = 0;
};
static_assert(sizeof(Filestat) == 56 && offsetof(Filestat, links) == 20);

/// A clock has an identifier besides its number, which nobody looks at.
struct Subscription {
  std::uint64_t userdata;
  std::uint8_t tag;
  std::uint8_t padding0[7];
  union {
    std::uint64_t identifier;  ///< of a clock
    std::uint32_t descriptor;
  };
  std::uint32_t clock;  ///< this and what follows only for a clock
  std::uint32_t padding1;
  std::uint64_t timeout;
  std::uint64_t precision;
  std::uint16_t flags;
  std::uint8_t padding2[6];
};
static_assert(sizeof(Subscription) == 56 && offsetof(Subscription, clock) == 24);
static_assert(offsetof(Subscription, timeout) == 32 && offsetof(Subscription, flags) == 48);

}  // namespace wald::wasi::unstable
