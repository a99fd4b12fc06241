#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "support/arena.h"
#include "support/error.h"
#include "wasm/module.h"
#include "wasm/type_table.h"

namespace wald::ir {

struct Function;

/// What the code of a module does, as validation saw it: nothing if the code was removed.
struct CodeFacts {
  std::vector<bool> writtenTables;  ///< by table: whether an instruction may change it
  bool hasTailCalls = false;
  bool usesDataSegments = false;  ///< an instruction says a segment's number

  /// Those of more code of the same module.
  void add(const CodeFacts& other) {
    for (std::size_t i = 0; i < writtenTables.size(); ++i) {
      if (other.writtenTables[i]) writtenTables[i] = true;
    }
    hasTailCalls |= other.hasTailCalls;
    usesDataSegments |= other.usesDataSegments;
  }
};

struct TreeOptions {
  /// With the nodes by which fuel is counted: without them, one in seven is saved.
  bool countsFuel = true;
  /// Where the nodes are made; another tree may have left it.
  Arena arena = {};
};

/// A module that has passed validation; both engines take nothing else. Immutable, shared by threads.
/// Only `valid` constructs one. Of one that was taken on trust (`valid::validateLazily`) all but the bodies has passed, and
/// each body does before its tree is built.
class ValidModule {
public:
  virtual ~ValidModule() = default;
  ValidModule(const ValidModule&) = delete;
  ValidModule& operator=(const ValidModule&) = delete;

  const wasm::Module& module() const { return module_; }
  /// The module's canonical types, for comparing types within it.
  const wasm::TypeTable& types() const { return types_; }
  /// From type index to id in `types()`.
  std::span<const wasm::TypeId> typeIds() const { return typeIds_; }
  const CodeFacts& codeFacts() const { return codeFacts_; }

  /// Builds the tree of a defined function (index in the code section). Never fails for a valid module
  /// but for limits, and of one taken on trust for a body that is not valid; thread-safe. The caller owns the tree.
  virtual Result<std::unique_ptr<Function>> buildTree(std::uint32_t definedFunction,
                                                      TreeOptions options = {}) const = 0;

  /// The name of a function from the name section, else from an export; empty if it has none. Thread-safe; built at first use.
  virtual std::string_view functionName(std::uint32_t function) const = 0;

protected:
  ValidModule(wasm::Module module, wasm::TypeTable types, std::vector<wasm::TypeId> typeIds,
              CodeFacts codeFacts)
      : module_(std::move(module)), types_(std::move(types)), typeIds_(std::move(typeIds)),
        codeFacts_(std::move(codeFacts)) {}

private:
  wasm::Module module_;
  wasm::TypeTable types_;
  std::vector<wasm::TypeId> typeIds_;
  CodeFacts codeFacts_;
};

}  // namespace wald::ir
