#include <csignal>
#include <cstdlib>
#include <memory>

#include "tools/wald/commands.h"
#include "tools/wald/program.h"
#include "tools/wald/report.h"

namespace wald::command {

int runCommand(std::span<char* const> args) {
  RunOptions options;
  const auto operands = runOptionSet(options).parse(args, OptionSet::Operands::First);
  if (options.help) return printHelp();
  if (!operands) return reportUsage(operands.error().message(), "wald");
  if (operands->empty()) return reportUsage("no FILE to run", "wald");

  // Guests learn of a closed pipe by the error of their write. Other signals keep their meaning.
  std::signal(SIGPIPE, SIG_IGN);
  Program program(options, *operands);
  const int status = program.run();
  // The system takes everything back faster than destructors do.
  std::_Exit(status);
}

}  // namespace wald::command
