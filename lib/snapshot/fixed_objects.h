#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "runtime/instance.h"

namespace wald::snapshot {

/// Structures and arrays that never change, nor anything they refer to: the same expression makes the same again. Those that
/// globals which are not mutable hold have a name by that, for whatever else refers to them.
class FixedObjects {
public:
  explicit FixedObjects(runtime::Instance& instance);

  bool isFixed(runtime::Ref object) const;
  /// A global before `end` that holds the object and whose type matches; `type` is over the module's types.
  std::optional<std::uint32_t> globalOf(runtime::Ref object, wasm::ValType type,
                                        std::uint32_t end) const;

private:
  runtime::Instance& instance_;
  std::multimap<runtime::Ref, std::uint32_t> globals_;
};

}  // namespace wald::snapshot
