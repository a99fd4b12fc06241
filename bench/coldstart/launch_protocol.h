#pragma once

#include <cstdint>

namespace wald::coldstart {

/// What the launcher reads from standard input: this, then `bytes` of strings that end with NUL, the arguments before the environment.
struct LaunchRequest {
  std::uint32_t arguments;     ///< 0: tells of the launcher itself
  std::uint32_t variables;     ///< of the environment
  std::uint32_t bytes;         ///< of all the strings, at most `maxBytes`
  std::uint32_t milliseconds;  ///< starts again and again for so long; 0: once
  static constexpr std::uint32_t maxBytes = 1 << 15;
};

/// What it answers on standard output: this, then `outputBytes` of what the program printed in its last run.
struct LaunchReply {
  std::int64_t
      wallNanoseconds;  ///< from before the spawn until the program is reaped; of all starts together
  std::int64_t cpuMicroseconds;  ///< user and system, of the program and what it waited for
  std::int64_t peakKilobytes;    ///< the largest resident set of one of these processes
  std::uint32_t starts;
  std::int32_t status;  ///< as `wait4` gives it; of the first that is not 0
  std::int32_t error;   ///< errno, if the program could not be started
  std::uint32_t outputBytes;
  static constexpr std::uint32_t maxOutput = 4096;
};

/// What takes longer is killed; the error is ETIMEDOUT then.
inline constexpr int longestRunSeconds = 120;

/// Stands for a name that no other start has, in arguments.
inline constexpr char uniqueName[] = "{id}";

}  // namespace wald::coldstart
