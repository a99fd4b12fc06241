#include "spectest/lists.h"

#include <charconv>
#include <functional>

#include <fmt/format.h>

namespace wald::spectest {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Takes the first word of `rest`.
std::string_view takeWord(std::string_view& rest) {
  const std::size_t end = std::min(rest.find_first_of(blanks), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest = trimmed(rest.substr(end));
  return word;
}

bool parseNumber(std::string_view text, std::uint64_t& number) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc() && end == text.data() + text.size();
}

/// Calls `parse` with every entry; it returns false for one that it does not understand.
Result<void> eachEntry(std::string_view name, std::string_view text,
                       const std::function<bool(std::string_view)>& parse) {
  unsigned line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view entry = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
    entry = trimmed(entry.substr(0, entry.find('#')));
    if (!entry.empty() && !parse(entry)) {
      return Error(ErrorKind::Usage, fmt::format("{}:{}: bad entry: {}", name, line, entry));
    }
  }
  return {};
}

bool parseScope(std::string_view entry, Lists& lists) {
  const std::string_view pattern = takeWord(entry);
  const std::string_view scope = takeWord(entry);
  if (entry.empty() || (scope != "validate" && scope != "none")) return false;
  lists.scope.push_back(
      {std::string(pattern), scope == "none" ? Scope::None : Scope::Validate, std::string(entry)});
  return true;
}

bool parseExpectedFailure(std::string_view entry, Lists& lists) {
  const std::string_view place = takeWord(entry);
  const std::size_t colon = place.rfind(':');
  std::uint64_t line = 0;
  if (entry.empty() || colon == std::string_view::npos ||
      !parseNumber(place.substr(colon + 1), line)) {
    return false;
  }
  lists.expectedFailures.push_back(
      {std::string(place.substr(0, colon)), static_cast<std::uint32_t>(line), std::string(entry)});
  return true;
}

bool parseRecorded(std::string_view entry, Lists& lists) {
  const std::string_view what = takeWord(entry);
  if (what == "files") return parseNumber(entry, lists.recorded.files);
  if (what == "round-trips") return parseNumber(entry, lists.recorded.roundTrips);
  return what == "assertions" && parseNumber(entry, lists.recorded.assertions);
}

}  // namespace

bool matchesPattern(std::string_view text, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return text == pattern;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  const std::string_view after = pattern.substr(star + 1);
  for (std::size_t at = star; at <= text.size(); ++at) {
    if (matchesPattern(text.substr(at), after)) return true;
  }
  return false;
}

const ScopeRule* Lists::ruleFor(std::string_view file) const {
  for (const ScopeRule& rule : scope) {
    if (matchesPattern(file, rule.pattern)) return &rule;
  }
  return nullptr;
}

Result<Lists> parseLists(const ListTexts& texts) {
  Lists lists;
  const auto with = [&lists](bool (*parse)(std::string_view, Lists&)) {
    return [&lists, parse](std::string_view entry) { return parse(entry, lists); };
  };
  WALD_TRY(eachEntry("scope", texts.scope, with(parseScope)));
  WALD_TRY(eachEntry("expected failures", texts.expectedFailures, with(parseExpectedFailure)));
  WALD_TRY(eachEntry("recorded", texts.recorded, with(parseRecorded)));
  return lists;
}

}  // namespace wald::spectest
