#pragma once

#include "api/c_store.h"
#include "wasm.h"

namespace wald::c_api {

struct HostFunction {
  HostFunction() = default;
  ~HostFunction() {
    if (finalizer != nullptr) finalizer(env);
  }
  HostFunction(const HostFunction&) = delete;
  HostFunction& operator=(const HostFunction&) = delete;

  std::weak_ptr<StoreState> state;
  const wasm::CompType* type = nullptr;
  wasm_func_callback_t plain = nullptr;  ///< one of the two
  wasm_func_callback_with_env_t withEnv = nullptr;
  void* env = nullptr;
  void (*finalizer)(void*) = nullptr;
};

}  // namespace wald::c_api
