#include <string_view>

#include "tools/wald/commands.h"
#include "tools/wald/report.h"

using namespace wald::command;

int main(int argc, char** argv) {
  const std::span<char* const> args(argv + 1, argc > 0 ? static_cast<std::size_t>(argc - 1) : 0);
  if (args.empty()) return reportUsage("no command and no FILE", "wald");
  const std::string_view first = args.front();
  if (first == "run") return runCommand(args.subspan(1));
  if (first == "compile") return compileCommand(args.subspan(1));
  if (first == "cache") return cacheCommand(args.subspan(1));
  if (first == "snapshot") return snapshotCommand(args.subspan(1));
  if (first == "validate") return validateCommand(args.subspan(1));
  if (first == "inspect") return inspectCommand(args.subspan(1));
  if (first == "wast") return wastCommand(args.subspan(1));
  if (first == "wat2wasm") return toBinaryCommand(args.subspan(1));
  if (first == "wasm2wat") return toTextCommand(args.subspan(1));
  if (first == "--version") return printVersion();
  return runCommand(args);
}
