#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/file.h"
#include "ir/valid_module.h"
#include "support/error.h"
#include "wasm/features.h"

namespace wald::command {

using api::readFile;

/// Reads a file; `-` is standard input. Fails with `Io`, or `Limit` when it is too large for a
/// module.
Result<std::vector<std::uint8_t>> readFile(std::string_view path);

/// Makes a binary module of a file's bytes, which may be text: known by what they begin with, or by
/// the path's ending `.wat`.
Result<std::vector<std::uint8_t>> toBinary(std::vector<std::uint8_t> bytes, std::string_view path,
                                           wasm::Features features);

/// When function bodies are validated: now, or each when it is needed, because all of them once were.
enum class BodyChecks : unsigned char { Now, Lazy };

/// Decodes and validates a module in either format.
Result<std::shared_ptr<const ir::ValidModule>> validModule(std::vector<std::uint8_t> bytes,
                                                           std::string_view path,
                                                           wasm::Features features,
                                                           BodyChecks checks = BodyChecks::Now);
/// Reads, decodes and validates a module in either format.
Result<std::shared_ptr<const ir::ValidModule>> readModule(std::string_view path,
                                                          wasm::Features features);

/// What messages call a file: its path, and `<stdin>` for `-`.
std::string_view shownPath(std::string_view path);
/// The same without folders, for the frames of traps.
std::string_view shortName(std::string_view path);

}  // namespace wald::command
