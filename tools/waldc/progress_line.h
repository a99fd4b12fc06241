#pragma once

#include <chrono>
#include <mutex>

#include "codegen/compile.h"

namespace wald::command {

/// One line on a terminal's standard error that says how far the work is, with an estimate of the rest, once it has taken a second.
class ProgressLine {
public:
  ProgressLine();
  /// Takes the line away.
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const codegen::Progress& progress);

private:
  using Clock = std::chrono::steady_clock;

  bool isTerminal_;
  bool isShown_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_ = begin_;
};

}  // namespace wald::command
