#include "tools/wald/options.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace wald::command {

namespace {

Error usage(std::string_view text) { return Error(ErrorKind::Usage, text); }

/// The number of letters to insert, remove or replace to make one of the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

bool isOption(std::string_view argument) { return argument.size() > 1 && argument[0] == '-'; }

std::string spelling(const OptionText& option) {
  std::string out = option.letter == 0 ? "    " : fmt::format("-{}, ", option.letter);
  out += option.name;
  if (!option.value.empty()) out += fmt::format(" {}", option.value);
  return out;
}

}  // namespace

std::string_view nearestOf(std::string_view name, std::span<const std::string_view> choices) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(name.size() / 3, 1) + 1;
  for (const std::string_view choice : choices) {
    const std::size_t steps = distance(name, choice);
    if (steps >= least) continue;
    least = steps;
    best = choice;
  }
  return best;
}

OptionSet::Found OptionSet::find(std::string_view name) const {
  for (const Group& group : groups_) {
    for (const OptionText* option : group.options) {
      const bool isShort = name.size() == 2 && option->letter != 0 && name[1] == option->letter;
      if (name == option->name || isShort) return {&group, option};
    }
  }
  return {};
}

std::string_view OptionSet::nearest(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const Group& group : groups_) {
    for (const OptionText* option : group.options) names.push_back(option->name);
  }
  return nearestOf(name, names);
}

Result<void> OptionSet::apply(const OptionText& option, std::string_view value) {
  applied_.push_back(&option);
  const Group& group = *find(option.name).group;
  if (auto applied = group.apply(option, group.target, value); !applied) {
    return Error(applied.error().kind(),
                 fmt::format("{}{}{}: {}", option.name, value.empty() ? "" : " ", value,
                             applied.error().message()));
  }
  return {};
}

Result<void> OptionSet::parseOne(std::span<char* const> args, std::size_t& at) {
  std::string_view name = args[at++];
  const std::string_view whole = name;
  const std::size_t equals = name.starts_with("--") ? name.find('=') : std::string_view::npos;
  name = name.substr(0, equals);
  const OptionText* const option = find(name).option;
  if (option == nullptr) {
    const std::string_view near = nearest(name);
    return usage(near.empty() ? fmt::format("unknown option '{}'", name)
                              : fmt::format("unknown option '{}'; is it '{}'?", name, near));
  }

  std::string_view value;
  const bool hasValue = equals != std::string_view::npos;
  if (hasValue) value = whole.substr(equals + 1);
  if (option->value.empty() && hasValue) {
    return usage(fmt::format("option '{}' takes no value", name));
  }
  if (!option->value.empty() && !hasValue) {
    if (at == args.size()) {
      return usage(fmt::format("option '{}' needs a value: {} {}", name, name, option->value));
    }
    value = args[at++];
  }
  return apply(*option, value);
}

Result<std::vector<std::string_view>> OptionSet::parse(std::span<char* const> args,
                                                       Operands operands) {
  std::vector<std::string_view> others;
  std::size_t at = 0;
  while (at < args.size()) {
    const std::string_view argument = args[at];
    if (argument == "--") {
      ++at;
      break;
    }
    if (isOption(argument)) {
      WALD_TRY(parseOne(args, at));
    } else if (operands == Operands::First) {
      break;
    } else {
      others.push_back(argument);
      ++at;
    }
  }
  others.insert(others.end(), args.begin() + static_cast<std::ptrdiff_t>(at), args.end());
  return others;
}

std::string OptionSet::help() const {
  constexpr std::size_t column = 34;
  std::string out;
  for (const Group& group : groups_) {
    out += fmt::format("\n{}:\n", group.title);
    for (const OptionText* option : group.options) {
      const std::string left = spelling(*option);
      out += fmt::format("  {:{}}", left, column);
      if (left.size() >= column) out += fmt::format("\n{:{}}", "", column + 2);
      // Further lines of a help text are aligned with its first.
      for (const char c : option->help) {
        out += c;
        if (c == '\n') out.append(column + 2, ' ');
      }
      out += '\n';
    }
  }
  return out;
}

Result<std::uint64_t> parseSize(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), size);
  const std::string_view suffix = text.substr(static_cast<std::size_t>(end - text.data()));
  unsigned shift = 0;
  if (suffix == "K" || suffix == "k") shift = 10;
  if (suffix == "M" || suffix == "m") shift = 20;
  if (suffix == "G" || suffix == "g") shift = 30;
  if (code != std::errc() || (shift == 0 && !suffix.empty()) ||
      size > (~std::uint64_t{0} >> shift)) {
    return usage("not a size such as 65536, 64K, 512M or 2G");
  }
  return size << shift;
}

Result<std::chrono::nanoseconds> parseDuration(std::string_view text) {
  struct Unit {
    std::string_view suffix;
    double seconds;
  };
  constexpr Unit units[] = {{"", 1}, {"s", 1}, {"ms", 1e-3}, {"us", 1e-6}, {"m", 60}, {"h", 3600}};
  constexpr double most = 1e9;
  double number = 0;
  const auto [end, code] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const std::string_view suffix = text.substr(static_cast<std::size_t>(end - text.data()));
  const auto* const unit = std::ranges::find(units, suffix, &Unit::suffix);
  if (code == std::errc() && unit != std::end(units)) {
    const double seconds = number * unit->seconds;
    const std::chrono::nanoseconds time(seconds <= most ? static_cast<std::int64_t>(1e9 * seconds)
                                                        : 0);
    if (time.count() > 0) return time;
  }
  return usage("not a time such as 2, 1.5s, 200ms or 10m");
}

}  // namespace wald::command
