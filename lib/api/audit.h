#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/engine.h"
#include "support/json_line.h"
#include "support/sha256.h"
#include "wasi/config.h"
#include "wasi/observer.h"

namespace wald::api {

/// Where the lines of a record go. One thread at a time.
class AuditSink {
public:
  AuditSink() = default;
  virtual ~AuditSink() = default;
  AuditSink(const AuditSink&) = delete;
  AuditSink& operator=(const AuditSink&) = delete;

  /// Appends a line, with its end. False if it is lost. The first and the last line may wait for a moment.
  virtual bool write(std::string_view line) = 0;
  /// The same, but never makes the caller wait.
  virtual bool tryWrite(std::string_view line) = 0;
};

/// The record of a run for whoever is responsible for it: one line of JSON for its start, each refusal and its end. Any thread may
/// call it.
///
/// The guest is never kept waiting, and makes it no longer than `mostBytes`: lines beyond are counted at the end.
class Audit {
public:
  /// Time runs from now on.
  explicit Audit(std::unique_ptr<AuditSink> sink);

  /// What is going to be run, and with what.
  struct Start {
    std::string_view file;
    std::optional<Sha256Digest> module;
    std::string_view engine;
    std::string_view invoke;  ///< the exported function, if it is not the program's start
    std::size_t argumentCount = 0;
    std::size_t argumentBytes = 0;
    const wasi::Config& grants;
    bool threads = false;
    const runtime::Limits& limits;
    std::span<const std::pair<std::string, std::string>> labels;
  };
  void start(const Start& start);

  void deny(const wasi::Denial& denial);

  /// How it ended.
  struct End {
    int status = 0;
    std::string_view outcome;             ///< "exit", "trap", "error", "timeout", "signal" …
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
  std::unique_ptr<AuditSink> sink_;
  std::string run_;  ///< tells the lines of runs apart that share a file
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::uint64_t written_ = 0;
  std::uint64_t denials_ = 0;
  std::uint64_t omitted_ = 0;
  bool isEnded_ = false;
};

}  // namespace wald::api
