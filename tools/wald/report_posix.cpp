#include "tools/wald/report.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

#include <fmt/format.h>

#include "support/excerpt.h"

namespace wald::command {

namespace {

constexpr std::string_view timeIsOver = "the time of --timeout is over";

int writeAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

bool hasColor() {
  const char* const terminal = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

std::string label(std::string_view word, std::string_view color) {
  return hasColor() ? fmt::format("\x1b[1;{}m{}:\x1b[0m ", color, word) : fmt::format("{}: ", word);
}

void printError(std::string_view text) {
  writeAll(STDERR_FILENO, fmt::format("{}{}\n", label("error", "31"), printable(text)));
}

}  // namespace

int exitStatusOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Malformed:
    case ErrorKind::Invalid:
    case ErrorKind::Unlinkable:
    case ErrorKind::Unsupported:
    case ErrorKind::Io:
    case ErrorKind::Internal:
    case ErrorKind::Trap:
    case ErrorKind::Exit: return exit_status::failure;
    case ErrorKind::Usage: return exit_status::usage;
    case ErrorKind::Limit: return exit_status::limit;
  }
  return exit_status::failure;
}

int reportError(const Error& error, std::string_view file) {
  // The kind says nothing to someone whose file is missing, or who mistyped a name.
  const bool plain = error.kind() == ErrorKind::Io || error.kind() == ErrorKind::Usage;
  printError(plain ? fmt::format("{}: {}", file, error.message()) : error.format(file));
  writeAll(STDERR_FILENO, excerptOf(error));
  if (error.kind() == ErrorKind::Internal) printNote("this is a defect of wald; please report it");
  return exitStatusOf(error.kind());
}

int reportUsage(std::string_view message, std::string_view command) {
  printError(fmt::format("{} (see {} --help)", message, command));
  return exit_status::usage;
}

int reportUsageError(const Error& error) {
  printError(error.message());
  return exitStatusOf(error.kind());
}

std::string describeTrap(const runtime::Trap& trap) {
  std::string out = fmt::format("wasm trap: {}", phraseOf(trap.kind));
  if (trap.element) out += fmt::format(" {}", *trap.element);
  out += '\n';
  std::size_t repeated = 0;
  const auto endRepetition = [&] {
    if (repeated != 0) out += fmt::format("  … {} more times\n", repeated);
    repeated = 0;
  };
  for (std::size_t i = 0; i < trap.frames.size(); ++i) {
    const runtime::TrapFrame& frame = trap.frames[i];
    const runtime::TrapFrame* const inner = i == 0 ? nullptr : &trap.frames[i - 1];
    if (inner != nullptr && inner->index == frame.index && inner->offset == frame.offset &&
        inner->module == frame.module) {
      ++repeated;
      continue;
    }
    endRepetition();
    out += fmt::format("  at {} ({}+{:#06x})\n", printable(frame.function), printable(frame.module),
                       frame.offset);
  }
  endRepetition();
  if (trap.omittedFrames != 0) out += fmt::format("  … {} more frames\n", trap.omittedFrames);
  return out;
}

int reportTrap(const runtime::Trap& trap) {
  if (trap.exitStatus) return *trap.exitStatus & 0xff;
  writeAll(STDERR_FILENO, label("error", "31") + describeTrap(trap));
  if (!trap.detail.empty()) printNote(trap.detail);
  switch (trap.kind) {
    // Limits that were set, not faults of the guest.
    case wasm::TrapKind::OutOfFuel: return exit_status::limit;
    case wasm::TrapKind::Interrupted: printNote(timeIsOver); return exit_status::timeout;
    default: return exit_status::trap;
  }
}

int reportTimeout() {
  printError("the guest does not come back from a call of the host");
  printNote(timeIsOver);
  return exit_status::timeout;
}

void printNote(std::string_view text) {
  writeAll(STDERR_FILENO, fmt::format("{}{}\n", label("note", "36"), printable(text)));
}

void printCall(std::string_view text) {
  writeAll(STDERR_FILENO, fmt::format("{}{}\n", label("call", "35"), printable(text)));
}

bool printOut(std::string_view text) {
  const int code = writeAll(STDOUT_FILENO, text);
  if (code == 0) return true;
  printError(fmt::format("standard output: {}", std::strerror(code)));
  return false;
}

}  // namespace wald::command
