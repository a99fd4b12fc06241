#pragma once

#include <optional>
#include <span>
#include <string>

#include "runtime/value.h"
#include "wasi/descriptor.h"
#include "wasi/function_table.h"
#include "wasi/observer.h"

namespace wald::wasi {

/// What an observer is told of one call. Made after the call, so that it costs those nothing who are not watched.
class Observation {
public:
  Observation(Observer& observer, const FunctionRow& function)
      : observer_(observer), function_(function) {}

  void begin() { observer_.count(); }
  bool wantsArguments() const { return observer_.wantsCalls(); }
  /// A parameter, or the bare slots of one that was not looked at (null).
  template <typename Param>
  void argument(const Param* param, std::span<const runtime::Slot> slots, Errno error) {
    separate();
    if (param != nullptr) return param->show(line_, error == Errno::Success);
    bare(slots);
  }
  void end(Errno error, std::optional<int> exitStatus);

  void descriptor(std::uint32_t number, const Descriptor* descriptor);
  /// It belongs to the descriptor before it, if that has none yet.
  void path(std::string path);
  void deny(Errno reason, Rights rights, std::string_view capability);

private:
  void separate();
  void bare(std::span<const runtime::Slot> slots);

  Observer& observer_;
  const FunctionRow& function_;
  std::string line_;
  Denial denial_;
};

/// What a guest gets that may not end itself: a trap.
runtime::Outcome refuseToEnd(runtime::Caller caller, const FunctionRow& function);

}  // namespace wald::wasi
