#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/error.h"

namespace wald::spectest {

/// What of a script of the official suite is run.
enum class Scope : std::uint8_t {
  All,
  Validate,  ///< modules are decoded and validated, nothing is executed
  None,      ///< the script is not even read
};

/// Files are named by their path in the suite; `*` stands for any characters, `/` too.
struct ScopeRule {
  std::string pattern;
  Scope scope = Scope::All;
  std::string reason;
};

struct ExpectedFailure {
  std::string file;
  std::uint32_t line = 0;
  std::string reason;
};

/// What a run of the whole suite must at least have passed.
struct Recorded {
  std::uint64_t files = 0;
  std::uint64_t assertions = 0;
  std::uint64_t roundTrips = 0;  ///< where they are asked for
};

/// What is known about the official suite on one engine.
struct Lists {
  std::vector<ScopeRule> scope;
  std::vector<ExpectedFailure> expectedFailures;
  Recorded recorded;

  /// The first rule that matches; null if there is none: the file is run.
  const ScopeRule* ruleFor(std::string_view file) const;
};

/// The texts of the lists, one entry a line; `#` begins a comment.
struct ListTexts {
  std::string_view scope;             ///< PATTERN validate|none REASON
  std::string_view expectedFailures;  ///< FILE:LINE REASON
  std::string_view recorded;          ///< files N, assertions N, round-trips N
};

/// Fails with the list's name and line when an entry can't be understood.
Result<Lists> parseLists(const ListTexts& texts);

/// The lists that are compiled in. An engine without a list of its own has no expected failures.
ListTexts builtinLists(std::string_view engine);

bool matchesPattern(std::string_view text, std::string_view pattern);

}  // namespace wald::spectest
