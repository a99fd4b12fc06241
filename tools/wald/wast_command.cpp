#include <algorithm>
#include <cstdio>
#include <memory>

#include <fmt/format.h>

#include "spectest/aot_engine.h"
#include "spectest/interp_engine.h"
#include "spectest/report.h"
#include "spectest/suite.h"
#include "tools/wald/commands.h"
#include "tools/wald/engine_options.h"
#include "tools/wald/module_file.h"
#include "tools/wald/output_file.h"
#include "tools/wald/report.h"
#include "tools/wald/served_artifacts.h"

namespace wald::command {

namespace {

using MakeEngine = std::unique_ptr<spectest::ScriptEngine> (*)();

struct KnownEngine {
  std::string_view name;
  MakeEngine make;
};
constexpr KnownEngine engines[] = {
    {"interp",
     []() -> std::unique_ptr<spectest::ScriptEngine> {
       return std::make_unique<spectest::InterpEngine>();
     }},
    {"aot",
     []() -> std::unique_ptr<spectest::ScriptEngine> {
       return std::make_unique<spectest::AotEngine>(std::make_unique<ServedArtifacts>());
     }},
};

struct WastOptions : EngineOptions {
  MakeEngine makeEngine = engines[0].make;
  std::string json;
  std::string junit;
  std::string lists;
  bool print = false;
  bool roundTrip = false;
};

constexpr std::string_view intro =
    "wald wast [OPTIONS] FILE|DIR…\n\n"
    "Runs scripts of the specification's test suite (.wast), those of a folder in alphabetical "
    "order.\n"
    "In a checkout of the official suite each script gets the features that its folder assumes, "
    "and the\n"
    "lists of scripts out of scope, expected failures and recorded counts apply. The status is 0 "
    "when\n"
    "everything passed, and 1 otherwise; no script at all is a failure.\n";

constexpr Option<WastOptions> table[] = {
    {{"--engine", 0, "NAME",
      "what runs the functions: 'interp', the interpreter (default), or\n'aot', code that waldc "
      "compiles"},
     [](WastOptions& options, std::string_view value) -> Result<void> {
       const auto* const found = std::ranges::find(engines, value, &KnownEngine::name);
       if (found == std::end(engines)) {
         return Error(ErrorKind::Usage, "no such engine; there are 'interp' and 'aot'");
       }
       options.makeEngine = found->make;
       return {};
     }},
    {{"--json", 0, "FILE", "write the results as JSON"},
     [](WastOptions& options, std::string_view value) -> Result<void> {
       options.json = value;
       return {};
     }},
    {{"--junit", 0, "FILE", "write the results as JUnit XML"},
     [](WastOptions& options, std::string_view value) -> Result<void> {
       options.junit = value;
       return {};
     }},
    {{"--lists", 0, "DIR",
      "read scope.txt, expected-failures-ENGINE.txt and recorded.txt\n"
      "there instead of the lists that are compiled in; 'none': no lists"},
     [](WastOptions& options, std::string_view value) -> Result<void> {
       options.lists = value;
       return {};
     }},
    {{"--print", 0, "", "show what scripts print with the module 'spectest'"},
     [](WastOptions& options, std::string_view) -> Result<void> {
       options.print = true;
       return {};
     }},
    {{"--round-trip", 0, "",
      "also print each module as text, folded and flat, and translate it back:\n"
      "a module that is text gives the same bytes, a binary one from then on"},
     [](WastOptions& options, std::string_view) -> Result<void> {
       options.roundTrip = true;
       return {};
     }},
};

Result<spectest::Lists> readLists(const std::string& folder, std::string_view engine) {
  if (folder == "none") return spectest::Lists();
  if (folder.empty()) return spectest::parseLists(spectest::builtinLists(engine));
  std::string texts[3];
  const std::string names[] = {"scope.txt", fmt::format("expected-failures-{}.txt", engine),
                               "recorded.txt"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    const std::string path = fmt::format("{}/{}", folder, names[i]);
    const auto bytes = readFile(path);
    if (!bytes) {
      return Error(bytes.error().kind(), fmt::format("{}: {}", path, bytes.error().message()));
    }
    texts[i].assign(bytes->begin(), bytes->end());
  }
  return spectest::parseLists({texts[0], texts[1], texts[2]});
}

bool writeReports(const WastOptions& options, const spectest::SuiteReport& report) {
  bool written = true;
  if (!options.json.empty()) written &= writeFile(options.json, toJson(report));
  if (!options.junit.empty()) written &= writeFile(options.junit, toJunit(report));
  return written;
}

int runScripts(const WastOptions& options, std::span<const std::string_view> paths) {
  const auto engine = options.makeEngine();
  auto lists = readLists(options.lists, engine->name());
  if (!lists) return reportError(lists.error(), "--lists");

  spectest::SuiteOptions suite{.config = options.config, .switches = options.switches};
  suite.config.fixedMemories = engine->needsFixedMemories();
  suite.paths.assign(paths.begin(), paths.end());
  suite.lists = std::move(*lists);
  suite.printed = options.print ? stdout : nullptr;
  suite.roundTrip = options.roundTrip;
  const spectest::TextReport text(stdout, options.verbose);
  const spectest::SuiteReport report =
      runSuite(*engine, suite, [&](const spectest::FileReport& file) {
        text.file(file);
        std::fflush(stdout);
      });
  text.summary(report);
  const bool written = writeReports(options, report);
  const bool flushed = std::fflush(stdout) == 0;
  return report.passed() && written && flushed ? exit_status::success : exit_status::failure;
}

}  // namespace

int wastCommand(std::span<char* const> args) {
  WastOptions options;
  OptionSet set;
  set.add<WastOptions>("Options", table, options);
  set.add<EngineOptions>("Limits and engine", limitOptions(), options);
  set.add<EngineOptions>("General", generalOptions(), options);
  const auto paths = set.parse(args, OptionSet::Operands::All);
  if (options.help) {
    return printOut(std::string(intro) + set.help()) ? exit_status::success : exit_status::failure;
  }
  if (!paths) return reportUsage(paths.error().message(), "wald wast");
  if (paths->empty()) return reportUsage("no FILE or DIR to run", "wald wast");
  return runScripts(options, *paths);
}

}  // namespace wald::command
