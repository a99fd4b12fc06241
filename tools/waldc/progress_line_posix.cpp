#include "tools/waldc/progress_line.h"

#include <cstdio>

#include <unistd.h>

#include <fmt/format.h>

namespace wald::command {

namespace {

constexpr std::chrono::milliseconds quiet{1000};
constexpr std::chrono::milliseconds pause{100};

void print(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace

ProgressLine::ProgressLine() : isTerminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (isShown_) print("\r\x1b[K");
}

void ProgressLine::show(const codegen::Progress& progress) {
  const Clock::time_point now = Clock::now();
  if (!isTerminal_ || now - begin_ < quiet || now - last_ < pause) return;
  last_ = now;
  isShown_ = true;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  const double part = progress.bytes == 0 ? 1.0
                                          : static_cast<double>(progress.bytesDone) /
                                                static_cast<double>(progress.bytes);
  std::string text = fmt::format("\rcompiling: {} of {} functions, {:.0f} %",
                                 progress.functionsDone, progress.functions, 100 * part);
  if (part > 0) text += fmt::format(", about {:.0f} s left", seconds / part - seconds);
  print(text + "\x1b[K");
}

}  // namespace wald::command
