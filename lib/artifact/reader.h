#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "artifact/format.h"
#include "artifact/tables.h"
#include "support/error.h"

namespace wald::artifact {

/// An artifact's contents, as views of its bytes.
struct Artifact {
  Tables tables;
  std::span<const std::uint8_t> module;  ///< without its code section
  std::uint64_t codeOffset = 0;          ///< of the code in the file: a multiple of `pageSize`
  std::uint64_t codeChecksum = 0;
  Variant variant;
  std::uint64_t cpuFeatures = 0;
  std::string_view cpu;
};

/// Whether the bytes begin as an artifact does (else they are a module, or its text).
bool isArtifact(std::span<const std::uint8_t> bytes);

/// Reads an artifact that this version of wald made; its bytes must be aligned to 8 and outlive what is given. Header and tables are
/// checked for damage, and code up to `alwaysCheckedCode`. Whether this machine has the CPU features, and the runtime does as the variant
/// says, is the caller's to compare (`checkHost`, `checkVariant`). Errors are `Malformed` for damage and `Unsupported` for what another wald
/// made; they name the field.
///
/// An artifact that passes is trusted: its code is run as it is.
Result<Artifact> readArtifact(std::span<const std::uint8_t> bytes);

/// Checks code of any size for damage.
Result<void> verifyCode(const Artifact& artifact);

/// Fails with `Unsupported`, naming what is missing, unless this machine has what the code needs.
Result<void> checkHost(const Artifact& artifact);
/// Fails with `Unsupported`, naming the difference, unless the code was made for `wanted`.
Result<void> checkVariant(const Artifact& artifact, const Variant& wanted);

}  // namespace wald::artifact
