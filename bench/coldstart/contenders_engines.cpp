// Other engines, where they are installed or named.
#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "bench/coldstart/contender.h"

namespace wald::coldstart {

namespace {

struct Engine {
  std::string_view name;
  std::string_view command;  ///< as --engine takes it
};

constexpr Engine engines[] = {
    {"wasmtime", "wasmtime run --dir {root}::/ {}"},
    {"wasmer", "wasmer run --mapdir /:{root} {} --"},
    {"wasmedge", "wasmedge --dir /:{root} {}"},
    {"iwasm", "iwasm --map-dir=/::{root} {}"},
    {"wasm3", "wasm3 {}"},
    {"toywasm", "toywasm --wasi --wasi-dir={root}::/ -- {}"},
    {"wazero", "wazero run -mount={root}:/ {}"},
};

constexpr std::string_view nodeScript = R"(import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';
const [root, file, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [file, ...args], preopens: root ? { '/': root } : {} });
const module = await WebAssembly.compile(await readFile(file));
process.exitCode = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
)";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// `{}` is the module, `{root}` a folder; a word with `{root}` in it, and the option before it, go where no folder is needed.
Result<Prepared> startEngine(const std::string& command, const Workload& workload) {
  if (!workload.module.reason.empty()) return Error(ErrorKind::Io, workload.module.reason);
  if (!workload.moduleRoot.empty() && command.find("{root}") == std::string::npos) {
    return Error(
        ErrorKind::Io,
        "the program needs a folder as its root, which the engine's command can't grant: {root}");
  }
  Words words;
  for (const std::string& word : splitWords(command)) {
    if (word.find("{root}") != std::string::npos && workload.moduleRoot.empty()) {
      const bool followsOption =
          !word.starts_with('-') && words.size() > 1 && words.back().starts_with('-');
      if (followsOption) words.pop_back();
      continue;
    }
    words.push_back(
        replaced(replaced(word, "{root}", workload.moduleRoot), "{}", workload.module.path));
  }
  words.insert(words.end(), workload.arguments.begin(), workload.arguments.end());
  const std::string program = findProgram(words.front());
  if (program.empty())
    return Error(ErrorKind::Io, fmt::format("{} is not installed", words.front()));
  words.front() = program;
  const std::uint64_t root = workload.moduleRoot.empty() ? 0 : bytesOf(workload.moduleRoot);
  return Prepared{{std::move(words), plainEnvironment()},
                  bytesOf(workload.module.path) + root,
                  fmt::format("module{}", root == 0 ? "" : ", library files")};
}

}  // namespace

void addEngines(Contenders& to, const ContenderOptions& options) {
  const auto add = [&](const std::string& name, const std::string& command) {
    to.push_back({name, fmt::format("a process of {}: loads the module and runs it", name), false,
                  [command](const Workload& workload) { return startEngine(command, workload); }});
  };
  for (const Engine& engine : engines) {
    const bool isReplaced = std::ranges::any_of(
        options.engines, [&](const auto& given) { return given.first == engine.name; });
    if (isReplaced) continue;
    add(std::string(engine.name), std::string(engine.command));
  }
  for (const auto& [name, command] : options.engines) add(name, command);

  const std::string script = options.work + "/wasi.mjs";
  to.push_back({"node", "a process of node: starts V8, compiles the module and runs it", false,
                [script](const Workload& workload) -> Result<Prepared> {
                  WALD_TRY(writeFile(script, nodeScript));
                  auto prepared =
                      startEngine("node --no-warnings " + script + " {root} {}", workload);
                  // The script wants to be told that there is no folder.
                  if (prepared && workload.moduleRoot.empty()) {
                    prepared->command.arguments.insert(prepared->command.arguments.begin() + 3, "");
                  }
                  return prepared;
                }});
}

}  // namespace wald::coldstart
