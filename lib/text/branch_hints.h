#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "wasm/module.h"

namespace wald::text {

inline constexpr std::string_view branchHintSection = "metadata.code.branch_hint";

/// The content of a section `metadata.code.branch_hint`: by function and by the offset of the
/// instruction in the module's bytes, what the hint says.
using BranchHints = std::map<std::uint32_t, std::unordered_map<std::uint32_t, wasm::ByteRange>>;

/// Reads such a section. None if annotations could not say the same: it is malformed, not in order,
/// or has a hint that belongs to no instruction. (Whether it belongs to a branch does not matter.)
std::optional<BranchHints> decodeBranchHints(const wasm::Module& module, wasm::ByteRange content);

}  // namespace wald::text
