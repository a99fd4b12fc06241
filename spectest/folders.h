#pragma once

#include <span>
#include <string>
#include <string_view>

#include "wasm/features.h"

namespace wald::spectest {

/// What the scripts in a folder of the official suite assume: Wasm 3.0, and how a proposal's
/// scripts differ from that, since some were written before parts of 3.0 were standard.
struct Folder {
  std::string_view path;  ///< in the suite; empty: the core scripts
  std::span<const wasm::Feature> with;
  std::span<const wasm::Feature> without;

  wasm::Features features() const;
  /// `Wasm 3.0 with threads, without multi-memory`.
  std::string describe() const;
};

/// The folder of a file, which is given by its path in the suite. Unknown folders are taken for
/// core scripts.
const Folder& folderOf(std::string_view file);

/// The features that are on, for people: their names separated by blanks.
std::string listFeatures(wasm::Features features, bool on);

/// Every feature there is.
std::span<const wasm::Feature> allFeatures();

}  // namespace wald::spectest
