#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "aot/aot.h"
#include "artifact/reader.h"

namespace wald::aot {

/// The variant of compiled code that an engine can run.
artifact::Variant variantFor(const runtime::Config& config);

/// The code of an artifact in memory, which is copied to pages that can be executed. Fails as `artifact::readArtifact`, `checkHost` and
/// `checkVariant` do, or with `Io` where the system refuses the pages.
Result<MappedCode> copyArtifact(std::vector<std::uint8_t> artifact, const runtime::Config& config);

/// An artifact in a file, as it stands there.
struct MappedArtifact {
  MappedCode code;
  /// The module without its code section; as long as the code's owner is there.
  std::span<const std::uint8_t> module;
};

/// Maps the artifact of an open file, which must not change while it is in use and may be closed. Nothing is read but what
/// `artifact::readArtifact` checks; all of it with `verify`. Fails as `copyArtifact` does.
Result<MappedArtifact> mapArtifact(int file, const runtime::Config& config, bool verify);

}  // namespace wald::aot
