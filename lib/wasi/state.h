#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "wasi/descriptor.h"
#include "wasi/deterministic.h"
#include "wasi/function_table.h"
#include "wasi/host.h"
#include "wasi/protection.h"
#include "wasi/string_block.h"

namespace wald::wasi {

class Observer;

/// What the handlers of a guest's calls share, on all of its threads.
struct State {
  StringBlock arguments;
  StringBlock environment;
  DescriptorTable descriptors;
  std::mutex changes;     ///< of a descriptor's flags and rights, which are looked at first
  Protection protection;  ///< does not change once the guest runs
  std::vector<std::string_view> withheld;      ///< names of functions
  Observer* observer = nullptr;                ///< whoever watches the calls, or null
  std::shared_ptr<Clock> clock;                ///< never null
  std::shared_ptr<RandomSource> randomSource;  ///< never null
  /// Times of files and the order of directories are not the host's.
  bool deterministic = false;
  bool clocks = false;
  bool random = false;

  bool withholds(const FunctionRow& function) const {
    return std::ranges::find(withheld, function.name) != withheld.end();
  }

  /// What a file is, as guests see it.
  Errno stat(Resource& file, Filestat& out) const {
    const Errno error = file.stat(out);
    if (deterministic) {
      out.accessed = out.modified = out.changed = DeterministicClock::beginning;
    }
    return error;
  }
};

/// One call of a guest.
struct Call {
  State& state;
  GuestMemory memory;
  std::optional<int> exitStatus = std::nullopt;  ///< set by a handler that ends the guest
  Rights missing = 0;                            ///< which rights it was refused for
  /// What was refused of a call that succeeds as a whole.
  Errno refusal = Errno::Success;
};

}  // namespace wald::wasi
