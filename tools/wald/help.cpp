#include <fmt/format.h>

#include "spectest/folders.h"
#include "tools/wald/commands.h"
#include "tools/wald/report.h"
#include "tools/wald/run_options.h"

namespace wald::command {

namespace {

constexpr std::string_view usage =
    R"(wald runs WebAssembly modules.

  wald [run] [OPTIONS] FILE [ARGS…]   run a module; all that follows FILE is the guest's
  wald compile [OPTIONS] FILE -o OUT  compile a module to native code (needs the compiler, waldc)
  wald cache path|ls|clear|verify     the native code that --engine aot keeps
  wald snapshot [OPTIONS] FILE -o OUT run a module's initialisation once, for all later starts
  wald validate [OPTIONS] FILE…       check modules
  wald inspect --capabilities FILE    what a module could ask of the host
  wald wast [OPTIONS] FILE|DIR…       run scripts of the specification's test suite
  wald wat2wasm [OPTIONS] FILE        translate a module from the text to the binary format
  wald wasm2wat [OPTIONS] FILE        print a module in the text format
  wald --version                      print the version and the proposals that are on

FILE is a module in the binary or the text format, or - for standard input. A guest has the standard
streams, clocks and random numbers; files, environment and more only if they are granted.
)";

constexpr std::string_view examples = R"(
Examples:
  wald app.wasm --help                         --help goes to the guest
  wald --dir . --dir out::/out:rw app.wasm     . read-only, out as /out for reading and writing
  wald --tcp-listen 127.0.0.1:8080 server.wasm connections are accepted at descriptor 3
  wald --env HOME --env LANG=C app.wasm        HOME as it is here
  wald --max-memory 512M app.wasm              a guest that grows no further
  wald --invoke add math.wasm 40 2             prints i32:42
  wald --preload env=host.wat app.wasm         imports from "env" come from host.wat
  wald --engine aot app.wasm                   native code, compiled the first time
  generate | wald - arg                        the module comes from a pipe

The exit status is the guest's own; 134 for a trap, 1 for a module that is malformed, invalid or
can't be linked, 2 for wrong usage, 125 where a limit is exceeded.
)";

}  // namespace

int printHelp() {
  RunOptions options;
  const std::string text =
      std::string(usage) + runOptionSet(options).help() + std::string(examples);
  return printOut(text) ? exit_status::success : exit_status::failure;
}

int printVersion() {
  const wasm::Features features;
  const std::string text = fmt::format(
      "wald {}\nengines: interpreter, compiled code\nproposals on: {}\nproposals off: {}\n",
      WALD_VERSION, spectest::listFeatures(features, true),
      spectest::listFeatures(features, false));
  return printOut(text) ? exit_status::success : exit_status::failure;
}

}  // namespace wald::command
