#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/context.h"
#include "runtime/extern.h"
#include "runtime/module.h"

namespace wald::runtime {

/// A module instance ("Execution › Module Instances"). Owned by its store.
class Instance {
public:
  const Module& module() const { return *module_; }
  Store& store() const { return *context_.store; }
  Context& context() { return context_; }

  /// The function object for an index, made when first asked for.
  Function* function(std::uint32_t index);
  Table* table(std::uint32_t index) const { return tables_[index]; }
  Memory* memory(std::uint32_t index) const { return memories_[index]; }
  Global* global(std::uint32_t index) const { return globals_[index]; }
  Tag* tag(std::uint32_t index) const { return tags_[index]; }

  /// An export by name; none if there is none.
  std::optional<Extern> exported(std::string_view name);
  /// The memory that host functions see: the one exported as "memory", else memory 0, else null.
  Memory* hostMemory() const { return hostMemory_; }

  /// The elements of a segment; empty once it was dropped.
  std::span<const Ref> elements(std::uint32_t segment) const { return elems_[segment]; }
  std::span<const std::uint8_t> data(std::uint32_t segment) const { return datas_[segment]; }
  void dropElements(std::uint32_t segment) { std::vector<Ref>().swap(elems_[segment]); }
  void dropData(std::uint32_t segment) { datas_[segment] = {}; }

private:
  friend class Instantiator;
  friend class Store;
  Instance() = default;
  Extern externOf(wasm::ExternKind kind, std::uint32_t index);
  void makeEnterable(Function& function);

  Context context_;
  std::shared_ptr<const Module> module_;
  const std::atomic<const void*>* code_ = nullptr;
  std::vector<Function*> functions_;
  std::vector<Table*> tables_;
  std::vector<Memory*> memories_;
  std::vector<Global*> globals_;
  std::vector<Tag*> tags_;
  std::vector<std::vector<Ref>> elems_;
  std::vector<std::span<const std::uint8_t>> datas_;
  Memory* hostMemory_ = nullptr;
  /// From names to places in the module's exports: of large modules only, made when first asked.
  std::unordered_map<std::string_view, std::uint32_t> exportIndices_;
};

}  // namespace wald::runtime
