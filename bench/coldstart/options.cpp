#include "bench/coldstart/options.h"

#include <charconv>

#include <fmt/format.h>

namespace wald::coldstart {

namespace {

using command::Option;

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

/// Sets a text.
template <auto member>
Result<void> setText(Options& options, std::string_view value) {
  if (value.empty()) return usage("it is empty");
  options.*member = value;
  return {};
}

/// Adds names that have commas between them.
template <auto member>
Result<void> addNames(Options& options, std::string_view value) {
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(','), value.size());
    if (end == 0) return usage("a name is empty");
    (options.*member).emplace_back(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return {};
}

Result<void> setRuns(Options& options, std::string_view value) {
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), options.runs);
  const bool isGood = code == std::errc() && end == value.data() + value.size() && options.runs > 0;
  return isGood && options.runs <= 1'000'000 ? Result<void>()
                                             : usage("not a number from 1 to 1000000");
}

Result<void> addEngine(Options& options, std::string_view value) {
  const std::size_t equals = value.find('=');
  if (equals == 0 || equals == std::string_view::npos || equals + 1 == value.size()) {
    return usage("not NAME=COMMAND, such as 'wasm3=/opt/wasm3 {}'");
  }
  std::string command(value.substr(equals + 1));
  if (command.find("{}") == std::string::npos) command += " {}";
  options.engines.emplace_back(value.substr(0, equals), command);
  return {};
}

constexpr Option<Options> raceOptions[] = {
    {{"--runs", 'n', "N",
      "of each row and workload (200); fewer of what takes more than\n10 s for that"},
     setRuns},
    {{"--short", 0, "", "few runs of all rows: whether they can be made at all"},
     [](Options& options, std::string_view) -> Result<void> {
       options.isShort = true;
       return {};
     }},
    {{"--only", 0, "ROW,…", "only these rows, and the native ones"}, addNames<&Options::only>},
    {{"--workload", 0, "NAME,…", "only these workloads"}, addNames<&Options::workloads>},
    {{"--require", 0, "ROW,…",
      "exit status 1 if one of these rows is missing somewhere;\nWORKLOAD/ROW: for that workload"},
     addNames<&Options::required>},
    {{"--list", 0, "", "print the names of workloads and rows"},
     [](Options& options, std::string_view) -> Result<void> {
       options.lists = true;
       return {};
     }},
};

constexpr Option<Options> placeOptions[] = {
    {{"--engine", 0, "NAME=COMMAND",
      "another engine; {} is the module, {root} in a word of its options\nthe folder to grant as "
      "/"},
     addEngine},
    {{"--wald", 0, "PATH", "the wald to measure (beside this program, else on PATH)"},
     setText<&Options::wald>},
    {{"--work", 0, "DIR", "for what is built and made (build/bench/coldstart)"},
     setText<&Options::work>},
    {{"--programs", 0, "DIR", "where tools/scripts/real-programs has put CPython (build/programs)"},
     setText<&Options::programs>},
};

constexpr Option<Options> reportOptions[] = {
    {{"--csv", 0, "FILE", "every start on a line"}, setText<&Options::csv>},
    {{"--json", 0, "FILE", "all figures"}, setText<&Options::json>},
    {{"--html", 0, "FILE", "a page with plots"}, setText<&Options::html>},
    {{"--help", 'h', "", "print this"},
     [](Options& options, std::string_view) -> Result<void> {
       options.showsHelp = true;
       return {};
     }},
};

}  // namespace

command::OptionSet optionSet(Options& options) {
  command::OptionSet set;
  set.add<Options>("Race", raceOptions, options);
  set.add<Options>("Places", placeOptions, options);
  set.add<Options>("Report", reportOptions, options);
  return set;
}

}  // namespace wald::coldstart
