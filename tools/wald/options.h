#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/error.h"

namespace wald::command {

/// Whether an option can stand in a policy (policy.h) instead of the command line.
enum class InPolicy : unsigned char { No, Once, Repeated };

/// How an option is written and what it does, for --help. Tables of these are constants: an option
/// costs nothing until it is looked for.
struct OptionText {
  std::string_view name;        ///< "--dir"
  char letter = 0;              ///< of the short form; 0: none
  std::string_view value = {};  ///< what follows it, for people; empty: nothing follows
  std::string_view help = {};
  InPolicy inPolicy = InPolicy::No;
};

/// An option that sets something in a `Target`.
template <typename Target>
struct Option : OptionText {
  /// Gets an empty value if none follows. An error's message is shown after the option's name.
  Result<void> (*apply)(Target& target, std::string_view value);
};

/// The options of a command, and the reading of its arguments by them.
class OptionSet {
public:
  /// Both must outlive the set.
  template <typename Target>
  void add(std::string_view title, std::span<const Option<Target>> options, Target& target) {
    Group group{title, &target, {}, &applyTo<Target>};
    for (const Option<Target>& option : options) group.options.push_back(&option);
    groups_.push_back(std::move(group));
  }

  enum class Operands : unsigned char {
    First,  ///< reading stops at the first argument that is not an option
    All,    ///< options may stand between and after the others, up to `--`
  };

  /// Applies the options in `args` and gives the other arguments: for `First` all from the first
  /// on.
  Result<std::vector<std::string_view>> parse(std::span<char* const> args, Operands operands);

  /// The option of that name ("--dir"); null if there is none.
  const OptionText* named(std::string_view name) const { return find(name).option; }
  /// Applies an option of the set; its value is empty if nothing follows it.
  Result<void> apply(const OptionText& option, std::string_view value);
  /// The options that were applied, in their order.
  const std::vector<const OptionText*>& applied() const { return applied_; }
  /// The name that someone who wrote this one most likely meant; empty if none is near.
  std::string_view nearest(std::string_view name) const;

  /// The options by group, aligned.
  std::string help() const;

private:
  struct Group {
    std::string_view title;
    void* target;
    std::vector<const OptionText*> options;
    Result<void> (*apply)(const OptionText& option, void* target, std::string_view value);
  };

  template <typename Target>
  static Result<void> applyTo(const OptionText& option, void* target, std::string_view value) {
    return static_cast<const Option<Target>&>(option).apply(*static_cast<Target*>(target), value);
  }

  struct Found {
    const Group* group = nullptr;
    const OptionText* option = nullptr;
  };
  Found find(std::string_view name) const;
  /// Applies the option at `args[at]` and moves `at` beyond it.
  Result<void> parseOne(std::span<char* const> args, std::size_t& at);

  std::vector<Group> groups_;
  std::vector<const OptionText*> applied_;
};

/// A size in bytes with an optional suffix K, M or G (powers of 1024).
Result<std::uint64_t> parseSize(std::string_view text);

/// A time: seconds, or a number with one of the suffixes us, ms, s, m and h. Not zero.
Result<std::chrono::nanoseconds> parseDuration(std::string_view text);

/// The one of `choices` that someone who wrote `name` most likely meant; empty if none is near.
std::string_view nearestOf(std::string_view name, std::span<const std::string_view> choices);

}  // namespace wald::command
