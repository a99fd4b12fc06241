#include <cstring>

#include <fmt/format.h>

#include "runtime/const_eval.h"
#include "runtime/import_match.h"
#include "runtime/linker.h"
#include "runtime/shared_access.h"

namespace wald::runtime {

/// The steps of instantiation ("Execution › Modules › Instantiation"), in their order. Up to
/// `publish` a failure leaves nothing behind; after it the instance stays, whatever happens.
class Instantiator {
public:
  Instantiator(Store& store, std::shared_ptr<const Module> module)
      : store_(store), module_(std::move(module)), wasm_(module_->wasm), owner_(new Instance()),
        instance_(*owner_) {
    instance_.module_ = module_;
    instance_.context_.store = &store_;
    instance_.context_.instance = &instance_;
    outer_ = std::exchange(store_.building_, &instance_);
  }
  ~Instantiator() { store_.building_ = outer_; }
  Instantiator(const Instantiator&) = delete;
  Instantiator& operator=(const Instantiator&) = delete;

  Result<void> takeImports(std::span<const Extern> imports);
  Result<void> allocate();
  void publish() { store_.instances_.push_back(std::move(owner_)); }
  Result<TrapPtr> initialize();

  Instance& instance() { return instance_; }

private:
  void takeImport(const Extern& value);
  Result<void> allocateMemories();
  Result<void> bindCode();
  void knowTypes();
  Result<void> allocateGlobals();
  Result<void> allocateTables();
  void allocateTags();
  Result<void> evaluateElements();
  Result<std::vector<Ref>> elementsOf(const wasm::ElemSegment& segment);
  void fillContext();
  Result<TrapPtr> applyElements(std::uint32_t index);
  bool isInImage(const wasm::DataSegment& segment) const;
  Result<TrapPtr> applyData(std::uint32_t index);
  TrapPtr trap(wasm::TrapKind kind, std::string detail);

