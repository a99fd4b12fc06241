#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/engine.h"
#include "spectest/engine.h"
#include "text/script.h"

namespace wald::spectest {

using CommandKind = text::ScriptCommand::Kind;
inline constexpr std::size_t commandKinds = static_cast<std::size_t>(CommandKind::Wait) + 1;

/// The script language's word for a command, e.g. `assert_return`.
std::string_view nameOf(CommandKind kind);
/// Whether it is one of the `assert_…` commands.
bool isAssertion(CommandKind kind);

/// How many commands of a kind ended how.
struct Counts {
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
  std::uint64_t expectedFailures = 0;
  std::uint64_t skipped = 0;

  Counts& operator+=(const Counts& other);
  bool isEmpty() const { return passed + failed + expectedFailures + skipped == 0; }
};

struct Failure {
  std::uint32_t line = 0;
  CommandKind kind = CommandKind::Module;
  std::string message;
};

/// What came of translating the modules of a script to text and back.
struct RoundTrips {
  Counts counts;
  std::vector<Failure> failures;
};

/// What came of one script.
struct ScriptReport {
  std::array<Counts, commandKinds> counts;
  std::vector<Failure> failures;
  /// From the reason why commands were skipped to how many were.
  std::map<std::string, std::uint64_t> skips;
  RoundTrips roundTrips;
  /// Set when the script itself could not be read or parsed: nothing of it ran.
  std::string error;
  /// How many functions the interpreter was given.
  std::uint64_t interpretedFunctions = 0;
  double seconds = 0;

  /// Takes in what came of a thread of the script.
  void add(ScriptReport thread);

  Counts& of(CommandKind kind) { return counts[static_cast<std::size_t>(kind)]; }
  Counts total() const;
  Counts assertions() const;
};

struct ScriptOptions {
  runtime::Config config;
  /// When not empty, modules are decoded and validated, and what needs more is skipped for this
  /// reason.
  std::string validateOnly;
  /// Where the module `spectest` prints; null: nowhere.
  std::FILE* printed = nullptr;
  /// Whether the modules are translated to text and back too.
  bool roundTrip = false;
};

/// Runs a script to its end, whatever fails in it. `file` is for messages.
ScriptReport runScript(ScriptEngine& engine, std::string_view source, std::string_view file,
                       const ScriptOptions& options);

}  // namespace wald::spectest
