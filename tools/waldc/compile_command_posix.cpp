#include <unistd.h>

#include <fmt/format.h>

#include "tools/wald/atomic_file.h"
#include "tools/wald/module_file.h"
#include "tools/wald/report.h"
#include "tools/waldc/compile_options.h"
#include "tools/waldc/progress_line.h"
#include "tools/waldc/waldc.h"

namespace wald::command {

namespace {

constexpr std::string_view command = "wald compile";

constexpr std::string_view intro =
    "wald compile [OPTIONS] FILE -o OUT\n\n"
    "Compiles a module, in the binary or the text format, to native code: an artifact, which "
    "`wald OUT` runs.\n"
    "FILE may be - for standard input. An artifact is for this version of wald, and as "
    "trustworthy as a program:\n"
    "run only those that you made.\n\n"
    "Examples:\n"
    "  wald compile app.wasm -o app.waot\n"
    "  wald compile -O3 --cpu native app.wasm -o app.waot\n"
    "  wald compile --emit asm app.wasm | less\n";

/// Where the output goes; an empty string after a message.
std::string outputOf(const CompileCommandOptions& options) {
  using codegen::Output;
  const Output output = options.compile.output;
  const bool isText = output == Output::LlvmIr || output == Output::Assembly;
  if (!options.output && !isText) {
    reportUsage("say where to write to: -o FILE", command);
    return {};
  }
  std::string path = options.output.value_or("-");
  if (path == "-" && !isText && isatty(STDOUT_FILENO) == 1) {
    reportUsage("native code is not for a terminal: say -o FILE", command);
    return {};
  }
  if (path.empty()) reportUsage("-o needs the name of a file", command);
  return path;
}

int compileFile(std::string_view file, CompileCommandOptions& options) {
  const std::string output = outputOf(options);
  if (output.empty()) return exit_status::usage;
  auto module = readModule(file, options.config.features);
  if (!module) return reportError(module.error(), shownPath(file));

  options.compile.containCrashes = true;
  auto compiled = [&] {
    ProgressLine line;
    options.compile.progress = [&](const codegen::Progress& progress) { line.show(progress); };
    return codegen::compile(**module, (*module)->module().bytes, options.compile);
  }();
  if (!compiled) return reportError(compiled.error(), shownPath(file));
  if (options.verbose) {
    printNote(fmt::format("{}: {} functions, {} bytes of module, {} bytes written", shownPath(file),
                          (*module)->module().codes.size(), (*module)->module().bytes.size(),
                          compiled->size()));
  }
  if (auto written = writeAtomically(output, *compiled); !written) {
    return reportError(written.error(), output == "-" ? "standard output" : output);
  }
  return exit_status::success;
}

}  // namespace

int compileFileCommand(std::span<char* const> args) {
  CompileCommandOptions options;
  OptionSet set = compileOptionSet(options);
  const auto files = set.parse(args, OptionSet::Operands::All);
  if (options.help) {
    return printOut(std::string(intro) + set.help()) ? exit_status::success : exit_status::failure;
  }
  if (!files) return reportUsage(files.error().message(), command);
  if (files->size() != 1) {
    return reportUsage(files->empty() ? "no FILE" : "more than one FILE", command);
  }
  return compileFile(files->front(), options);
}

}  // namespace wald::command
