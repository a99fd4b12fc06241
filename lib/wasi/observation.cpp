#include "wasi/observation.h"

#include <fmt/format.h>

#include "runtime/store.h"
#include "wasi/names.h"

namespace wald::wasi {

void Observation::separate() {
  if (line_.empty()) {
    line_ += function_.name;
    line_ += '(';
  } else {
    line_ += ", ";
  }
}

void Observation::bare(std::span<const runtime::Slot> slots) {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    line_ += fmt::format("{}{:#x}", i == 0 ? "" : ", ", slots[i]);
  }
}

void Observation::end(Errno error, std::optional<int> exitStatus) {
  if (line_.empty()) separate();
  line_ += ')';
  if (exitStatus) {
    line_ += fmt::format(" exits with {}", *exitStatus);
  } else {
    line_ += " = " + nameOf(error);
  }
  if (isRefusal(error)) line_ += fmt::format(" ({})", whyOf(error));
  observer_.returned(line_);
}

void Observation::descriptor(std::uint32_t number, const Descriptor* descriptor) {
  Denial::Place place;
  place.descriptor = number;
  if (descriptor != nullptr) place.standsFor = descriptor->resource->describe();
  denial_.places.push_back(std::move(place));
}

void Observation::path(std::string path) {
  if (denial_.places.empty() || denial_.places.back().path) denial_.places.emplace_back();
  denial_.places.back().path = std::move(path);
}

void Observation::deny(Errno reason, Rights rights, std::string_view capability) {
  denial_.function = function_.name;
  denial_.reason = reason;
  denial_.capability = capability.empty() ? namesOf(rights) : std::string(capability);
  if (denial_.capability.empty() || reason == Errno::Withheld) denial_.capability = function_.name;
  observer_.denied(denial_);
}

runtime::Outcome refuseToEnd(runtime::Caller caller, const FunctionRow& function) {
  return caller.store.raise(wasm::TrapKind::Host,
                            fmt::format("{} is withheld from this guest", function.name));
}

}  // namespace wald::wasi
