#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/instance.h"
#include "runtime/store.h"
#include "support/error.h"

namespace wald::command {

/// The exported function with that name; the error lists what could be meant.
Result<const runtime::Function*> findFunction(runtime::Instance& instance, std::string_view name);

/// The exported functions with their types, for people; not all if there are many.
std::string listFunctions(const wasm::Module& module);

/// Reads arguments by the function's type; the error says which is wrong, or how many there must
/// be.
Result<std::vector<runtime::Value>> parseArguments(const runtime::Engine& engine,
                                                   std::string_view name,
                                                   const runtime::Function& function,
                                                   std::span<const std::string_view> args);

/// One value a line.
std::string printValues(std::span<const runtime::Value> values);

}  // namespace wald::command
