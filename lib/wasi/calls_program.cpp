// Arguments, environment, and the guest as a process.
#include <algorithm>
#include <array>

#include "wasi/calls.h"

namespace wald::wasi::calls {

Errno argsGet(Call& call, GuestPtr pointers, GuestPtr buffer) {
  return call.state.arguments.write(call.memory, pointers, buffer);
}

Errno argsSizesGet(Call& call, Out<std::uint32_t> count, Out<std::uint32_t> size) {
  count.set(call.state.arguments.count());
  size.set(call.state.arguments.size());
  return Errno::Success;
}

Errno environGet(Call& call, GuestPtr pointers, GuestPtr buffer) {
  return call.state.environment.write(call.memory, pointers, buffer);
}

Errno environSizesGet(Call& call, Out<std::uint32_t> count, Out<std::uint32_t> size) {
  count.set(call.state.environment.count());
  size.set(call.state.environment.size());
  return Errno::Success;
}

Errno procExit(Call& call, std::uint32_t status) {
  call.exitStatus = static_cast<int>(status);
  return Errno::Success;
}

// A signal does to the guest what it does by default, as a guest can't handle one: the exit status
// is the one by which shells tell of it. Those that stop a process have no meaning here.
Errno procRaise(Call& call, std::uint32_t signal) {
  enum : std::uint32_t {
    None = 0,
    Chld = 16,
    Cont = 17,
    Stop = 18,
    TtOu = 21,
    Urg = 22,
    Winch = 27,
    Sys = 30
  };
  constexpr std::array<std::uint32_t, 5> ignored = {None, Chld, Cont, Urg, Winch};
  if (signal > Sys) return Errno::Inval;
  if (std::ranges::find(ignored, signal) != ignored.end()) return Errno::Success;
  if (signal >= Stop && signal <= TtOu) return Errno::NotSup;
  call.exitStatus = 128 + static_cast<int>(signal);
  return Errno::Success;
}

Errno schedYield(Call&) {
  host::yield();
  return Errno::Success;
}

Errno randomGet(Call& call, std::span<std::uint8_t> buffer) {
  return call.state.randomSource->fill(buffer);
}

// The precision is what the guest could do with; ours is never worse than the system's.
Errno clockTimeGet(Call& call, std::uint32_t id, std::uint64_t, Out<std::uint64_t> result) {
  std::uint64_t time = 0;
  const Errno error = call.state.clock->now(static_cast<ClockId>(id), time);
  if (error == Errno::Success) result.set(time);
  return error;
}

Errno clockResGet(Call& call, std::uint32_t id, Out<std::uint64_t> result) {
  std::uint64_t resolution = 0;
  const Errno error = call.state.clock->resolution(static_cast<ClockId>(id), resolution);
  if (error == Errno::Success) result.set(resolution);
  return error;
}

}  // namespace wald::wasi::calls
