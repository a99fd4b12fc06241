// Cold start: what it costs to start a program as a process, as a WebAssembly module, in a container.
//
//     wald-coldstart [OPTIONS]
//
// Races what is installed, and prints a table; README.md beside the folder has more.

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "bench/coldstart/measure.h"
#include "bench/coldstart/report.h"

namespace {

using namespace wald;
using namespace wald::coldstart;
namespace fs = std::filesystem;

constexpr int failure = 1;
constexpr int wrongUsage = 2;

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

/// A program beside this one; empty if it is not there.
std::string besideThis(const char* name) {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return findProgram(self.parent_path().string() + "/" + name);
}

/// Completes what was not given.
Result<void> complete(Options& options) {
  if (options.isShort) {
    options.runs = std::min(options.runs, 3U);
    options.seconds = 1;
  }
  const std::string build = WALD_SOURCE_DIR "/build";
  if (options.work.empty()) options.work = build + "/bench/coldstart";
  if (options.programs.empty()) options.programs = build + "/programs";
  options.work = fs::absolute(options.work).string();
  options.programs = fs::absolute(options.programs).string();
  std::error_code error;
  fs::create_directories(options.work, error);
  if (error) return usage(fmt::format("--work {}: {}", options.work, error.message()));
  if (options.wald.empty()) {
    options.wald = besideThis("wald");
    if (options.wald.empty()) options.wald = findProgram("wald");
    return {};
  }
  const std::string found = findProgram(options.wald);
  if (found.empty()) return usage(fmt::format("--wald {}: there is no such program", options.wald));
  options.wald = found;
  return {};
}

Result<void> checkName(std::string_view name, const std::vector<std::string_view>& known,
                       std::string_view kind) {
  if (std::ranges::find(known, name) != known.end()) return {};
  const std::string_view near = command::nearestOf(name, known);
  return usage(
      fmt::format("there is no {} '{}'{}", kind, name,
                  near.empty() ? " (--list prints all)" : fmt::format("; is it '{}'?", near)));
}

/// Names that are asked for have to exist.
Result<void> checkNames(const Options& options, const std::vector<Contender>& contenders) {
  std::vector<std::string_view> rows(std::begin(inProcessRows), std::end(inProcessRows));
  for (const Contender& contender : contenders) rows.emplace_back(contender.name);
  std::vector<std::string_view> workloads;
  for (const WorkloadName& each : workloadNames) workloads.emplace_back(each.name);
  for (const std::string& name : options.workloads) {
    WALD_TRY(checkName(name, workloads, "workload"));
  }
  for (const std::string& name : options.only) WALD_TRY(checkName(name, rows, "row"));
  for (const std::string_view name : options.required) {
    const std::size_t slash = name.find('/');
    if (slash != std::string_view::npos) {
      WALD_TRY(checkName(name.substr(0, slash), workloads, "workload"));
    }
    WALD_TRY(checkName(name.substr(slash + 1), rows, "row"));
  }
  return {};
}

void list(const std::vector<Contender>& contenders) {
  fmt::print("workloads\n");
  for (const WorkloadName& each : workloadNames) fmt::print("  {:20} {}\n", each.name, each.title);
  fmt::print("rows\n");
  for (const Contender& each : contenders) fmt::print("  {:20} {}\n", each.name, each.includes);
  for (const std::string_view name : inProcessRows) fmt::print("  {}\n", name);
}

/// Whether all rows are there that have to be; says which are not.
bool hasRequired(const Options& options, const Report& report) {
  bool isGood = true;
  for (const std::string& required : options.required) {
    const std::size_t slash = required.find('/');
    const std::string workload = slash == std::string::npos ? "" : required.substr(0, slash);
    const std::string name = required.substr(slash + 1);
    bool isThere = false;
    for (const WorkloadRows& rows : report.workloads) {
      if (!workload.empty() && rows.name != workload) continue;
      isThere = true;
      if (rows.row(name) != nullptr) continue;
      isGood = false;
      const auto row = std::ranges::find(rows.rows, name, &Row::name);
      fmt::print(stderr, "wald-coldstart: {}/{} is required: {}\n", rows.name, name,
                 row == rows.rows.end() ? "it was left out" : row->reason);
    }
    if (isThere) continue;
    isGood = false;
    fmt::print(stderr, "wald-coldstart: {} is required: the workload was left out\n", required);
  }
  return isGood;
}

/// Says what can't be written.
bool writeReports(const Options& options, const Report& report) {
  bool isGood = true;
  const auto write = [&isGood](const std::string& path, std::string (*text)(const Report&),
                               const Report& from) {
    if (path.empty()) return;
    if (const auto written = writeFile(path, text(from)); !written) {
      fmt::print(stderr, "wald-coldstart: {}\n", written.error().message());
      isGood = false;
    }
  };
  write(options.csv, reportCsv, report);
  write(options.json, reportJson, report);
  write(options.html, reportHtml, report);
  return isGood;
}

Contenders allContenders(const Options& options) {
  const ContenderOptions with{options.work, options.wald, options.engines};
  Contenders contenders;
  addNative(contenders);
  addWald(contenders, with);
  addEngines(contenders, with);
  addContainers(contenders, with);
  return contenders;
}

int run(const Options& options) {
  Contenders contenders = allContenders(options);
  if (options.lists) {
    list(contenders);
    return 0;
  }
  if (const auto checked = checkNames(options, contenders); !checked) {
    fmt::print(stderr, "wald-coldstart: {}\n", checked.error().message());
    return wrongUsage;
  }
  const std::string launcher = besideThis("wald-coldstart-launch");
  if (launcher.empty()) {
    fmt::print(stderr, "wald-coldstart: wald-coldstart-launch is not beside this program\n");
    return failure;
  }
  std::erase_if(contenders, [&](const Contender& contender) {
    const bool isChosen = options.only.empty() ||
                          std::ranges::find(options.only, contender.name) != options.only.end();
    // The others are compared with these.
    return !isChosen && !contender.name.starts_with("native");
  });
  const Report report = [&] {
    Progress progress;
    return measure(options, contenders, launcher, progress);
  }();
  const std::string text = reportText(report);
  std::fwrite(text.data(), 1, text.size(), stdout);
  const bool isWritten = writeReports(options, report);
  return hasRequired(options, report) && isWritten ? 0 : failure;
}

}  // namespace

int main(int argc, char** argv) {
  // A launcher that ended is noticed by what it does not answer.
  std::signal(SIGPIPE, SIG_IGN);
  Options options;
  command::OptionSet set = optionSet(options);
  auto others =
      set.parse({argv + 1, static_cast<std::size_t>(argc - 1)}, command::OptionSet::Operands::All);
  if (others && options.showsHelp) {
    fmt::print("Measures what it costs to start a program: as a process, as a WebAssembly module, "
               "in a container.\n\n"
               "  wald-coldstart [OPTIONS]\n{}",
               set.help());
    return 0;
  }
  const auto checked = [&]() -> Result<void> {
    if (!others) return std::move(others).error();
    if (!others->empty()) return usage(fmt::format("what is '{}'?", others->front()));
    return complete(options);
  }();
  if (!checked) {
    fmt::print(stderr, "wald-coldstart: {}\nwald-coldstart --help prints the options.\n",
               checked.error().message());
    return wrongUsage;
  }
  return run(options);
}
