#include <csignal>
#include <cstdlib>

#include "tools/wald/cache_protection.h"
#include "tools/wald/commands.h"
#include "tools/wald/policy.h"
#include "tools/wald/program.h"
#include "tools/wald/report.h"

namespace wald::command {

int runCommand(std::span<char* const> args) {
  StartupTrace trace(args);
  RunOptions options;
  OptionSet set = runOptionSet(options);
  const auto operands = set.parse(args, OptionSet::Operands::First);
  if (options.help) return printHelp();
  if (!operands) return reportUsage(operands.error().message(), "wald");
  if (operands->empty()) return reportUsage("no FILE to run", "wald");

  if (options.policy) {
    const auto applied = applyPolicy(*options.policy, set);
    if (!applied) return reportUsageError(applied.error());
  }
  if (const auto complete = completeOptions(options, set); !complete) {
    return reportUsage(complete.error().message(), "wald");
  }

  // Guests learn of a closed pipe by the error of their write. Other signals keep their meaning.
  std::signal(SIGPIPE, SIG_IGN);
  protectCache(options.wasi);
  trace.parsed(options.startupTrace);
  trace.step("options");
  Program program(options, *operands, trace);
  const int status = program.run();
  // The system takes everything back faster than destructors do.
  std::_Exit(status);
}

}  // namespace wald::command
