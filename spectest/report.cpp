#include "spectest/report.h"

#include <set>

#include <fmt/format.h>

namespace wald::spectest {

namespace {

constexpr std::size_t failuresShown = 10;

std::string_view verdictOf(const FileReport& file) {
  if (file.scope == Scope::None) return "out";
  if (!file.passed()) return "FAIL";
  return file.scope == Scope::Validate ? "part" : "ok";
}

std::string countsOf(const Counts& counts) {
  std::string out = fmt::format("{} passed", counts.passed);
  if (counts.failed != 0) out += fmt::format(", {} failed", counts.failed);
  if (counts.expectedFailures != 0) {
    out += fmt::format(", {} failed as expected", counts.expectedFailures);
  }
  if (counts.skipped != 0) out += fmt::format(", {} skipped", counts.skipped);
  return out;
}

std::string skipsOf(const FileReport& file) {
  std::string out;
  for (const auto& [reason, count] : file.script.skips) {
    out += fmt::format("{}{}", out.empty() ? "" : "; ", reason);
  }
  return out.empty() ? file.reason : out;
}

}  // namespace

void TextReport::file(const FileReport& file) const {
  const std::string& name = file.suitePath.empty() ? file.path : file.suitePath;
  const std::string counts = file.scope == Scope::None ? "left out" : countsOf(file.script.total());
  const std::string reason = skipsOf(file);
  fmt::print(output_, "{:4} {:40} {}{}\n", verdictOf(file), name, counts,
             reason.empty() ? "" : fmt::format(" ({})", reason));
  failures(file);
}

void TextReport::failures(const FileReport& file) const {
  if (!file.script.error.empty()) fmt::print(output_, "     {}\n", file.script.error);
  for (const std::string& problem : file.problems) fmt::print(output_, "     {}\n", problem);
  std::size_t shown = 0;
  for (const Failure& failure : file.script.failures) {
    if (!verbose_ && shown == failuresShown) {
      fmt::print(output_, "     … and {} more; -v shows them all\n",
                 file.script.failures.size() - shown);
      break;
    }
    ++shown;
    fmt::print(output_, "     {}:{}: {}: {}\n", file.path, failure.line, nameOf(failure.kind),
               failure.message);
  }
  for (const Failure& failure : file.script.roundTrips.failures) {
    fmt::print(output_, "     {}:{}: {}\n", file.path, failure.line, failure.message);
  }
}

void TextReport::folders(const SuiteReport& report) const {
  std::set<std::pair<std::string, std::string>> assumed;
  for (const FileReport& file : report.files) {
    if (file.scope == Scope::None) continue;
    const std::string& path = file.suitePath;
    const std::size_t slash = path.rfind('/');
    const std::string folder = path.empty()                 ? "other scripts"
                               : slash == std::string::npos ? "core scripts"
                                                            : path.substr(0, slash);
    assumed.emplace(folder, file.features);
  }
  fmt::print(output_, "\nfeatures that the scripts assume:\n");
  for (const auto& [folder, features] : assumed) {
    fmt::print(output_, "  {:28} {}\n", folder, features);
  }
}

void TextReport::kinds(const SuiteReport& report) const {
  fmt::print(output_, "\n{:28} {:>8} {:>8} {:>8} {:>8}\n", "command", "passed", "failed",
             "expected", "skipped");
  const auto line = [this](std::string_view name, const Counts& counts) {
    fmt::print(output_, "{:28} {:8} {:8} {:8} {:8}\n", name, counts.passed, counts.failed,
               counts.expectedFailures, counts.skipped);
  };
  for (std::size_t kind = 0; kind < commandKinds; ++kind) {
    if (report.counts[kind].isEmpty()) continue;
    line(nameOf(static_cast<CommandKind>(kind)), report.counts[kind]);
  }
  line("all assertions", report.assertions());
  if (!report.roundTrips.isEmpty()) line("module to text and back", report.roundTrips);
}

void TextReport::summary(const SuiteReport& report) const {
  folders(report);
  kinds(report);
  fmt::print(
      output_,
      "\nengine {}: {} files passed ({} of them in part), {} failed, {} left out, {:.1f} s; {} "
      "functions interpreted\n",
      report.engine, report.filesPassed, report.filesInPart, report.filesFailed,
      report.filesLeftOut, report.seconds, report.interpretedFunctions);
  for (const std::string& problem : report.problems) {
    fmt::print(output_, "problem: {}\n", problem);
  }
  const Counts total = report.total();
  // A problem of the run, or a script that could not be parsed, is a failure without a command.
  std::uint64_t failed = total.failed + report.problems.size();
  for (const FileReport& file : report.files) {
    failed += file.problems.size() + (file.script.error.empty() ? 0 : 1);
  }
  fmt::print(output_, "{} passed, {} failed, {} skipped\n", total.passed + report.roundTrips.passed,
             failed + report.roundTrips.failed, total.skipped);
}

}  // namespace wald::spectest
