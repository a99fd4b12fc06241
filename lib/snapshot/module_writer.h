#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/instance.h"
#include "snapshot/code_uses.h"
#include "snapshot/constants.h"
#include "snapshot/memory_image.h"
#include "snapshot/snapshot.h"

namespace wald::snapshot {

/// Changes the module of an instance to a snapshot of it; `snapshotOf` is its interface.
class ModuleWriter {
public:
  explicit ModuleWriter(runtime::Instance& instance);

  Result<void> takeGlobals();
  Result<void> takeTables();
  Result<void> takeMemories();
  Result<void> changeExports(const ExportChanges& changes);
  void dropStart() { module_.start.reset(); }
  Result<std::vector<std::uint8_t>> write();

private:
  /// Bytes that the module refers to are put behind its own.
  wasm::ByteRange add(std::span<const std::uint8_t> bytes);
  wasm::ConstExpr addExpression(std::span<const std::uint8_t> bytes) {
    return {.bytes = add(bytes)};
  }

  // module_writer_tables.cpp
  struct Element {
    std::uint64_t index;
    runtime::Ref ref;
  };
  Result<void> takeTable(std::uint32_t index, std::vector<wasm::ElemSegment>& added);
  Result<wasm::ElemSegment> elementsOf(std::uint32_t table, std::span<const Element> elements);
  Result<void> checkPassiveElements();
  void replaceElements(std::vector<wasm::ElemSegment> added);
  void declareFunctions(const std::set<std::uint32_t>& functions);

  // module_writer_memories.cpp
  wasm::DataSegment dataOf(const MemoryRun& run);
  void replaceData(std::span<const MemoryRun> runs);
  void dropDataNames();

  runtime::Instance& instance_;
  const wasm::Module& original_;
  wasm::Module module_;
  Constants constants_;
  CodeUses uses_;
};

/// "global 3 can't be in a snapshot: it holds an exception".
Error cannotHold(std::string_view place, const Error& what);

}  // namespace wald::snapshot