  Store& store_;
  std::shared_ptr<const Module> module_;
  const wasm::Module& wasm_;
  std::unique_ptr<Instance> owner_;
  Instance& instance_;
  Instance* outer_ = nullptr;
};

Result<void> Instantiator::takeImports(std::span<const Extern> imports) {
  if (imports.size() != wasm_.imports.size()) {
    return Error(ErrorKind::Internal,
                 fmt::format("{} imports are given for {}", imports.size(), wasm_.imports.size()));
  }
  for (std::size_t i = 0; i < imports.size(); ++i) {
    const wasm::Import& import = wasm_.imports[i];
    if (matchesImport(*module_, imports[i], import.type)) {
      takeImport(imports[i]);
      continue;
    }
    return Error(ErrorCode::IncompatibleImport,
                 fmt::format("\"{}\" \"{}\": {} is expected, {} is given", import.module,
                             import.name, describe(wasm_, import.type),
                             describe(store_.engine(), imports[i])))
        .at(import.offset);
  }
  return {};
}

void Instantiator::takeImport(const Extern& value) {
  switch (kindOf(value)) {
    case wasm::ExternKind::Func: instance_.functions_.push_back(std::get<Function*>(value)); break;
    case wasm::ExternKind::Table: instance_.tables_.push_back(std::get<Table*>(value)); break;
    case wasm::ExternKind::Memory: instance_.memories_.push_back(std::get<Memory*>(value)); break;
    case wasm::ExternKind::Global: instance_.globals_.push_back(std::get<Global*>(value)); break;
    case wasm::ExternKind::Tag: instance_.tags_.push_back(std::get<Tag*>(value)); break;
  }
}

Result<void> Instantiator::allocate() {
  const Store::Mark mark = store_.mark();
  const auto steps = [this]() -> Result<void> {
    // Memories first: whether memory 0 is guarded decides which code the functions have.
    WALD_TRY(allocateMemories());
    WALD_TRY(bindCode());
    knowTypes();
    WALD_TRY(allocateGlobals());
    WALD_TRY(allocateTables());
    WALD_TRY(evaluateElements());
    return {};
  };
  if (auto result = steps(); !result) {
    store_.rollBack(mark);
    return result;
  }
  allocateTags();
  fillContext();
  return {};
}

Result<void> Instantiator::allocateMemories() {
  for (std::size_t i = wasm_.importedMemories; i < wasm_.memories.size(); ++i) {
    const auto index = static_cast<std::uint32_t>(i);
    // Who keeps memories keeps what they begin with.
    auto image = store_.engine().pool() == nullptr ? nullptr : module_->images->of(wasm_, index);
    auto memory = store_.addMemory(wasm_.memories[i].type, std::move(image));
    if (!memory) {
      return std::move(memory).error().at(wasm_.memories[i].offset);
    }
    instance_.memories_.push_back(*memory);
  }
  return {};
}

Result<void> Instantiator::bindCode() {
  const auto& memories = instance_.memories_;
  const auto mode = memories.empty() ? MemoryMode::Guarded : memories[0]->mode();
  instance_.code_ = module_->code->entries(mode);
  instance_.functions_.resize(wasm_.functions.size(), nullptr);
  return module_->code->prepare(store_, memories);
}

/// The heap has to know what objects of the module look like: of its structures, arrays and tags.
void Instantiator::knowTypes() {
  const Engine& engine = store_.engine();
  for (std::size_t i = 0; i < wasm_.types.size(); ++i) {
    if (wasm_.types[i].comp.kind == wasm::CompKind::Func) continue;
    store_.heap().know(engine.infoOf(module_->types[i]));
  }
}

Result<void> Instantiator::allocateGlobals() {
  instance_.globals_.reserve(wasm_.globals.size());
  for (std::size_t i = wasm_.importedGlobals; i < wasm_.globals.size(); ++i) {
    const wasm::Global& global = wasm_.globals[i];
    WALD_TRY_ASSIGN(value, evaluate(global.init, instance_));
    const wasm::GlobalType type{toIds(global.type.type, module_->types), global.type.isMutable};
    instance_.globals_.push_back(store_.addGlobal(type, value.low, value.high));
  }
  return {};
}

Result<void> Instantiator::allocateTables() {
  for (std::size_t i = wasm_.importedTables; i < wasm_.tables.size(); ++i) {
    const wasm::Table& table = wasm_.tables[i];
    Ref init = 0;
    if (table.init) {
      WALD_TRY_ASSIGN(value, evaluate(*table.init, instance_));
      init = value.low;
    }
    wasm::TableType type = table.type;
    type.element = toIds(type.element, module_->types);
    auto allocated = store_.addTable(type, init);
    if (!allocated) return std::move(allocated).error().at(table.offset);
    instance_.tables_.push_back(*allocated);
  }
  return {};
}

void Instantiator::allocateTags() {
  for (std::size_t i = wasm_.importedTags; i < wasm_.tags.size(); ++i) {
    instance_.tags_.push_back(store_.addTag(module_->types[wasm_.tags[i].type.type]));
  }
}

Result<void> Instantiator::evaluateElements() {
  instance_.elems_.resize(wasm_.elems.size());
  for (std::size_t i = 0; i < wasm_.elems.size(); ++i) {
    // A declarative segment is dropped before anything can see it.
    if (wasm_.elems[i].mode == wasm::SegmentMode::Declarative) continue;
    WALD_TRY_ASSIGN(elements, elementsOf(wasm_.elems[i]));
    instance_.elems_[i] = std::move(elements);
  }
  return {};
}

Result<std::vector<Ref>> Instantiator::elementsOf(const wasm::ElemSegment& segment) {
  Slots elements;
  elements.reserve(segment.size());
  const TemporaryRoots roots(store_.heap(), elements);
  if (!segment.usesExpressions) {
    for (const auto index : segment.functions) {
      elements.push_back(toRef(instance_.function(index)));
    }
    return elements;
  }
  for (const auto& expression : segment.expressions) {
    WALD_TRY_ASSIGN(value, evaluate(expression, instance_));
    elements.push_back(value.low);
  }
  return elements;
}

void Instantiator::fillContext() {
  Context& context = instance_.context_;
  context.memory0 = instance_.memories_.empty() ? nullptr : instance_.memories_[0];
  context.globals = instance_.globals_.data();
  context.tables = instance_.tables_.data();
  context.memories = instance_.memories_.data();
  context.functions = instance_.functions_.data();
  context.types = module_->types.data();
  context.stackLimit = store_.stackLimit();
  context.memoryBase = context.memory0 == nullptr ? nullptr : context.memory0->base();
  context.tags = instance_.tags_.data();
  context.native = &store_.native();
  context.overflow = context.native->overflow;
  context.callOut = reinterpret_cast<const void*>(&waldNativeCallOut);

  instance_.hostMemory_ = context.memory0;
  for (const auto& item : wasm_.exports) {
    if (item.kind == wasm::ExternKind::Memory && item.name == "memory") {
      instance_.hostMemory_ = instance_.memories_[item.index];
    }
  }
  instance_.datas_.reserve(wasm_.datas.size());
  for (const auto& segment : wasm_.datas) instance_.datas_.push_back(wasm_.view(segment.bytes));
}

/// Whether a memory of the instance's own began with the segment's data.
bool Instantiator::isInImage(const wasm::DataSegment& segment) const {
  return segment.memory >= wasm_.importedMemories && instance_.memory(segment.memory)->hasImage();
}

TrapPtr Instantiator::trap(wasm::TrapKind kind, std::string detail) {
  store_.raise(kind, std::move(detail));
  return store_.takeTrap();
}

Result<TrapPtr> Instantiator::applyElements(std::uint32_t index) {
  const wasm::ElemSegment& segment = wasm_.elems[index];
  WALD_TRY_ASSIGN(place, evaluate(segment.place, instance_));
  Table& table = *instance_.table(segment.table);
  const auto elements = instance_.elements(index);
  if (!table.contains(place.low, elements.size())) {
    return trap(wasm::TrapKind::TableOutOfBounds,
                fmt::format("element segment {} has {} elements for index {} of a table of {}",
                            index, elements.size(), place.low, table.size()));
  }
  if (!elements.empty()) {
    std::memcpy(table.data() + place.low, elements.data(), elements.size_bytes());
  }
  instance_.dropElements(index);
  return TrapPtr();
}

Result<TrapPtr> Instantiator::applyData(std::uint32_t index) {
  const wasm::DataSegment& segment = wasm_.datas[index];
  WALD_TRY_ASSIGN(place, evaluate(segment.place, instance_));
  Memory& memory = *instance_.memory(segment.memory);
  const auto data = instance_.data(index);
  if (!memory.contains(place.low, data.size())) {
    return trap(wasm::TrapKind::MemoryOutOfBounds,
                fmt::format("data segment {} has {} bytes for address {:#x} of a memory of {:#x}",
                            index, data.size(), place.low, memory.size()));
  }
  if (memory.isShared()) {
    copyRelaxed(memory.base() + place.low, data.data(), data.size());
  } else if (!data.empty()) {
    std::memcpy(memory.base() + place.low, data.data(), data.size());
  }
  instance_.dropData(index);
  return TrapPtr();
}

Result<TrapPtr> Instantiator::initialize() {
  for (std::uint32_t i = 0; i < wasm_.elems.size(); ++i) {
    if (wasm_.elems[i].mode != wasm::SegmentMode::Active) continue;
    WALD_TRY_ASSIGN(trap, applyElements(i));
    if (trap) return std::move(trap);
  }
  for (std::uint32_t i = 0; i < wasm_.datas.size(); ++i) {
    if (wasm_.datas[i].mode != wasm::SegmentMode::Active) continue;
    if (isInImage(wasm_.datas[i])) {
      instance_.dropData(i);
      continue;
    }
    WALD_TRY_ASSIGN(trap, applyData(i));
    if (trap) return std::move(trap);
  }
  if (!wasm_.start) return TrapPtr();
  Slot none = 0;
  return store_.callSlots(*instance_.function(*wasm_.start), &none);
}

Result<Instantiation> instantiate(Store& store, std::shared_ptr<const Module> module,
                                  std::span<const Extern> imports) {
  if (!store.quota().addInstance()) {
    return Error(ErrorCode::LimitExceeded,
                 fmt::format("{} instances are allowed", store.limits().instances));
  }
  Instantiator steps(store, std::move(module));
  auto made = steps.takeImports(imports);
  if (made) made = steps.allocate();
  if (!made) {
    store.quota().removeInstance();
    return std::move(made).error();
  }
  steps.publish();
  WALD_TRY_ASSIGN(trap, steps.initialize());
  if (trap) return Instantiation{nullptr, std::move(trap)};
  return Instantiation{&steps.instance(), nullptr};
}

}  // namespace wald::runtime
