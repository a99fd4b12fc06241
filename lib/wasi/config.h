#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wald::wasi {

class Observer;

/// A directory of the host that a guest may use, under a name of its own.
struct Preopen {
  std::string hostPath;
  std::string guestPath;
  bool writable = false;
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
  bool stdio = true;              ///< descriptors 0, 1 and 2 are the host's
  bool clocks = true;
  bool random = true;
  /// The host's clocks, random numbers, times of files and order of directories are replaced by ones that are the same in each run. Nothing
  /// waits for a clock then.
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
