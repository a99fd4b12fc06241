#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "wasi/stream.h"

namespace wald::wasi {

class Clock;
class MemoryFiles;
class Observer;
class RandomSource;

/// A directory that a guest may use, under a name of its own.
struct Preopen {
  std::string hostPath;  ///< of the host, unless `memory` is set
  std::string guestPath;
  bool writable = false;
  std::shared_ptr<MemoryFiles> memory = nullptr;  ///< instead: files in memory, from their root
};

/// A socket at which a guest may accept connections.
struct Listener {
  std::string address;  ///< `127.0.0.1:8080`, `[::1]:8080`: numbers; port 0 for one that is free
  /// Instead of an address: a stream socket of the embedder that listens. It is shared with the guest, its flag `O_NONBLOCK` too.
  int fd = -1;
};

/// What a guest is given. Nothing else can be reached.
struct Config {
  std::vector<std::string> args;  ///< the first is the program's name
  std::vector<std::string> env;   ///< each `NAME=value`
  /// Descriptors 0, 1 and 2: by default the host's.
  std::array<Stream, 3> stdio;
  bool clocks = true;
  bool random = true;
  /// Instead of the host's clocks, also for waiting; null: the host's. They need `clocks` all the same.
  std::shared_ptr<Clock> clock;
  /// Instead of the host's random numbers; null: the host's. It needs `random` all the same.
  std::shared_ptr<RandomSource> randomSource;
  /// The host's clocks, random numbers, times of files and order of directories are replaced by ones that are the same in each run. Nothing
  /// waits for a clock then. `clock` and `randomSource` go before it.
  bool deterministic = false;
  std::uint64_t seed = 0;  ///< of random numbers then
  std::vector<std::string>
      withheld;  ///< functions of which each call is refused, whatever else is granted
  /// Is told of what is refused, and of each call if it wants. May be null. Has to outlive the calls of the guests.
  Observer* observer = nullptr;
  std::vector<Preopen> preopens;  ///< descriptors from 3 on, in this order
  /// Descriptors after those of the directories, in this order. C libraries look for directories from 3 on until there is none.
  std::vector<Listener> listeners;
  /// Directories of the host that no guest enters, whatever is granted, and whose place no guest can take: those on the way to them can't
  /// be moved or removed. They need not exist. A grant that lies in one is refused.
  std::vector<std::string> protectedDirectories;
};

}  // namespace wald::wasi
