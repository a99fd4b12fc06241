#pragma once

#include <string>
#include <string_view>

#include "runtime/trap.h"
#include "support/error.h"

namespace wald::command {

/// The statuses with which wald itself exits; a guest's own is passed through.
namespace exit_status {
inline constexpr int success = 0;
inline constexpr int failure =
    1;  ///< malformed, invalid, unlinkable, unsupported, or a system error
inline constexpr int usage = 2;
inline constexpr int timeout = 124;  ///< as of `timeout(1)`
inline constexpr int limit = 125;
inline constexpr int trap = 134;
}  // namespace exit_status

int exitStatusOf(ErrorKind kind);

/// Prints `error: FILE:…: …` to standard error, for text with the line and a caret; gives the exit
/// status.
int reportError(const Error& error, std::string_view file);
/// Prints `error: …` about the command line, and where to read more.
int reportUsage(std::string_view message, std::string_view command);
/// Prints `error: …` about what was asked for; gives the exit status.
int reportUsageError(const Error& error);
/// Prints a trap with its call stack, or nothing if the guest ended itself; gives the exit status.
int reportTrap(const runtime::Trap& trap);
/// Prints that the time was over while the guest was in a call of the host; gives the exit status.
int reportTimeout();
void printNote(std::string_view text);
/// A call of the host by the guest, as `--log-calls` shows them.
void printCall(std::string_view text);

/// The text of a trap: its kind, frames and detail.
std::string describeTrap(const runtime::Trap& trap);

/// Writes results to standard output; false, after a message, if that fails.
bool printOut(std::string_view text);

}  // namespace wald::command
