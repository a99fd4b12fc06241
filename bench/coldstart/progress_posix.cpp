#include "bench/coldstart/progress.h"

#include <cstdio>

#include <unistd.h>

#include <fmt/format.h>

namespace wald::coldstart {

Progress::Progress() : isTerminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (isShown_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::string_view text) {
  if (!isTerminal_) return;
  const auto now = Clock::now();
  if (isShown_ && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  isShown_ = true;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - begin_).count();
  fmt::print(stderr, "\r\033[K{}:{:02} {}", seconds / 60, seconds % 60, text);
  std::fflush(stderr);
}

}  // namespace wald::coldstart
