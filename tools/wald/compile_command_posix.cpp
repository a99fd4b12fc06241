#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include <unistd.h>

#include "tools/wald/commands.h"
#include "tools/wald/compiler.h"
#include "tools/wald/report.h"

namespace wald::command {

int compileCommand(std::span<char* const> args) {
  const auto path = findCompiler();
  if (!path) return reportError(path.error(), "wald compile");
  // The compiler takes this process over, with its options, signals and status.
  std::string program = "waldc";
  std::string command = "compile";
  std::vector<char*> arguments = {program.data(), command.data()};
  arguments.insert(arguments.end(), args.begin(), args.end());
  arguments.push_back(nullptr);
  execv(path->c_str(), arguments.data());
  return reportError(Error(ErrorKind::Io, std::strerror(errno)), *path);
}

}  // namespace wald::command
