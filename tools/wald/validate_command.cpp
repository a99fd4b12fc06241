#include "tools/wald/commands.h"

#include <fmt/format.h>

#include "tools/wald/engine_options.h"
#include "tools/wald/module_file.h"
#include "tools/wald/report.h"

namespace wald::command {

namespace {

constexpr std::string_view intro = "wald validate [OPTIONS] FILE…\n\n"
                                   "Checks modules in the binary or the text format; `-` is "
                                   "standard input. Prints nothing when all\n"
                                   "are valid.\n";

int validate(std::string_view path, const EngineOptions& options) {
  const auto valid = readModule(path, options.config.features);
  if (!valid) return reportError(valid.error(), shownPath(path));
  if (options.verbose) {
    const wasm::Module& module = (*valid)->module();
    printNote(fmt::format("{}: valid: {} bytes, {} functions", shownPath(path), module.bytes.size(),
                          module.codes.size()));
  }
  return exit_status::success;
}

}  // namespace

int validateCommand(std::span<char* const> args) {
  EngineOptions options;
  OptionSet set;
  set.add("Options", generalOptions(), options);
  const auto files = set.parse(args, OptionSet::Operands::All);
  if (options.help) {
    return printOut(std::string(intro) + set.help()) ? exit_status::success : exit_status::failure;
  }
  if (!files) return reportUsage(files.error().message(), "wald validate");
  if (files->empty()) return reportUsage("no FILE to validate", "wald validate");

  int status = exit_status::success;
  for (const std::string_view file : *files) {
    const int one = validate(file, options);
    if (status == exit_status::success) status = one;
  }
  return status;
}

}  // namespace wald::command
