#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wald/export.h"
#include "wald/memory_files.h"
#include "wald/result.h"

namespace wald {

/// What a guest's standard input, output or error stream is.
class WALD_API WasiStream {
public:
  /// Collects what a guest writes; to be read while it runs too. Thread-safe.
  class WALD_API Buffer {
  public:
    /// Writing beyond so many bytes fails, as on a full disk.
    explicit Buffer(std::size_t limit = std::size_t{1} << 20);
    /// A copy of what there is.
    std::string text() const;
    /// The same, and it is empty then: there is room again.
    std::string take() const;

    /// @cond
    // For the library.
    struct State;
    const std::shared_ptr<State>& state() const { return state_; }
    /// @endcond

  private:
    std::shared_ptr<State> state_;
  };
  /// Fills a buffer with the next bytes and gives how many; 0 at the end. May wait: the guest waits with it.
  using Source = std::function<std::size_t(std::span<std::uint8_t> buffer)>;
  /// Takes bytes that a guest wrote. False: the guest is told of an error.
  using Sink = std::function<bool(std::span<const std::uint8_t> bytes)>;

  /// Ends at once, and takes everything.
  static WasiStream null();
  /// The host's own stream.
  static WasiStream inherit();
  /// No stream at all: its number is not open.
  static WasiStream closed();
  /// A descriptor of the host, which is borrowed and has to stay open.
  static WasiStream descriptor(int fd);
  /// Input: these bytes, then the end.
  static WasiStream bytes(std::string bytes);
  /// Output.
  static WasiStream buffer(const Buffer& buffer);

  /// @{
  /// Called on the guest's thread, which must not be used by them. An interrupt takes effect when they return.
  static WasiStream source(Source source);
  static WasiStream sink(Sink sink);
  /// @}

  /// @cond
  // For the library.
  struct State;
  const std::shared_ptr<const State>& state() const { return state_; }
  /// @endcond

private:
  explicit WasiStream(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

/// Clocks instead of the host's. Called on the threads of guests. Times are in nanoseconds.
class WALD_API WasiClock {
public:
  virtual ~WasiClock();
  /// Since 1970.
  virtual std::uint64_t realtime() = 0;
  /// Since any beginning; never less than before.
  virtual std::uint64_t monotonic() = 0;
  /// The least difference between two times.
  virtual std::uint64_t resolution() { return 1; }
  /// A guest has to wait until so much more time has passed by these clocks. Gives how long it is to wait on the host, at most; 0 where the
  /// time has passed with this call.
  virtual std::uint64_t wait(std::uint64_t nanoseconds) { return nanoseconds; }
};

/// A call that was refused, for whoever watches a guest.
struct WasiDenial {
  /// A descriptor, or a path from there, that the call was about.
  struct Place {
    std::optional<std::uint32_t> descriptor;  ///< the guest's number
    /// What the descriptor stands for on the host, as far as that can be told.
    std::string hostPath;
    std::optional<std::string> path;  ///< any bytes, as the guest gave them
  };
  std::string function;  ///< that was called, e.g. "path_open"
  /// What the guest would have needed: rights by their names, or the function.
  std::string capability;
  std::string reason;         ///< for people: "the directory was granted read-only"
  std::vector<Place> places;  ///< two where something is linked or renamed
};

/// What the guests of a store are given: nothing but this ("WASI preview 1").
class WasiConfig {
public:
  std::vector<std::string> args;           ///< the first is the program's name
  std::vector<std::string> env;            ///< each `NAME=value`
  WasiStream input = WasiStream::null();   ///< descriptor 0
  WasiStream output = WasiStream::null();  ///< descriptor 1
  WasiStream errors = WasiStream::null();  ///< descriptor 2
  bool clocks = true;                      ///< false: asking for a time is refused
  bool random = true;                      ///< false: asking for random numbers is refused

  /// Instead of the host's clocks. May be null; has to be good until the store ends, as all that follows.
  std::shared_ptr<WasiClock> clock;
  /// Instead of the host's random numbers: fills all of it, or gives false. May be empty.
  std::function<bool(std::span<std::uint8_t> bytes)> randomSource;
  /// Clocks, random numbers, times of files and order of directories are the same in each run; nothing waits for a clock.
  bool deterministic = false;
  std::uint64_t seed = 0;  ///< of random numbers, if deterministic

  /// Functions of which each call is refused, whatever else is granted, e.g. "sock_accept".
  std::vector<std::string> withheld;
  /// Is told of what is refused.
  std::function<void(const WasiDenial& denial)> onDenial;
  /// Is told of each call, with its arguments and what it gave, in one line.
  std::function<void(std::string_view line)> onCall;
  /// Gets the record of the store's runs, by lines of JSON without their ends: what was started with which grants, each refusal, how it
  /// ended. Of what the guest causes at most 1 MB.
  std::function<void(std::string_view line)> audit;
  /// Keys and values that stand in the record's first line.
  std::vector<std::pair<std::string, std::string>> labels;

  /// @{
  /// A directory of the host, by a name of the guest's; nothing above it can be reached.
  WasiConfig& readOnly(std::string hostPath, std::string guestPath) {
    directories.push_back({std::move(hostPath), std::move(guestPath), false, std::nullopt});
    return *this;
  }
  WasiConfig& readWrite(std::string hostPath, std::string guestPath) {
    directories.push_back({std::move(hostPath), std::move(guestPath), true, std::nullopt});
    return *this;
  }
  /// @}

  /// @{
  /// The same of files in memory, from their root. They are shared with whoever else has them.
  WasiConfig& readOnly(const MemoryFiles& files, std::string guestPath) {
    directories.push_back({{}, std::move(guestPath), false, files});
    return *this;
  }
  WasiConfig& readWrite(const MemoryFiles& files, std::string guestPath) {
    directories.push_back({{}, std::move(guestPath), true, files});
    return *this;
  }
  /// @}

  /// A socket at which it may accept connections: `127.0.0.1:8080`; port 0 for one that is free.
  WasiConfig& listen(std::string address) {
    listeners.push_back(std::move(address));
    return *this;
  }

  /// A directory that is granted, as `readOnly` and `readWrite` add it.
  struct Directory {
    std::string hostPath;               ///< empty where files are in memory
    std::string guestPath;              ///< the name that the guest finds it by, e.g. "/data"
    bool isWritable;                    ///< whether it, and all below it, may be changed
    std::optional<MemoryFiles> memory;  ///< instead of the host's
  };
  std::vector<Directory> directories;  ///< descriptors from 3 on
  std::vector<std::string> listeners;  ///< descriptors after those
};

}  // namespace wald
