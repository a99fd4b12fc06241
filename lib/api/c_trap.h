#pragma once

#include <vector>

#include "api/c_refs.h"
#include "support/error.h"

namespace wald::c_api {

struct TrapObject {
  struct Frame {
    runtime::Instance* instance;
    std::uint32_t function;
    std::uint32_t moduleOffset;
    std::uint32_t functionOffset;
  };

  runtime::Trap trap;
  std::shared_ptr<StoreState> state;  ///< null if no store is involved
  std::vector<Frame> frames;
  HostInfo info;
};

}  // namespace wald::c_api

struct wasm_trap_t final
    : wald::c_api::SharedRef<wasm_trap_t, wald::c_api::TrapObject, wald::c_api::RefKind::Trap> {
  using SharedRef::SharedRef;
  wald::c_api::Identity identity() const override { return {object.get(), 0}; }
};

struct wasm_frame_t {
  std::shared_ptr<wald::c_api::TrapObject> trap;
  std::size_t index = 0;
  mutable std::unique_ptr<wasm_instance_t> instance;  ///< made when it is asked for

  const wald::c_api::TrapObject::Frame& get() const { return trap->frames[index]; }
};

namespace wald::c_api {

/// What a call into a store's guests gave.
wasm_trap_t* newTrap(const std::shared_ptr<StoreState>& state, runtime::TrapPtr trap);
/// One of the host.
wasm_trap_t* newTrap(std::string_view message);
/// The same for an error.
inline wasm_trap_t* newTrap(const Error& error) { return newTrap(error.message()); }

/// Gives a trap, or null, to a caller who may not want it.
inline void giveTrap(wasm_trap_t** to, wasm_trap_t* trap) {
  if (to != nullptr) {
    *to = trap;
  } else {
    delete trap;
  }
}

/// Raises a trap, which is taken, out of a function of the host.
runtime::Outcome raise(const StoreState& state, wasm_trap_t* trap);

}  // namespace wald::c_api
