#include "snapshot/module_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "binary/decoder.h"
#include "binary/encoder.h"
#include "support/excerpt.h"

namespace wald::snapshot {

namespace {

using wasm::SectionId;

/// Those that a snapshot has of its own; the others, code above all, stay as they are.
constexpr SectionId changedSections[] = {
    SectionId::Table, SectionId::Memory,  SectionId::Global,    SectionId::Export,
    SectionId::Start, SectionId::Element, SectionId::DataCount, SectionId::Data,
};

/// With bytes of its own, which may grow.
wasm::Module copyOf(const wasm::Module& module) {
  wasm::Module copy = module;
  copy.bytes = std::vector<std::uint8_t>(module.bytes.begin(), module.bytes.end());
  return copy;
}

Error unsupported(std::string_view what, std::uint32_t offset) {
  return Error(ErrorKind::Unsupported, what).at(offset);
}

}  // namespace

Error cannotHold(std::string_view place, const Error& what) {
  return Error(what.kind(),
               fmt::format("{} can't be in a snapshot: it holds {}", place, what.message()));
}

Result<void> checkModule(const wasm::Module& module) {
  for (const wasm::Import& import : module.imports) {
    if (import.type.kind == wasm::ExternKind::Func) continue;
    return unsupported(fmt::format("a snapshot can't have a {} of another module: \"{}\" \"{}\" is "
                                   "imported",
                                   wasm::toString(import.type.kind), printable(import.module),
                                   printable(import.name)),
                       import.offset);
  }
  for (std::size_t i = 0; i < module.memories.size(); ++i) {
    if (!module.memories[i].type.shared) continue;
    return unsupported(
        fmt::format("a snapshot can't have a memory that threads share: memory {} is", i),
        module.memories[i].offset);
  }
  return {};
}

ModuleWriter::ModuleWriter(runtime::Instance& instance)
    : instance_(instance), original_(instance.module().wasm), module_(copyOf(original_)),
      constants_(instance), uses_(usesOf(original_)) {}

wasm::ByteRange ModuleWriter::add(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint8_t>& own = module_.bytes.own();
  const auto offset = static_cast<std::uint32_t>(own.size());
  own.insert(own.end(), bytes.begin(), bytes.end());
  return {offset, static_cast<std::uint32_t>(bytes.size())};
}

/// Those that are not mutable keep their initialisers.
Result<void> ModuleWriter::takeGlobals() {
  for (std::uint32_t i = 0; i < module_.globals.size(); ++i) {
    wasm::Global& global = module_.globals[i];
    const runtime::Slot* const slots = instance_.global(i)->slots;
    if (!global.type.isMutable) {
      const auto checked = constants_.checkMadeAgain(global.type.type, slots[0]);
      if (!checked) return cannotHold(fmt::format("global {}", i), checked.error());
      continue;
    }
    const auto expression = constants_.expression(global.type.type, slots[0], slots[1], i);
    if (!expression) return cannotHold(fmt::format("global {}", i), expression.error());
    global.init = addExpression(*expression);
  }
  return {};
}

Result<void> ModuleWriter::changeExports(const ExportChanges& changes) {
  auto& exports = module_.exports;
  const auto named = [](const std::string& name) {
    return [&name](const wasm::Export& item) { return item.name == name; };
  };
  for (const auto& [newName, oldName] : changes.renamed) {
    if (std::ranges::none_of(exports, named(oldName))) {
      return Error(ErrorKind::Usage,
                   fmt::format("no export has the name \"{}\"", printable(oldName)));
    }
    if (newName == oldName) continue;
    std::erase_if(exports, named(newName));
    std::ranges::find_if(exports, named(oldName))->name = newName;
  }
  for (const std::string& name : changes.removed) std::erase_if(exports, named(name));
  return {};
}

Result<std::vector<std::uint8_t>> ModuleWriter::write() {
  const auto encode = [this] {
    return binary::encodeChanged(module_, original_.bytes, changedSections);
  };
  auto bytes = encode();
  if (uses_.functions.empty()) return bytes;
  // What code refers to may have been declared by an export or a segment that is gone.
  WALD_TRY_ASSIGN(written, binary::decodeModule(bytes, original_.features));
  std::set<std::uint32_t> missing = uses_.functions;
  for (const std::uint32_t function : declaredFunctions(written)) missing.erase(function);
  if (missing.empty()) return std::move(written.bytes.own());
  declareFunctions(missing);
  return encode();
}

Result<std::vector<std::uint8_t>> snapshotOf(runtime::Instance& instance,
                                             const ExportChanges& exports) {
  ModuleWriter writer(instance);
  WALD_TRY(writer.takeGlobals());
  WALD_TRY(writer.takeTables());
  WALD_TRY(writer.takeMemories());
  WALD_TRY(writer.changeExports(exports));
  writer.dropStart();
  return writer.write();
}

}  // namespace wald::snapshot
