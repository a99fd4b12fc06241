#pragma once

#include <tuple>
#include <utility>

#include "runtime/store.h"
#include "wasi/calls.h"
#include "wasi/capability.h"

namespace wald::wasi {

/// Whether a function gives an errno or (only `proc_exit`) does not return.
struct ErrnoResult {};
struct NoResult {};

/// The host function that is made from a row of functions.def: it checks the capability, decodes
/// the parameters from left to right, calls the handler, and writes the errno. A handler is reached
/// in no other way.
template <auto handler, typename Capability, typename ResultKind, typename... Params>
class Entry {
public:
  static runtime::Outcome call(void* environment, runtime::Caller caller, runtime::Slot* slots) {
    Call call{*static_cast<State*>(environment), GuestMemory::of(caller.instance), std::nullopt};
    const Errno error = run(call, slots, std::index_sequence_for<Params...>());
    if (call.exitStatus) return caller.store.raiseExit(*call.exitStatus);
    if constexpr (hasResult) slots[0] = static_cast<runtime::Slot>(error);
    return runtime::Outcome::Ok;
  }

  static constexpr bool hasResult = std::is_same_v<ResultKind, ErrnoResult>;
  static constexpr std::size_t slotCount = (std::size_t{0} + ... + Params::of.size());

  /// The wasm types of the parameters.
  static constexpr std::array<wasm::Kind, slotCount> kinds = [] {
    std::array<wasm::Kind, slotCount> result{};
    std::size_t at = 0;
    [[maybe_unused]] const auto append = [&](const auto& some) {
      for (const wasm::Kind kind : some) result[at++] = kind;
    };
    (append(Params::of), ...);
    return result;
  }();

private:
  static constexpr std::array<bool, sizeof...(Params)> isFd{std::is_same_v<Params, param::Fd>...};
  static constexpr std::array<std::size_t, sizeof...(Params)> sizes{Params::of.size()...};

  static constexpr std::size_t slotOf(std::size_t index) {
    std::size_t slot = 0;
    for (std::size_t i = 0; i < index; ++i) slot += sizes[i];
    return slot;
  }
  static constexpr std::size_t fdsBefore(std::size_t index) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < index; ++i) count += isFd[i] ? 1 : 0;
    return count;
  }
  template <std::size_t... indices>
  static Errno run(Call& call, [[maybe_unused]] const runtime::Slot* slots,
                   std::index_sequence<indices...>) {
    static_assert(fdsBefore(sizeof...(Params)) == Capability::rights.size(),
                  "a row names the rights that each of its descriptors needs");
    if (!Capability::isGranted(call.state)) return Errno::NotCapable;
    std::tuple<Params...> params;
    Errno error = Errno::Success;
    [[maybe_unused]] const auto failed = [&error](Errno found) {
      return (error = found) != Errno::Success;
    };
    if ((failed(decode<indices>(call, std::get<indices>(params), slots)) || ...)) return error;
    return handler(call, value(std::get<indices>(params))...);
  }

  template <std::size_t index, typename Param>
  static Errno decode(Call& call, Param& param, const runtime::Slot* slots) {
    if constexpr (std::is_same_v<Param, param::Fd>) {
      constexpr Rights needed = Capability::rights[fdsBefore(index)];
      param.found = call.state.descriptors.find(param::word(slots[slotOf(index)]));
      if (param.found == nullptr) return Errno::BadF;
      return (param.found->rights() & needed) == needed ? Errno::Success
                                                        : capability::refusal(*param.found, needed);
    } else {
      return param.decode(call, slots + slotOf(index));
    }
  }

  template <typename Param>
  static typename Param::Value value(Param& param) {
    if constexpr (std::is_same_v<Param, param::Fd>) {
      return *param.found;
    } else {
      return param.value;
    }
  }
};

}  // namespace wald::wasi
