#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wald::command {

/// Where the time of a start goes (`--startup-trace`): the steps one after another, each with its time, the processor's time and the pages
/// that it touched first. Does nothing unless it is on.
class StartupTrace {
public:
  /// On if an argument looks like the option: they have not been parsed, which is a step too.
  explicit StartupTrace(std::span<char* const> args);
  /// Off if it was none, but the guest's or another option's.
  void parsed(bool isWanted) { isOn_ &= isWanted; }

  /// Ends a step, whose name must be a literal.
  void step(std::string_view name) {
    if (isOn_) note(name);
  }
  /// Ends the last one and prints all on standard error.
  void end(std::string_view name);

private:
  struct Moment {
    std::int64_t wall = 0;  ///< nanoseconds
    std::int64_t cpu = 0;   ///< the same; since the process began
    long faults = 0;
  };
  struct Step {
    std::string_view name;
    Moment end;
  };
  static Moment now();
  void note(std::string_view name);

  bool isOn_ = false;
  std::array<Step, 16> steps_{};
  std::size_t count_ = 0;
};

}  // namespace wald::command
