#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "spectest/lists.h"
#include "spectest/runner.h"

namespace wald::spectest {

struct SuiteOptions {
  /// Scripts, and folders whose scripts are run in alphabetical order.
  std::vector<std::string> paths;
  /// Its features are for scripts outside of the official suite; there the folder's are taken.
  runtime::Config config;
  /// Switched on or off for every script.
  std::vector<std::pair<wasm::Feature, bool>> switches;
  /// Applied to the scripts of the official suite.
  Lists lists;
  std::FILE* printed = nullptr;
  bool roundTrip = false;
};

struct FileReport {
  std::string path;       ///< as given, or below a folder that was given
  std::string suitePath;  ///< its path in the official suite; empty if it is not part of it
  Scope scope = Scope::All;
  std::string reason;    ///< why it is not run in full
  std::string features;  ///< what it assumes
  ScriptReport script;
  /// What is wrong besides the failures in `script`.
  std::vector<std::string> problems;

  bool passed() const;
};

struct SuiteReport {
  std::string engine;
  std::vector<FileReport> files;
  /// What is wrong with the run as a whole: no scripts, fewer than recorded, a list that is out of
  /// date.
  std::vector<std::string> problems;
  std::array<Counts, commandKinds> counts;
  Counts roundTrips;
  std::uint64_t filesPassed = 0;
  std::uint64_t filesFailed = 0;
  std::uint64_t filesInPart = 0;  ///< among those that passed
  std::uint64_t filesLeftOut = 0;
  std::uint64_t interpretedFunctions = 0;
  double seconds = 0;

  Counts total() const;
  Counts assertions() const;
  bool passed() const { return filesFailed == 0 && problems.empty(); }
};

/// Runs scripts; `finished` is called after each. A checkout of the official suite is recognised by
/// what is in it; its lists apply to every script in it, and the recorded minimum when all of it
/// was given.
SuiteReport runSuite(ScriptEngine& engine, const SuiteOptions& options,
                     const std::function<void(const FileReport&)>& finished);

}  // namespace wald::spectest
