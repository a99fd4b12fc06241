#include "api/c_types.h"

#include <algorithm>

#include "api/c_vectors.h"
#include "runtime/cast.h"
#include "wasm/limits.h"
#include "wasm/type_table.h"

namespace wald::c_api {

namespace {

std::uint32_t clamped(std::uint64_t number) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(number, wasm_limits_max_default));
}

wasm_limits_t toC(const wasm::Limits& limits) {
  return {clamped(limits.min), limits.max ? clamped(*limits.max) : wasm_limits_max_default};
}

std::optional<wasm::Limits> fromC(const wasm_limits_t* limits, std::uint64_t most) {
  if (limits == nullptr || limits->min > limits->max) return std::nullopt;
  wasm::Limits made{limits->min, {}};
  if (limits->max != wasm_limits_max_default) made.max = limits->max;
  if (made.min > most || made.max.value_or(0) > most) return std::nullopt;
  return made;
}

wasm_valtype_vec_t describeAll(const EnginePtr& engine, const std::vector<wasm::ValType>& types) {
  wasm_valtype_vec_t vector;
  wasm_valtype_vec_new_uninitialized(&vector, types.size());
  for (std::size_t i = 0; i < vector.size; ++i) {
    vector.data[i] = new wasm_valtype_t(describe(engine, types[i]));
  }
  return vector;
}

/// None if one of them is of another engine.
std::optional<std::vector<wasm::ValType>> typesIn(const EnginePtr& engine,
                                                  const wasm_valtype_vec_t& types) {
  std::vector<wasm::ValType> list;
  for (const wasm_valtype_t* type : elementsOf(&types)) {
    const auto in = typeIn(engine, *type);
    if (!in) return std::nullopt;
    list.push_back(*in);
  }
  return list;
}

bool isComplete(const wasm_valtype_vec_t& types, std::size_t most) {
  const auto elements = elementsOf(&types);
  return elements.size() <= most && std::ranges::find(elements, nullptr) == elements.end();
}

wasm_valtype_vec_t take(wasm_valtype_vec_t* vector) {
  wasm_valtype_vec_t taken = WASM_EMPTY_VEC;
  if (vector != nullptr) std::swap(taken, *vector);
  return taken;
}

}  // namespace

wasm_valkind_t kindOf(const EnginePtr& engine, wasm::ValType type) {
  switch (type.kind()) {
    case wasm::Kind::I32: return WASM_I32;
    case wasm::Kind::I64: return WASM_I64;
    case wasm::Kind::F32: return WASM_F32;
    case wasm::Kind::F64: return WASM_F64;
    case wasm::Kind::V128: return WALD_V128;
    case wasm::Kind::Ref: break;
  }
  return runtime::topOf(*engine, type.heap()) == wasm::AbsHeap::Func
             ? static_cast<wasm_valkind_t>(WASM_FUNCREF)
             : static_cast<wasm_valkind_t>(WASM_EXTERNREF);
}

wasm_valtype_t describe(const EnginePtr& engine, wasm::ValType type) {
  const bool isDefined = type.isRef() && type.heap().isDefined();
  return {kindOf(engine, type), type, isDefined ? engine : nullptr};
}

wasm_functype_t* newFuncType(const EnginePtr& engine, wasm::TypeId id) {
  const wasm::CompType& type = engine->typeOf(id);
  auto* made =
      new wasm_functype_t(describeAll(engine, type.params), describeAll(engine, type.results));
  made->engine = engine;
  made->id = id;
  return made;
}

wasm_globaltype_t* newGlobalType(const EnginePtr& engine, const wasm::GlobalType& type) {
  return new wasm_globaltype_t(describe(engine, type.type), type.isMutable);
}

wasm_tabletype_t* newTableType(const EnginePtr& engine, const wasm::TableType& type) {
  return new wasm_tabletype_t(describe(engine, type.element), type);
}

wasm_externtype_t* newExternType(const EnginePtr& engine, const runtime::Module& module,
                                 const wasm::ExternType& type) {
  switch (type.kind) {
    case wasm::ExternKind::Func: return newFuncType(engine, module.types[type.func()]);
    case wasm::ExternKind::Memory: return new wasm_memorytype_t(type.memory());
    case wasm::ExternKind::Table: {
      wasm::TableType table = type.table();
      table.element = wasm::toIds(table.element, module.types);
      return newTableType(engine, table);
    }
    case wasm::ExternKind::Global: {
      wasm::GlobalType global = type.global();
      global.type = wasm::toIds(global.type, module.types);
      return newGlobalType(engine, global);
    }
    case wasm::ExternKind::Tag: break;
  }
  return new TagType;
}

wasm_externtype_t* newExternType(const EnginePtr& engine, const runtime::Extern& value) {
  switch (runtime::kindOf(value)) {
    case wasm::ExternKind::Func:
      return newFuncType(engine, std::get<runtime::Function*>(value)->type);
    case wasm::ExternKind::Table: {
      const auto* table = std::get<runtime::Table*>(value);
      wasm::TableType type = table->type();
      type.limits.min = table->size();
      return newTableType(engine, type);
    }
    case wasm::ExternKind::Memory: {
      const auto* memory = std::get<runtime::Memory*>(value);
      wasm::MemoryType type = memory->type();
      type.limits.min = memory->pages();
      return new wasm_memorytype_t(type);
    }
    case wasm::ExternKind::Global:
      return newGlobalType(engine, std::get<runtime::Global*>(value)->type);
    case wasm::ExternKind::Tag: break;
  }
  return new TagType;
}

