#include <fmt/format.h>

#include "codegen/compile.h"
#include "tools/wald/report.h"
#include "tools/waldc/waldc.h"

using namespace wald::command;

namespace {

constexpr const char* help = R"(waldc is the compiler of wald.

  waldc compile [OPTIONS] FILE -o OUT   what wald compile does (see waldc compile --help)
  waldc --serve                         compile for the program at the other end of standard input
  waldc --version                       print the version, and LLVM's
)";

}  // namespace

int main(int argc, char** argv) {
  const std::span<char* const> args(argv + 1, argc > 0 ? static_cast<std::size_t>(argc - 1) : 0);
  if (args.empty()) return reportUsage("no command", "waldc");
  const std::string_view first = args.front();
  if (first == "compile") return compileFileCommand(args.subspan(1));
  if (first == "--serve") return serve();
  if (first == "--version") {
    const auto text =
        fmt::format("waldc {}\nLLVM {}\n", WALD_VERSION, wald::codegen::llvmVersion());
    return printOut(text) ? exit_status::success : exit_status::failure;
  }
  if (first == "--help" || first == "-h") {
    return printOut(help) ? exit_status::success : exit_status::failure;
  }
  return reportUsage(fmt::format("unknown command '{}'", first), "waldc");
}
