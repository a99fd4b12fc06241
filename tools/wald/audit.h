#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "support/json_line.h"
#include "support/sha256.h"
#include "tools/wald/audit_file.h"
#include "tools/wald/run_options.h"
#include "wasi/observer.h"

namespace wald::command {

/// The record of a run for whoever is responsible for it (`--audit`): one line of JSON for its start, each refusal and its end. Any thread may
/// call it.
///
/// The guest is never kept waiting, and makes it no longer than `mostBytes`: lines beyond are counted at the end.
class Audit {
public:
  /// Time runs from now on.
  explicit Audit(AuditFile file);

  /// What is going to be run, and with what.
  struct Start {
    std::string_view file;
    std::optional<Sha256Digest> module;
    std::string_view engine;
    const RunOptions& options;
    std::span<const std::string_view> arguments;
  };
  void start(const Start& start);

  void deny(const wasi::Denial& denial);

  /// How it ended.
  struct End {
    int status = 0;
    std::string_view outcome;             ///< "exit", "trap", "error", "timeout" or "signal"
    int signal = 0;                       ///< the one that ended the process
    std::string_view trap;                ///< the trap's phrase, if it is one
    std::optional<std::uint64_t> fuel;    ///< that was used
    std::optional<std::uint64_t> memory;  ///< bytes of the guest's memories, which never shrink
    std::uint64_t calls = 0;
  };
  /// Once; what comes later is left out.
  void end(const End& end);

  static constexpr std::uint64_t mostBytes = std::uint64_t{1} << 20;
  /// Of one string in a line, as it is written.
  static constexpr std::size_t longestString = 600;

private:
  JsonLine begin(std::string_view event) const;
  static std::string finish(JsonLine& line);

  std::mutex mutex_;
  AuditFile file_;
  std::string run_;  ///< tells the lines of runs apart that share a file
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::uint64_t written_ = 0;
  std::uint64_t denials_ = 0;
  std::uint64_t omitted_ = 0;
  bool isEnded_ = false;
};

}  // namespace wald::command
