#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/module.h"

namespace wald::binary {

/// Names by index.
using NameMap = std::map<std::uint32_t, std::string>;
/// Names by two indices: of a function and of a local in it, of a type and a field.
using IndirectNameMap = std::map<std::uint32_t, NameMap>;

/// The content of a module's `name` section ("Appendix › Custom Sections › Name Section", with the
/// subsections of the extended-name-section proposal).
struct Names {
  std::optional<std::string> module;
  NameMap functions;
  IndirectNameMap locals;
  IndirectNameMap labels;
  NameMap types;
  NameMap tables;
  NameMap memories;
  NameMap globals;
  NameMap elems;
  NameMap datas;
  IndirectNameMap fields;
  NameMap tags;

  bool isEmpty() const;
};

/// The names a module carries. What is malformed is left out, and what follows it in its subsection: debugging
/// information never makes a module fail. Where an index is named twice, the first name holds.
Names decodeNames(const wasm::Module& module);

/// The content of a `name` section, without the section's name.
std::vector<std::uint8_t> encodeNames(const Names& names);

}  // namespace wald::binary
