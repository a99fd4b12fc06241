#pragma once

#include <chrono>
#include <string_view>

namespace wald::coldstart {

/// One line on a terminal's standard error that says what is being measured. Elsewhere it says nothing.
class Progress {
public:
  Progress();
  /// Takes the line away.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Not more than ten times a second: it would be measured too.
  void show(std::string_view text);

private:
  using Clock = std::chrono::steady_clock;

  bool isTerminal_;
  bool isShown_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_;
};

}  // namespace wald::coldstart
