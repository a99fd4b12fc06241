#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "artifact/format.h"
#include "artifact/tables.h"
#include "support/error.h"

namespace wald::artifact {

/// A large section that was not checked for damage, so that reading it costs nothing until it is used.
struct Unchecked {
  std::string_view name;
  std::uint64_t offset;  ///< in the file
  std::span<const std::uint8_t> bytes;
  std::uint64_t checksum;
};

/// An artifact's contents, as views of its bytes.
struct Artifact {
  Tables tables;
  std::span<const std::uint8_t> module;  ///< without its code section
  std::uint64_t codeOffset = 0;          ///< of the code in the file: a multiple of `pageSize`
  std::vector<Unchecked> frames;         ///< tables, to be checked before they are used
  std::vector<Unchecked> others;         ///< code and module
  Variant variant;
  std::uint64_t cpuFeatures = 0;
  std::string_view cpu;
};

/// Whether the bytes begin as an artifact does (else they are a module, or its text).
bool isArtifact(std::span<const std::uint8_t> bytes);

/// Reads an artifact that this version of wald made; its bytes must be aligned to 8 and outlive what is given. Header and table of functions are
/// checked for damage, and of the other sections those up to `alwaysChecked`; large ones are left `Unchecked`. Whether this machine has the CPU features, and the runtime does as the variant
/// says, is the caller's to compare (`checkHost`, `checkVariant`). Errors are `Malformed` for damage and `Unsupported` for what another wald
/// made; they name the field.
///
/// An artifact that passes is trusted: its code is run as it is.
Result<Artifact> readArtifact(std::span<const std::uint8_t> bytes);

/// Checks what was left unchecked. Fails as `readArtifact` does for damage.
Result<void> verify(const Unchecked& section);
/// All of it.
Result<void> verify(const Artifact& artifact);

/// Fails with `Unsupported`, naming what is missing, unless this machine has what the code needs.
Result<void> checkHost(const Artifact& artifact);
/// Fails with `Unsupported`, naming the difference, unless the code was made for `wanted`.
Result<void> checkVariant(const Artifact& artifact, const Variant& wanted);

}  // namespace wald::artifact
