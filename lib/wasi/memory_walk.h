#pragma once

#include <string>
#include <string_view>

#include "wasi/memory_node.h"

namespace wald::wasi {

/// The end of a path among files in memory.
struct MemoryEnd {
  MemoryDirectory* parent = nullptr;
  std::string name;    ///< empty: the path ends in "." or ".."
  MemoryNodePtr node;  ///< null: the name is free
  bool endsInSlash = false;
};

/// Follows a path from a directory and never leaves it: `LeadsOut`. A symbolic link at the end is followed with `follow`, or if a slash
/// stands behind it, but not with `exclusive`.
Errno walkMemory(MemoryDirectory& start, std::string_view path, bool follow, bool exclusive,
                 MemoryEnd& end);

}  // namespace wald::wasi
