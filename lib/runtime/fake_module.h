#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/linker.h"
#include "runtime/module.h"

namespace wald::runtime {

/// For tests: code whose functions are functions of the host.
class FakeCode : public Code {
public:
  using Body = std::function<Outcome(Store&, const Function&, Slot*)>;

  FakeCode(wasm::Module module, std::map<std::uint32_t, Body> bodies)
      : module_(std::move(module)), bodies_(std::move(bodies)),
        entries_{Entries(module_.functions.size()), Entries(module_.functions.size())} {}

  const wasm::Module& module() const { return module_; }
  const std::atomic<const void*>* entries(MemoryMode mode) const override {
    return entries_[static_cast<std::size_t>(mode)].data();
  }
  Outcome invoke(Store& store, const Function& function, Slot* slots) const override {
    const auto body = bodies_.find(function.index);
    return body == bodies_.end() ? Outcome::Ok : body->second(store, function, slots);
  }
  std::string_view functionName(std::uint32_t) const override { return {}; }

private:
  using Entries = std::vector<std::atomic<const void*>>;
  wasm::Module module_;
  std::map<std::uint32_t, Body> bodies_;
  std::array<Entries, 2> entries_;
};

/// For tests: builds a module item by item. Imports come first, as in the binary format.
class FakeModule {
public:
  wasm::Module wasm;

  std::uint32_t type(std::vector<wasm::ValType> params, std::vector<wasm::ValType> results) {
    wasm::SubType type;
    type.comp.params = std::move(params);
    type.comp.results = std::move(results);
    return addType(std::move(type));
  }
  std::uint32_t addType(wasm::SubType type) {
    const auto index = static_cast<std::uint32_t>(wasm.types.size());
    wasm.types.push_back(std::move(type));
    wasm.recGroups.push_back({index, 1});
    return index;
  }

  void importFunction(std::string name, std::uint32_t type) {
    wasm.functions.push_back({type});
    ++wasm.importedFunctions;
    import(std::move(name), wasm::ExternKind::Func, type);
  }
  void importTable(std::string name, wasm::TableType type) {
    wasm.tables.push_back({type});
    ++wasm.importedTables;
    import(std::move(name), wasm::ExternKind::Table, type);
  }
  void importMemory(std::string name, wasm::MemoryType type) {
    wasm.memories.push_back({type});
    ++wasm.importedMemories;
    import(std::move(name), wasm::ExternKind::Memory, type);
  }
  void importGlobal(std::string name, wasm::GlobalType type) {
    wasm.globals.push_back({type});
    ++wasm.importedGlobals;
    import(std::move(name), wasm::ExternKind::Global, type);
  }
  void importTag(std::string name, std::uint32_t type) {
    wasm.tags.push_back({{type}});
    ++wasm.importedTags;
    import(std::move(name), wasm::ExternKind::Tag, wasm::TagType{type});
  }

  std::uint32_t function(std::uint32_t type, FakeCode::Body body = {}) {
    const auto index = static_cast<std::uint32_t>(wasm.functions.size());
    wasm.functions.push_back({type});
    if (body) bodies_[index] = std::move(body);
    return index;
  }
  void exportItem(std::string name, wasm::ExternKind kind, std::uint32_t index) {
    wasm.exports.push_back({std::move(name), kind, index});
  }

  wasm::ConstExpr expr(std::vector<wasm::ConstInstruction> instructions) {
    wasm::ConstExpr expr;
    expr.first = static_cast<std::uint32_t>(wasm.constants.size());
    expr.count = static_cast<std::uint32_t>(instructions.size());
    wasm.constants.insert(wasm.constants.end(), instructions.begin(), instructions.end());
    return expr;
  }
  wasm::ConstExpr i32(std::uint32_t value) {
    return expr({{.op = wasm::Opcode::I32Const, .value = value}});
  }

  void activeData(std::uint32_t place, std::string_view bytes) {
    wasm::DataSegment segment;
    segment.place = i32(place);
    segment.bytes = {static_cast<std::uint32_t>(wasm.bytes.size()),
                     static_cast<std::uint32_t>(bytes.size())};
    wasm.bytes.own().insert(wasm.bytes.own().end(), bytes.begin(), bytes.end());
    wasm.datas.push_back(segment);
  }
  void activeElements(std::uint32_t place, std::vector<std::uint32_t> functions) {
    wasm::ElemSegment segment;
    segment.place = i32(place);
    segment.type = wasm::types::funcref;
    segment.functions = std::move(functions);
    wasm.elems.push_back(std::move(segment));
  }

  /// Ends the building.
  std::shared_ptr<const Module> finish(Engine& engine) {
    auto code = std::make_shared<FakeCode>(std::move(wasm), std::move(bodies_));
    const wasm::Module& module = code->module();
    return std::make_shared<const Module>(
        Module{engine, module, engine.addTypes(module), std::move(code), "fake"});
  }

private:
  template <typename Type>
  void import(std::string name, wasm::ExternKind kind, Type type) {
    wasm.imports.push_back({"env", std::move(name), {kind, type}});
  }
  std::map<std::uint32_t, FakeCode::Body> bodies_;
};

}  // namespace wald::runtime
