#include <fmt/format.h>

#include "spectest/report.h"
#include "support/byte_reader.h"
#include "support/utf8.h"

namespace wald::spectest {

namespace {

/// Messages may quote a script's bytes; what is written must be text.
std::string asUtf8(std::string_view text) {
  std::string out(text);
  if (isUtf8(out)) return out;
  for (char& c : out) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : asUtf8(text)) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : asUtf8(text)) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      // XML has no way to write the other control characters.
      default: out += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
    }
  }
  return out;
}

template <typename Items, typename Print>
std::string joined(const Items& items, Print print) {
  std::string out;
  for (const auto& item : items) {
    if (!out.empty()) out += ", ";
    out += print(item);
  }
  return out;
}

std::string jsonCounts(const Counts& counts) {
  return fmt::format(R"({{"passed": {}, "failed": {}, "expectedFailures": {}, "skipped": {}}})",
                     counts.passed, counts.failed, counts.expectedFailures, counts.skipped);
}

std::string jsonKinds(const std::array<Counts, commandKinds>& counts) {
  std::string out;
  for (std::size_t kind = 0; kind < commandKinds; ++kind) {
    if (counts[kind].isEmpty()) continue;
    if (!out.empty()) out += ", ";
    out += fmt::format("{}: {}", quoted(nameOf(static_cast<CommandKind>(kind))),
                       jsonCounts(counts[kind]));
  }
  return '{' + out + '}';
}

std::string_view jsonVerdict(const FileReport& file) {
  if (file.scope == Scope::None) return "left out";
  return file.passed() ? "passed" : "failed";
}

std::string jsonFailure(const Failure& failure) {
  return fmt::format(R"({{"line": {}, "command": {}, "message": {}}})", failure.line,
                     quoted(nameOf(failure.kind)), quoted(failure.message));
}

std::string jsonFile(const FileReport& file) {
  std::vector<std::string> problems = file.problems;
  if (!file.script.error.empty()) problems.push_back(file.script.error);
  std::vector<Failure> failures = file.script.failures;
  failures.insert(failures.end(), file.script.roundTrips.failures.begin(),
                  file.script.roundTrips.failures.end());
  return fmt::format(
      R"(    {{"file": {}, "verdict": {}, "features": {}, "reason": {}, "seconds": {:.6f}, )"
      R"("commands": {}, "roundTrips": {}, "skips": {{{}}}, "failures": [{}], "problems": [{}]}})",
      quoted(file.suitePath.empty() ? file.path : file.suitePath), quoted(jsonVerdict(file)),
      quoted(file.features), quoted(file.reason), file.script.seconds,
      jsonKinds(file.script.counts), jsonCounts(file.script.roundTrips.counts),
      joined(
          file.script.skips,
          [](const auto& skip) { return fmt::format("{}: {}", quoted(skip.first), skip.second); }),
      joined(failures, jsonFailure), joined(problems, quoted));
}

std::string junitCase(const FileReport& file, CommandKind kind, const Counts& counts) {
  std::string inner;
  for (const Failure& failure : file.script.failures) {
    if (failure.kind != kind) continue;
    inner += fmt::format("      <failure message=\"line {}: {}\"/>\n", failure.line,
                         escaped(failure.message));
  }
  if (counts.passed + counts.failed == 0) {
    inner += fmt::format("      <skipped message=\"{}\"/>\n", escaped(file.reason));
  }
  return fmt::format("    <testcase classname=\"{}\" name=\"{} ({})\">\n{}    </testcase>\n",
                     escaped(file.path), nameOf(kind),
                     counts.passed + counts.failed + counts.expectedFailures + counts.skipped,
                     inner);
}

std::string junitProblem(std::string_view where, std::string_view problem) {
  return fmt::format("    <testcase classname=\"{}\" name=\"run\">\n"
                     "      <failure message=\"{}\"/>\n    </testcase>\n",
                     escaped(where), escaped(problem));
}

std::string junitRoundTrips(const FileReport& file) {
  const RoundTrips& trips = file.script.roundTrips;
  if (trips.counts.isEmpty()) return {};
  std::string inner;
  for (const Failure& failure : trips.failures) {
    inner += fmt::format("      <failure message=\"line {}: {}\"/>\n", failure.line,
                         escaped(failure.message));
  }
  return fmt::format("    <testcase classname=\"{}\" name=\"module to text and back ({})\">\n{}"
                     "    </testcase>\n",
                     escaped(file.path), trips.counts.passed + trips.counts.failed, inner);
}

std::string junitFile(const FileReport& file) {
  std::string cases = junitRoundTrips(file);
  for (std::size_t i = 0; i < commandKinds; ++i) {
    const Counts& counts = file.script.counts[i];
    if (!counts.isEmpty()) cases += junitCase(file, static_cast<CommandKind>(i), counts);
  }
  if (file.scope == Scope::None) {
    cases += fmt::format("    <testcase classname=\"{}\" name=\"script\"><skipped message=\"{}\"/>"
                         "</testcase>\n",
                         escaped(file.path), escaped(file.reason));
  }
  if (!file.script.error.empty()) cases += junitProblem(file.path, file.script.error);
  for (const std::string& problem : file.problems) cases += junitProblem(file.path, problem);
  return fmt::format("  <testsuite name=\"{}\" time=\"{:.6f}\">\n{}  </testsuite>\n",
                     escaped(file.path), file.script.seconds, cases);
}

}  // namespace

std::string toJson(const SuiteReport& report) {
  std::string files;
  for (const FileReport& file : report.files) {
    if (!files.empty()) files += ",\n";
    files += jsonFile(file);
  }
  return fmt::format(
      "{{\n  \"engine\": {},\n  \"passed\": {},\n  \"filesPassed\": {},\n"
      "  \"filesInPart\": {},\n  \"filesFailed\": {},\n  \"filesLeftOut\": {},\n"
      "  \"assertions\": {},\n  \"roundTrips\": {},\n  \"commands\": {},\n  \"problems\": [{}],\n"
      "  \"seconds\": {:.6f},\n  \"files\": [\n{}\n  ]\n}}\n",
      quoted(report.engine), report.passed(), report.filesPassed, report.filesInPart,
      report.filesFailed, report.filesLeftOut, jsonCounts(report.assertions()),
      jsonCounts(report.roundTrips), jsonKinds(report.counts), joined(report.problems, quoted),
      report.seconds, files);
}

std::string toJunit(const SuiteReport& report) {
  std::string suites;
  for (const FileReport& file : report.files) suites += junitFile(file);
  std::string problems;
  for (const std::string& problem : report.problems) problems += junitProblem("suite", problem);
  if (!problems.empty()) {
    suites += fmt::format("  <testsuite name=\"suite\">\n{}  </testsuite>\n", problems);
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<testsuites name=\"wald wast\" time=\"{:.6f}\">\n{}</testsuites>\n",
                     report.seconds, suites);
}

}  // namespace wald::spectest
