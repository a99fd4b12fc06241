#pragma once

#include <mutex>
#include <optional>

#include "wasi/descriptor.h"
#include "wasi/string_block.h"

namespace wald::wasi {

/// What the handlers of a guest's calls share, on all of its threads.
struct State {
  StringBlock arguments;
  StringBlock environment;
  DescriptorTable descriptors;
  std::mutex changes;     ///< of a descriptor's flags and rights, which are looked at first
  Protection protection;  ///< does not change once the guest runs
  bool clocks = false;
  bool random = false;
};

/// One call of a guest.
struct Call {
  State& state;
  GuestMemory memory;
  std::optional<int> exitStatus;  ///< set by a handler that ends the guest
};

}  // namespace wald::wasi
