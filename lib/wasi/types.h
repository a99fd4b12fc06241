#pragma once

#include <cstddef>
#include <cstdint>

/// The types of `wasi_snapshot_preview1` as they lie in a guest's memory. Names and numbers are
/// those of the document "WASI snapshot preview 1".
namespace wald::wasi {

/// What a call gives: a guest's errno, or beyond those the reason for which it is refused.
enum class Errno : std::uint16_t {
#define WALD_WASI_ERRNO(name, number, host) name = number,
#define WALD_WASI_ERRNO_OWN(name, number) name = number,
#include "wasi/errno.def"
  BeforeRefusals = 0xff,
#define WALD_WASI_REFUSAL(name, why) name,
#include "wasi/refusals.def"
};

constexpr bool isRefusal(Errno error) { return error > Errno::BeforeRefusals; }
/// As guests see it.
constexpr Errno toGuest(Errno error) { return isRefusal(error) ? Errno::NotCapable : error; }

/// A set of rights: the low 32 of 64 bits are defined.
using Rights = std::uint64_t;

namespace right {
#define WALD_WASI_RIGHT(name, bit) inline constexpr Rights name = Rights{1} << bit;
#include "wasi/rights.def"
}  // namespace right

enum class Filetype : std::uint8_t {
  Unknown,
  BlockDevice,
  CharacterDevice,
  Directory,
  RegularFile,
  SocketDgram,
  SocketStream,
  SymbolicLink,
};

using FdFlags = std::uint16_t;
namespace fdflag {
inline constexpr FdFlags append = 1;
inline constexpr FdFlags dsync = 2;
inline constexpr FdFlags nonblock = 4;
inline constexpr FdFlags rsync = 8;
inline constexpr FdFlags sync = 16;
inline constexpr FdFlags all = 31;
}  // namespace fdflag

namespace oflag {
inline constexpr std::uint32_t creat = 1;
inline constexpr std::uint32_t directory = 2;
inline constexpr std::uint32_t excl = 4;
inline constexpr std::uint32_t trunc = 8;
inline constexpr std::uint32_t all = 15;
}  // namespace oflag

namespace fstflag {
inline constexpr std::uint32_t atim = 1;
inline constexpr std::uint32_t atimNow = 2;
inline constexpr std::uint32_t mtim = 4;
inline constexpr std::uint32_t mtimNow = 8;
inline constexpr std::uint32_t all = 15;
}  // namespace fstflag

namespace riflag {
inline constexpr std::uint32_t peek = 1;
inline constexpr std::uint32_t waitAll = 2;
inline constexpr std::uint32_t all = 3;
}  // namespace riflag

namespace roflag {
inline constexpr std::uint16_t dataTruncated = 1;
}  // namespace roflag

namespace sdflag {
inline constexpr std::uint32_t rd = 1;
inline constexpr std::uint32_t wr = 2;
inline constexpr std::uint32_t all = 3;
}  // namespace sdflag

inline constexpr std::uint32_t lookupSymlinkFollow = 1;

enum class Whence : std::uint8_t { Set, Cur, End };
enum class Advice : std::uint8_t { Normal, Sequential, Random, WillNeed, DontNeed, NoReuse };
enum class ClockId : std::uint32_t { Realtime, Monotonic, ProcessCpuTime, ThreadCpuTime };
enum class EventType : std::uint8_t { Clock, FdRead, FdWrite };

/// Both `iovec` and `ciovec`.
struct GuestIovec {
  std::uint32_t address;
  std::uint32_t size;
};
static_assert(sizeof(GuestIovec) == 8);

struct Prestat {
  std::uint8_t tag = 0;  ///< 0: a directory
  std::uint8_t padding[3] = {};
  std::uint32_t nameSize = 0;
};
static_assert(sizeof(Prestat) == 8);

struct Fdstat {
  Filetype filetype = Filetype::Unknown;
  std::uint8_t padding0 = 0;
  FdFlags flags = 0;
  std::uint8_t padding1[4] = {};
  Rights base = 0;
  Rights inheriting = 0;
};
static_assert(sizeof(Fdstat) == 24 && offsetof(Fdstat, flags) == 2 && offsetof(Fdstat, base) == 8);

struct Filestat {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  Filetype filetype = Filetype::Unknown;
  std::uint8_t padding[7] = {};
  std::uint64_t links = 0;
  std::uint64_t size = 0;
  std::uint64_t accessed = 0;  ///< these in nanoseconds since 1970
  std::uint64_t modified = 0;
  std::uint64_t changed = 0;
};
static_assert(sizeof(Filestat) == 64 && offsetof(Filestat, links) == 24);

/// What precedes each name in the buffer of `fd_readdir`.
struct Dirent {
  std::uint64_t next = 0;
  std::uint64_t inode = 0;
  std::uint32_t nameSize = 0;
  Filetype type = Filetype::Unknown;
  std::uint8_t padding[3] = {};
};
static_assert(sizeof(Dirent) == 24 && offsetof(Dirent, type) == 20);

/// A subscription to a clock or to a descriptor: the union of the two, laid flat.
struct Subscription {
  std::uint64_t userdata;
  std::uint8_t tag;  ///< an `EventType`, if it is one
  std::uint8_t padding0[7];
  std::uint32_t target;  ///< the clock, or the descriptor
  std::uint32_t padding1;
  std::uint64_t timeout;  ///< this and what follows only for a clock
  std::uint64_t precision;
  std::uint16_t flags;
  std::uint8_t padding2[6];
};
static_assert(sizeof(Subscription) == 48 && offsetof(Subscription, target) == 16);
static_assert(offsetof(Subscription, timeout) == 24 && offsetof(Subscription, flags) == 40);
inline constexpr std::uint16_t subscriptionAbsoluteTime = 1;

struct Event {
  std::uint64_t userdata = 0;
  Errno error = Errno::Success;
  EventType type = EventType::Clock;
  std::uint8_t padding0[5] = {};
  std::uint64_t size = 0;
  std::uint16_t flags = 0;
  std::uint8_t padding1[6] = {};
};
static_assert(sizeof(Event) == 32 && offsetof(Event, type) == 10 && offsetof(Event, size) == 16);
inline constexpr std::uint16_t eventHangup = 1;

}  // namespace wald::wasi
