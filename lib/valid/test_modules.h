#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "binary/decoder.h"
#include "valid/validate.h"

// Modules in the binary format for the tests of this folder, put together from sections.

namespace wald::valid::test {

using Bytes = std::vector<std::uint8_t>;

inline void append(Bytes& to, const Bytes& from) { to.insert(to.end(), from.begin(), from.end()); }

inline Bytes leb(std::uint64_t value) {
  Bytes bytes;
  do {
    bytes.push_back(static_cast<std::uint8_t>((value & 0x7f) | (value > 0x7f ? 0x80 : 0)));
    value >>= 7;
  } while (value != 0);
  return bytes;
}

inline Bytes section(std::uint8_t id, const Bytes& content) {
  Bytes bytes{id};
  append(bytes, leb(content.size()));
  append(bytes, content);
  return bytes;
}

inline Bytes moduleOf(std::initializer_list<Bytes> sections) {
  Bytes bytes{0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00};
  for (const auto& part : sections) append(bytes, part);
  return bytes;
}

/// A code section of one function; `locals` is the vector of local runs.
inline Bytes code(const Bytes& instructions, const Bytes& locals = {0x00}) {
  Bytes content{0x01};
  append(content, leb(locals.size() + instructions.size()));
  append(content, locals);
  append(content, instructions);
  return section(10, content);
}

/// A module of one function of type `[] -> []` with the body.
inline Bytes bodyModule(const Bytes& instructions) {
  return moduleOf(
      {section(1, {0x01, 0x60, 0x00, 0x00}), section(3, {0x01, 0x00}), code(instructions)});
}

inline Result<std::shared_ptr<const ir::ValidModule>> validate(const Bytes& bytes,
                                                               wasm::Features features = {}) {
  auto module = binary::decodeModule(bytes, features);
  if (!module) return std::move(module).error();
  return validateModule(std::move(*module));
}

/// The whole message of the module's error, with its place; empty if it is valid.
inline std::string errorOf(const Bytes& bytes, wasm::Features features = {}) {
  auto result = validate(bytes, features);
  return result ? std::string() : result.error().format("");
}

}  // namespace wald::valid::test
