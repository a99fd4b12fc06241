#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "support/excerpt.h"
#include "tools/wald/commands.h"
#include "tools/wald/engine_options.h"
#include "tools/wald/module_file.h"
#include "tools/wald/report.h"
#include "wasi/descriptor.h"
#include "wasi/function_table.h"
#include "wasi/threads.h"
#include "wasi/wasi.h"

namespace wald::command {

namespace {

constexpr std::string_view intro =
    "wald inspect --capabilities [OPTIONS] FILE\n\n"
    "Says what a module could ask of the host, by its imports: nothing else can be reached.\n";

struct InspectOptions : EngineOptions {
  bool capabilities = false;
};

constexpr Option<InspectOptions> table[] = {
    {{"--capabilities", 0, "", "what the module's imports could ask for"},
     [](InspectOptions& options, std::string_view) -> Result<void> {
       options.capabilities = true;
       return {};
     }},
};

/// What grants an import something to work on, for people.
std::string capabilityOf(const wasm::Import& import) {
  if (import.type.kind != wasm::ExternKind::Func) {
    return "from another module (--preload)";
  }
  if (import.module == wasi::Threads::moduleName && import.name == "thread-spawn") {
    return "threads (--threads)";
  }
  const wasi::FunctionRow* const row = wasi::findFunction(import.module, import.name);
  if (row == nullptr) return "from another module (--preload)";
  if (!row->capability.empty()) return fmt::format("{}, which every guest has", row->capability);
  if (row->name.starts_with("sock_")) return "sockets (--tcp-listen)";
  if (row->rights == 0) return "nothing that has to be granted";
  if (!row->name.starts_with("path_"))
    return "descriptors: standard streams, files that were opened";
  return (row->rights & wasi::changingRights) != 0 ? "directories, to change them (--dir DIR:rw)"
                                                   : "directories (--dir DIR)";
}

std::string describeCapabilities(const wasm::Module& module) {
  std::map<std::string, std::vector<std::string>> imports;
  for (const wasm::Import& import : module.imports) {
    imports[capabilityOf(import)].push_back(
        printable(fmt::format("{}.{}", import.module, import.name)));
  }
  if (imports.empty()) return "nothing: it imports nothing\n";
  std::string out;
  for (const auto& [capability, names] : imports) {
    out += fmt::format("{}\n", capability);
    for (const std::string& name : names) out += fmt::format("  {}\n", name);
  }
  return out;
}

}  // namespace

int inspectCommand(std::span<char* const> args) {
  InspectOptions options;
  OptionSet set;
  set.add<InspectOptions>("Options", table, options);
  set.add<EngineOptions>("General", generalOptions(), options);
  const auto files = set.parse(args, OptionSet::Operands::All);
  if (options.help) {
    return printOut(std::string(intro) + set.help()) ? exit_status::success : exit_status::failure;
  }
  if (!files) return reportUsage(files.error().message(), "wald inspect");
  if (files->size() != 1) return reportUsage("one FILE is inspected", "wald inspect");
  if (!options.capabilities) return reportUsage("nothing to tell: --capabilities", "wald inspect");
  const std::string_view file = files->front();
  const auto valid = readModule(file, options.config.features);
  if (!valid) return reportError(valid.error(), shownPath(file));
  return printOut(describeCapabilities((*valid)->module())) ? exit_status::success
                                                            : exit_status::failure;
}

}  // namespace wald::command
