#pragma once

#include <tuple>
#include <utility>

#include "runtime/store.h"
#include "wasi/calls.h"
#include "wasi/capability.h"
#include "wasi/function_table.h"
#include "wasi/observation.h"

namespace wald::wasi {

/// Whether a function gives an errno or (only `proc_exit`) does not return.
struct ErrnoResult {};
struct NoResult {};

/// The host function that is made from a row of functions.def: it checks the capability, decodes
/// the parameters from left to right, calls the handler, and writes the errno. A handler is reached
/// in no other way.
template <FunctionId id, auto handler, typename Capability, typename ResultKind, typename... Params>
class Entry {
public:
  static runtime::Outcome call(void* environment, runtime::Caller caller, runtime::Slot* slots) {
    Run run(environment, caller);
    return end(run, caller, slots, run.execute(slots, indices));
  }

  /// The same where calls are watched, or where this one may be withheld from the guest. Apart from what runs at each start.
  [[gnu::cold]] static runtime::Outcome watched(void* environment, runtime::Caller caller,
                                                runtime::Slot* slots) {
    Run run(environment, caller);
    const bool isWithheld = run.call.state.withholds(rowOf(id));
    const Errno error = isWithheld ? Errno::Withheld : run.execute(slots, indices);
    if (run.call.state.observer != nullptr) run.observe(slots, error, indices);
    if (isWithheld && !hasResult) return refuseToEnd(caller, rowOf(id));
    return end(run, caller, slots, error);
  }

  static constexpr std::string_view capability = Capability::name;
  static constexpr Rights rights = [] {
    Rights all = 0;
    for (const Rights some : Capability::rights) all |= some;
    return all;
  }();
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
  static constexpr auto indices = std::index_sequence_for<Params...>();

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

  /// A call with its parameters.
  struct Run {
    Run(void* environment, runtime::Caller caller)
        : call{*static_cast<State*>(environment), GuestMemory::of(caller.instance)},
          interruptible(*caller.store.native().stopped) {}

    template <std::size_t... indices>
    Errno execute([[maybe_unused]] const runtime::Slot* slots, std::index_sequence<indices...>) {
      static_assert(fdsBefore(sizeof...(Params)) == Capability::rights.size(),
                    "a row names the rights that each of its descriptors needs");
      if (!Capability::isGranted(call.state)) return Errno::NotGranted;
      Errno error = Errno::Success;
      [[maybe_unused]] const auto failed = [&](Errno found) {
        if (found == Errno::Success) ++decoded;
        return (error = found) != Errno::Success;
      };
      if ((failed(decode<indices>(slots)) || ...)) return error;
      return handler(call, value(std::get<indices>(params))...);
    }

    template <std::size_t index>
    Errno decode(const runtime::Slot* slots) {
      auto& param = std::get<index>(params);
      if constexpr (isFd[index]) {
        constexpr Rights needed = Capability::rights[fdsBefore(index)];
        param.number = param::word(slots[slotOf(index)]);
        param.found = call.state.descriptors.find(param.number);
        if (param.found == nullptr) return Errno::BadF;
        const Rights missing = needed & ~param.found->rights();
        return missing == 0 ? Errno::Success : capability::refuse(call, *param.found, missing);
      } else {
        return param.decode(call, slots + slotOf(index));
      }
    }

    template <std::size_t... indices>
    void observe([[maybe_unused]] const runtime::Slot* slots, Errno error,
                 std::index_sequence<indices...>) {
      Observation observation(*call.state.observer, rowOf(id));
      observation.begin();
      if (observation.wantsArguments()) {
        (observation.argument(indices < decoded ? &std::get<indices>(params) : nullptr,
                              {slots + slotOf(indices), sizes[indices]}, error),
         ...);
        observation.end(error, call.exitStatus);
      }
      const Errno refusal = isRefusal(error) ? error : call.refusal;
      if (!isRefusal(refusal)) return;
      // What was refused before its parameters were looked at is to be told all the same.
      (observePlace<indices>(observation, slots), ...);
      constexpr Rights asked = Capability::rights.empty() ? 0 : Capability::rights[0];
      observation.deny(refusal, call.missing != 0 ? call.missing : asked, Capability::name);
    }

    template <std::size_t index>
    void observePlace(Observation& observation, const runtime::Slot* slots) {
      auto& param = std::get<index>(params);
      if constexpr (isFd[index]) {
        if (index >= decoded) {
          param.number = param::word(slots[slotOf(index)]);
          param.found = call.state.descriptors.find(param.number);
        }
        observation.descriptor(param.number, param.found.get());
      } else if constexpr (std::is_same_v<std::remove_reference_t<decltype(param)>, param::Path>) {
        const bool isKnown =
            index < decoded || param.decode(call, slots + slotOf(index)) == Errno::Success;
        if (isKnown) observation.path(param.value.asGiven());
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

    Call call;
    host::Interruptible interruptible;
    std::tuple<Params...> params;
    std::size_t decoded = 0;  ///< so many parameters are good
  };

  static runtime::Outcome end(const Run& run, runtime::Caller caller,
                              [[maybe_unused]] runtime::Slot* slots, [[maybe_unused]] Errno error) {
    if (run.call.exitStatus) return caller.store.raiseExit(*run.call.exitStatus);
    if (error == Errno::Intr && caller.store.isStopped()) [[unlikely]] {
      return caller.store.raise(wasm::TrapKind::Interrupted);
    }
    if constexpr (hasResult) slots[0] = static_cast<runtime::Slot>(toGuest(error));
    return runtime::Outcome::Ok;
  }
};

}  // namespace wald::wasi
