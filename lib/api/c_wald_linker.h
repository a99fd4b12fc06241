#pragma once

#include "api/c_store.h"
#include "runtime/linker.h"
#include "wald/c.h"

struct wald_linker_t {
  std::shared_ptr<wald::c_api::StoreState> state;
  wald::runtime::Linker linker;  ///< not to be used once the store has ended
};

namespace wald::c_api {

inline bool isAlive(const wald_linker_t* linker) {
  return linker != nullptr && linker->state->store() != nullptr;
}

}  // namespace wald::c_api
