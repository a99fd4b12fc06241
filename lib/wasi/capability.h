#pragma once

#include <array>

#include "wasi/state.h"

/// What a row of functions.def can ask for.
namespace wald::wasi::capability {

/// Rights that the descriptors of a call need, one set for each parameter `Fd`. Needs<0> asks for
/// an open descriptor.
template <Rights... needed>
struct Needs {
  static constexpr std::array<Rights, sizeof...(needed)> rights{needed...};
  static bool isGranted(const State&) { return true; }
};

using LinkSourceAndTarget = Needs<right::PathLinkSource, right::PathLinkTarget>;
using RenameSourceAndTarget = Needs<right::PathRenameSource, right::PathRenameTarget>;

/// Nothing: no parameter is a descriptor to be used.
struct Free : Needs<> {};

struct Clocks : Needs<> {
  static bool isGranted(const State& state) { return state.clocks; }
};

struct Random : Needs<> {
  static bool isGranted(const State& state) { return state.random; }
};

/// The errno for a descriptor without some right: what the system would say where the file's kind
/// is the reason, else `NotCapable`.
Errno refusal(const Descriptor& descriptor, Rights needed);

}  // namespace wald::wasi::capability