std::optional<wasm::ValType> typeIn(const EnginePtr& engine, const wasm_valtype_t& type) {
  if (type.engine != nullptr && type.engine != engine) return std::nullopt;
  return type.exact;
}

std::optional<wasm::TypeId> typeIn(const EnginePtr& engine, const wasm_functype_t& type) {
  if (type.engine == engine) return type.id;
  auto params = typesIn(engine, type.params);
  auto results = typesIn(engine, type.results);
  if (!params || !results) return std::nullopt;
  return engine->addFunctionType(std::move(*params), std::move(*results));
}

}  // namespace wald::c_api

using namespace wald;

wasm_functype_t::~wasm_functype_t() {
  wasm_valtype_vec_delete(&params);
  wasm_valtype_vec_delete(&results);
}

wasm_externtype_t* wasm_functype_t::copy() const {
  wasm_valtype_vec_t both[2];
  wasm_valtype_vec_copy(&both[0], &params);
  wasm_valtype_vec_copy(&both[1], &results);
  auto* made = new wasm_functype_t(both[0], both[1]);
  made->engine = engine;
  made->id = id;
  return made;
}

wasm_tabletype_t::wasm_tabletype_t(const wasm_valtype_t& of, const wasm::TableType& type)
    : wasm_externtype_t(WASM_EXTERN_TABLE), element(of), exact(type),
      limits(c_api::toC(type.limits)) {
  exact.element = of.exact;
}

wasm_memorytype_t::wasm_memorytype_t(const wasm::MemoryType& type)
    : wasm_externtype_t(WASM_EXTERN_MEMORY), exact(type), limits(c_api::toC(type.limits)) {}

wasm_valtype_t* wasm_valtype_new(wasm_valkind_t kind) {
  switch (kind) {
    case WASM_I32: return new wasm_valtype_t{kind, wasm::types::i32, nullptr};
    case WASM_I64: return new wasm_valtype_t{kind, wasm::types::i64, nullptr};
    case WASM_F32: return new wasm_valtype_t{kind, wasm::types::f32, nullptr};
    case WASM_F64: return new wasm_valtype_t{kind, wasm::types::f64, nullptr};
    case WALD_V128: return new wasm_valtype_t{kind, wasm::types::v128, nullptr};
    case WASM_EXTERNREF: return new wasm_valtype_t{kind, wasm::types::externref, nullptr};
    case WASM_FUNCREF: return new wasm_valtype_t{kind, wasm::types::funcref, nullptr};
    default: return nullptr;
  }
}

wasm_valkind_t wasm_valtype_kind(const wasm_valtype_t* type) {
  return type == nullptr ? static_cast<wasm_valkind_t>(WASM_I32) : type->kind;
}

void wasm_valtype_delete(wasm_valtype_t* object) { delete object; }

wasm_valtype_t* wasm_valtype_copy(const wasm_valtype_t* type) {
  return type == nullptr ? nullptr : new wasm_valtype_t(*type);
}

wasm_functype_t* wasm_functype_new(wasm_valtype_vec_t* params, wasm_valtype_vec_t* results) {
  auto made = std::make_unique<wasm_functype_t>(c_api::take(params), c_api::take(results));
  const bool isComplete = c_api::isComplete(made->params, wasm::limits::functionParams) &&
                          c_api::isComplete(made->results, wasm::limits::functionResults);
  return isComplete ? made.release() : nullptr;
}

const wasm_valtype_vec_t* wasm_functype_params(const wasm_functype_t* type) {
  return type == nullptr ? nullptr : &type->params;
}

const wasm_valtype_vec_t* wasm_functype_results(const wasm_functype_t* type) {
  return type == nullptr ? nullptr : &type->results;
}

wasm_globaltype_t* wasm_globaltype_new(wasm_valtype_t* content, wasm_mutability_t mutability) {
  const std::unique_ptr<wasm_valtype_t> taken(content);
  if (taken == nullptr || mutability > WASM_VAR) return nullptr;
  return new wasm_globaltype_t(*taken, mutability == WASM_VAR);
}

const wasm_valtype_t* wasm_globaltype_content(const wasm_globaltype_t* type) {
  return type == nullptr ? nullptr : &type->content;
}

wasm_mutability_t wasm_globaltype_mutability(const wasm_globaltype_t* type) {
  return type != nullptr && type->isMutable ? WASM_VAR : WASM_CONST;
}

wasm_tabletype_t* wasm_tabletype_new(wasm_valtype_t* element, const wasm_limits_t* limits) {
  const std::unique_ptr<wasm_valtype_t> taken(element);
  const auto made = c_api::fromC(limits, wasm_limits_max_default);
  if (taken == nullptr || !taken->exact.isRef() || !made) return nullptr;
  return new wasm_tabletype_t(*taken, {.limits = *made});
}

const wasm_valtype_t* wasm_tabletype_element(const wasm_tabletype_t* type) {
  return type == nullptr ? nullptr : &type->element;
}

const wasm_limits_t* wasm_tabletype_limits(const wasm_tabletype_t* type) {
  return type == nullptr ? nullptr : &type->limits;
}

wasm_memorytype_t* wasm_memorytype_new(const wasm_limits_t* limits) {
  constexpr std::uint64_t mostPages = 65'536;
  const auto made = c_api::fromC(limits, mostPages);
  return made ? new wasm_memorytype_t({.limits = *made}) : nullptr;
}

const wasm_limits_t* wasm_memorytype_limits(const wasm_memorytype_t* type) {
  return type == nullptr ? nullptr : &type->limits;
}
