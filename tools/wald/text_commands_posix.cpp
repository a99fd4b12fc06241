#include <unistd.h>

#include "binary/decoder.h"
#include "binary/encoder.h"
#include "text/printer.h"
#include "tools/wald/commands.h"
#include "tools/wald/engine_options.h"
#include "tools/wald/module_file.h"
#include "tools/wald/output_file.h"
#include "tools/wald/report.h"

namespace wald::command {

namespace {

struct TextOptions : EngineOptions {
  // What a module means is not asked here: everything that can be written is known.
  TextOptions() { config.features = wasm::Features::all(); }

  std::string output = "-";
  bool isFlat = false;
  bool keepsNames = true;
};

constexpr Option<TextOptions> outputOptions[] = {
    {{"--output", 'o', "FILE", "write there instead of to standard output"},
     [](TextOptions& options, std::string_view value) -> Result<void> {
       options.output = value;
       return {};
     }},
    {{"--no-debug-names", 0, "", "leave the names of the name section out"},
     [](TextOptions& options, std::string_view) -> Result<void> {
       options.keepsNames = false;
       return {};
     }},
};

constexpr Option<TextOptions> printOptions[] = {
    {{"--flat", 0, "", "one instruction a line, in the order of the code, not folded"},
     [](TextOptions& options, std::string_view) -> Result<void> {
       options.isFlat = true;
       return {};
     }},
};

constexpr std::string_view toBinaryIntro =
    "wald wat2wasm [OPTIONS] FILE\n\n"
    "Translates a module from the text to the binary format; - is standard input. Identifiers "
    "become names\n"
    "in a name section. The module is not validated: wald validate does that.\n\n"
    "Examples:\n"
    "  wald wat2wasm app.wat -o app.wasm\n"
    "  generate | wald wat2wasm - | wald -\n";

constexpr std::string_view toTextIntro =
    "wald wasm2wat [OPTIONS] FILE\n\n"
    "Prints a module in the text format; - is standard input. Instructions are folded, and names "
    "of the name\n"
    "section become identifiers. wald wat2wasm makes the same module of it again.\n\n"
    "Examples:\n"
    "  wald wasm2wat app.wasm | less\n"
    "  wald wasm2wat --flat app.wasm -o app.wat\n";

/// The module in a file of either format.
Result<wasm::Module> readAnyModule(std::string_view path, wasm::Features features) {
  WALD_TRY_ASSIGN(bytes, readFile(path));
  WALD_TRY_ASSIGN(binary, toBinary(std::move(bytes), path, features));
  return binary::decodeModule(std::move(binary), features);
}

void dropNames(wasm::Module& module) {
  std::erase_if(module.customs,
                [](const wasm::CustomSection& section) { return section.name == "name"; });
}

int writeBinary(std::string_view path, const TextOptions& options) {
  if (options.output == "-" && isatty(STDOUT_FILENO) == 1) {
    return reportUsage("a binary module is not for a terminal: say -o FILE", "wald wat2wasm");
  }
  auto module = readAnyModule(path, options.config.features);
  if (!module) return reportError(module.error(), shownPath(path));
  if (!options.keepsNames) {
    dropNames(*module);
    module->bytes = binary::encodeModule(*module);
  }
  OutputFile output(options.output);
  output.write(module->bytes);
  return output.finish() ? exit_status::success : exit_status::failure;
}

int writeText(std::string_view path, const TextOptions& options) {
  auto module = readAnyModule(path, options.config.features);
  if (!module) return reportError(module.error(), shownPath(path));
  if (!options.keepsNames) dropNames(*module);
  OutputFile output(options.output);
  const auto printed = text::printModule(*module, {.isFlat = options.isFlat},
                                         [&](std::string_view part) { return output.write(part); });
  if (!output.finish()) return exit_status::failure;
  return printed ? exit_status::success : reportError(printed.error(), shownPath(path));
}

struct Command {
  std::string_view name;
  std::string_view intro;
  int (*convert)(std::string_view path, const TextOptions& options);
};

int runCommand(const Command& command, OptionSet& set, TextOptions& options,
               std::span<char* const> args) {
  set.add<TextOptions>("Output", outputOptions, options);
  set.add<EngineOptions>("General", generalOptions(), options);
  const auto files = set.parse(args, OptionSet::Operands::All);
  if (options.help) {
    return printOut(std::string(command.intro) + set.help()) ? exit_status::success
                                                             : exit_status::failure;
  }
  if (!files) return reportUsage(files.error().message(), command.name);
  if (files->size() != 1) {
    return reportUsage(files->empty() ? "no FILE" : "more than one FILE", command.name);
  }
  return command.convert(files->front(), options);
}

}  // namespace

int toBinaryCommand(std::span<char* const> args) {
  TextOptions options;
  OptionSet set;
  return runCommand({"wald wat2wasm", toBinaryIntro, writeBinary}, set, options, args);
}

int toTextCommand(std::span<char* const> args) {
  TextOptions options;
  OptionSet set;
  set.add<TextOptions>("Layout", printOptions, options);
  return runCommand({"wald wasm2wat", toTextIntro, writeText}, set, options, args);
}

}  // namespace wald::command
