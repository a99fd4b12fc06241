#pragma once

#include <memory>

#include "ir/valid_module.h"
#include "support/error.h"
#include "wasm/module.h"

namespace wald::valid {

/// Validates a decoded module ("Validation › Modules") in one pass over it, and takes it over. Time and memory are
/// bounded by the module's size. Errors carry the offset of the offending instruction or item, section and index;
/// those of kind `Malformed` are what the binary format says about the inside of function bodies. Much code is shared among so many
/// threads at most, which have ended when it returns; the result does not depend on how many there are.
Result<std::shared_ptr<const ir::ValidModule>> validateModule(wasm::Module module,
                                                              unsigned threads = 1);

/// The same for a module whose code was found valid before, as somebody remembers: all but the code is validated now, and each body
/// before its tree is built. Where that memory is wrong, a tree can't be built, and nothing worse happens. `codeFacts` says what may
/// be true of any code.
Result<std::shared_ptr<const ir::ValidModule>> validateLazily(wasm::Module module);

}  // namespace wald::valid
