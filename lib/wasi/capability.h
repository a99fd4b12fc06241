#pragma once

#include <array>
#include <string_view>

#include "wasi/state.h"

/// What a row of functions.def can ask for. `name` is what to call it; where that is empty, the rights and the function name it.
namespace wald::wasi::capability {

/// Rights that the descriptors of a call need, one set for each parameter `Fd`. Needs<0> asks for
/// an open descriptor.
template <Rights... needed>
struct Needs {
  static constexpr std::array<Rights, sizeof...(needed)> rights{needed...};
  static constexpr std::string_view name = {};
  static bool isGranted(const State&) { return true; }
};

using LinkSourceAndTarget = Needs<right::PathLinkSource, right::PathLinkTarget>;
using RenameSourceAndTarget = Needs<right::PathRenameSource, right::PathRenameTarget>;

/// Nothing: no parameter is a descriptor to be used.
struct Free : Needs<> {};

struct Clocks : Needs<> {
  static constexpr std::string_view name = "clocks";
  static bool isGranted(const State& state) { return state.clocks; }
};

struct Random : Needs<> {
  static constexpr std::string_view name = "random";
  static bool isGranted(const State& state) { return state.random; }
};

/// Why a call is refused whose descriptor lacks rights; they are noted in the call.
Errno refusal(Call& call, const Descriptor& descriptor, Rights missing);
/// The same, or what the system would say where the file's kind is the reason: for rights to use the descriptor itself.
Errno refuse(Call& call, const Descriptor& descriptor, Rights missing);

}  // namespace wald::wasi::capability
