#include "spectest/suite.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "spectest/folders.h"

namespace wald::spectest {

namespace fs = std::filesystem;

namespace {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

bool readFile(const std::string& path, std::string& out) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rb"));
  if (!file) return false;
  char buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    out.append(buffer, count);
  }
  return std::ferror(file.get()) == 0;
}

bool isOfficialSuite(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "i32.wast", ignored) &&
         fs::is_directory(folder / "proposals", ignored);
}

/// The path of a script within the official suite; empty if it lies in none.
std::string pathInSuite(const fs::path& script) {
  std::error_code error;
  const fs::path whole = fs::canonical(script, error);
  if (error) return {};
  fs::path folder = whole.parent_path();
  for (int level = 0; level < 3 && folder.has_relative_path(); ++level) {
    if (isOfficialSuite(folder)) return whole.lexically_relative(folder).generic_string();
    folder = folder.parent_path();
  }
  return {};
}

/// Collects what was given, then runs it.
class Suite {
public:
  Suite(ScriptEngine& engine, const SuiteOptions& options) : engine_(engine), options_(options) {
    report_.engine = engine.name();
  }

  SuiteReport run(const std::function<void(const FileReport&)>& finished);

private:
  void collect(const std::string& given);
  FileReport runFile(const std::string& path);
  void applyExpectedFailures(FileReport& file) const;
  void add(FileReport file);
  void checkRecorded();

  ScriptEngine& engine_;
  const SuiteOptions& options_;
  std::vector<std::string> scripts_;
  bool wholeSuite_ = false;
  SuiteReport report_;
};

void Suite::collect(const std::string& given) {
  std::error_code error;
  if (!fs::is_directory(given, error)) {
    scripts_.push_back(given);
    return;
  }
  wholeSuite_ |= isOfficialSuite(given);
  std::vector<std::string> found;
  for (fs::recursive_directory_iterator entry(given, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".wast") found.push_back(entry->path().string());
  }
  if (error) {
    report_.problems.push_back(fmt::format("{}: {}", given, error.message()));
  } else if (found.empty()) {
    report_.problems.push_back(fmt::format("{}: no scripts (.wast) in this folder", given));
  }
  std::sort(found.begin(), found.end());
  scripts_.insert(scripts_.end(), found.begin(), found.end());
}

FileReport Suite::runFile(const std::string& path) {
  FileReport file;
  file.path = path;
  file.suitePath = pathInSuite(path);
  ScriptOptions script{
      .config = options_.config, .printed = options_.printed, .roundTrip = options_.roundTrip};
  file.features = "wald's defaults";
  if (!file.suitePath.empty()) {
    const Folder& folder = folderOf(file.suitePath);
    script.config.features = folder.features();
    file.features = folder.describe();
    if (const ScopeRule* rule = options_.lists.ruleFor(file.suitePath)) {
      file.scope = rule->scope;
      file.reason = rule->reason;
    }
  }
  for (const auto& [feature, on] : options_.switches) script.config.features.set(feature, on);
  if (file.scope == Scope::None) return file;
  if (file.scope == Scope::Validate) script.validateOnly = file.reason;

  std::string source;
  if (!readFile(path, source)) {
    file.script.error = fmt::format("{}: can't be read", path);
    return file;
  }
  file.script = runScript(engine_, source, path, script);
  if (!engine_.interprets() && file.script.interpretedFunctions != 0) {
    file.problems.push_back(
        fmt::format("{} functions were interpreted", file.script.interpretedFunctions));
  }
  applyExpectedFailures(file);
  return file;
}

void Suite::applyExpectedFailures(FileReport& file) const {
  if (file.suitePath.empty() || !file.script.error.empty()) return;
  std::vector<Failure>& failures = file.script.failures;
  for (const ExpectedFailure& expected : options_.lists.expectedFailures) {
    if (expected.file != file.suitePath) continue;
    const std::size_t before = failures.size();
    std::erase_if(failures, [&](const Failure& failure) {
      if (failure.line != expected.line) return false;
      Counts& counts = file.script.of(failure.kind);
      --counts.failed;
      ++counts.expectedFailures;
      return true;
    });
    if (failures.size() == before) {
      file.problems.push_back(fmt::format(
          "{}:{}: is listed as an expected failure, but did not fail", file.path, expected.line));
    }
  }
}

void Suite::add(FileReport file) {
  for (std::size_t kind = 0; kind < commandKinds; ++kind) {
    report_.counts[kind] += file.script.counts[kind];
  }
  report_.roundTrips += file.script.roundTrips.counts;
  if (file.scope == Scope::None) {
    ++report_.filesLeftOut;
  } else if (!file.passed()) {
    ++report_.filesFailed;
  } else {
    ++report_.filesPassed;
    if (file.scope == Scope::Validate) ++report_.filesInPart;
  }
  report_.interpretedFunctions += file.script.interpretedFunctions;
  report_.seconds += file.script.seconds;
  report_.files.push_back(std::move(file));
}

void Suite::checkRecorded() {
  const Recorded& recorded = options_.lists.recorded;
  if (report_.filesPassed < recorded.files) {
    report_.problems.push_back(
        fmt::format("{} files passed, but {} are recorded", report_.filesPassed, recorded.files));
  }
  const std::uint64_t assertions = report_.assertions().passed;
  if (assertions < recorded.assertions) {
    report_.problems.push_back(
        fmt::format("{} assertions passed, but {} are recorded", assertions, recorded.assertions));
  }
  const std::uint64_t roundTrips = report_.roundTrips.passed;
  if (options_.roundTrip && roundTrips < recorded.roundTrips) {
    report_.problems.push_back(
        fmt::format("{} round trips passed, but {} are recorded", roundTrips, recorded.roundTrips));
  }
}

SuiteReport Suite::run(const std::function<void(const FileReport&)>& finished) {
  for (const std::string& path : options_.paths) collect(path);
  for (const std::string& script : scripts_) {
    FileReport file = runFile(script);
    finished(file);
    add(std::move(file));
  }
  if (scripts_.empty() && report_.problems.empty()) {
    report_.problems.emplace_back("no scripts were given");
  }
  if (wholeSuite_) checkRecorded();
  return std::move(report_);
}

}  // namespace

bool FileReport::passed() const {
  return scope != Scope::None && script.error.empty() && script.failures.empty() &&
         script.roundTrips.failures.empty() && problems.empty();
}

Counts SuiteReport::total() const {
  Counts sum;
  for (const Counts& each : counts) sum += each;
  return sum;
}

Counts SuiteReport::assertions() const {
  Counts sum;
  for (std::size_t kind = 0; kind < commandKinds; ++kind) {
    if (isAssertion(static_cast<CommandKind>(kind))) sum += counts[kind];
  }
  return sum;
}

SuiteReport runSuite(ScriptEngine& engine, const SuiteOptions& options,
                     const std::function<void(const FileReport&)>& finished) {
  return Suite(engine, options).run(finished);
}

}  // namespace wald::spectest
