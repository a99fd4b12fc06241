#pragma once

#include <catch2/catch.hpp>

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "artifact/reader.h"
#include "binary/decoder.h"
#include "codegen/compile.h"
#include "text/parser.h"
#include "valid/validate.h"

// What the tests of this folder share.

namespace wald::codegen::test {

inline std::shared_ptr<const ir::ValidModule> validate(std::string_view text,
                                                       wasm::Features features = {}) {
  auto bytes = text::parseModule(text, features);
  if (!bytes) FAIL(bytes.error().format("") << "\n" << text.substr(0, 500));
  auto decoded = binary::decodeModule(std::move(*bytes), features);
  if (!decoded) FAIL(decoded.error().format(""));
  auto valid = valid::validateModule(std::move(*decoded));
  if (!valid) FAIL(valid.error().format("") << "\n" << text.substr(0, 500));
  return *valid;
}

/// An artifact with its bytes, aligned as a mapped file's are.
class Compiled {
public:
  explicit Compiled(std::span<const std::uint8_t> bytes) : words_(bytes.size() / 8 + 1) {
    std::memcpy(words_.data(), bytes.data(), bytes.size());
    auto read = artifact::readArtifact(
        {reinterpret_cast<const std::uint8_t*>(words_.data()), bytes.size()});
    if (!read) FAIL(read.error().format(""));
    artifact_ = *read;
  }
  const artifact::Artifact& operator*() const { return artifact_; }
  const artifact::Artifact* operator->() const { return &artifact_; }

private:
  std::vector<std::uint64_t> words_;
  artifact::Artifact artifact_;
};

inline std::vector<std::uint8_t> compileBytes(const ir::ValidModule& module,
                                              const CompileOptions& options = {}) {
  auto bytes = compile(module, module.module().bytes, options);
  if (!bytes) FAIL(bytes.error().format(""));
  return std::move(*bytes);
}

inline Compiled compileModule(std::string_view text, const CompileOptions& options = {}) {
  return Compiled(compileBytes(*validate(text), options));
}

}  // namespace wald::codegen::test
