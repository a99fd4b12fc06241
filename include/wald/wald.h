#pragma once

/// @namespace wald
/// What programs that embed wald use; `include/README.md` is a map of it.

/// @file
/// All of the embedding API but the compiler (`wald/compile.h`, library `wald::codegen`) and C (`wasm.h`, `wald/c.h`).

#include "wald/call_handle.h"
#include "wald/caller.h"
#include "wald/config.h"
#include "wald/engine.h"
#include "wald/error.h"
#include "wald/exception.h"
#include "wald/extern.h"
#include "wald/func.h"
#include "wald/global.h"
#include "wald/host_function.h"
#include "wald/instance.h"
#include "wald/interrupt.h"
#include "wald/linker.h"
#include "wald/memory.h"
#include "wald/module.h"
#include "wald/reference.h"
#include "wald/result.h"
#include "wald/store.h"
#include "wald/table.h"
#include "wald/tag.h"
#include "wald/trap.h"
#include "wald/typed_func.h"
#include "wald/types.h"
#include "wald/value.h"
#include "wald/wasi.h"
