#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/error.h"

namespace wald::coldstart {

using Words = std::vector<std::string>;

/// Runs a program that only prepares something, and gives what it prints. The error of one that fails ends with the last line it wrote.
Result<std::string> runTool(const Words& command);
/// Where a program is: itself if it has a slash, else by PATH; empty if there is none.
std::string findProgram(std::string_view name);
/// How `wait4` says that a program ended, for people; empty if it succeeded.
std::string describeStatus(int status);

/// Words at blanks.
Words splitWords(std::string_view text);
std::string joinWords(const Words& words);
/// The last line of a text that is not empty, at most 200 bytes of it.
std::string lastLine(std::string_view text);

/// The bytes of a file; empty if it can't be read.
std::string readFile(const std::string& path);
Result<void> writeFile(const std::string& path, std::string_view contents);

}  // namespace wald::coldstart
