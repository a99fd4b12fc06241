#pragma once

#include <memory>
#include <optional>

#include "runtime/engine.h"
#include "runtime/extern.h"
#include "runtime/module.h"
#include "wald/c.h"
#include "wasm.h"

// Descriptions of types. They keep what a type is exactly, beyond what the C API can say.

struct wasm_valtype_t {
  wasm_valkind_t kind = WASM_I32;
  wald::wasm::ValType exact;
  /// Whose ids `exact` is over, if it names a defined type.
  std::shared_ptr<wald::runtime::Engine> engine;
};

struct wasm_externtype_t {
  virtual ~wasm_externtype_t() = default;
  wasm_externtype_t& operator=(const wasm_externtype_t&) = delete;
  virtual wasm_externtype_t* copy() const = 0;
  const wasm_externkind_t kind;

protected:
  explicit wasm_externtype_t(wasm_externkind_t of) : kind(of) {}
  wasm_externtype_t(const wasm_externtype_t&) = default;
};

struct wasm_functype_t final : wasm_externtype_t {
  /// Takes both.
  wasm_functype_t(const wasm_valtype_vec_t& of, const wasm_valtype_vec_t& gives)
      : wasm_externtype_t(WASM_EXTERN_FUNC), params(of), results(gives) {}
  ~wasm_functype_t() override;
  wasm_externtype_t* copy() const override;
  static constexpr wasm_externkind_t externKind = WASM_EXTERN_FUNC;

  wasm_valtype_vec_t params;
  wasm_valtype_vec_t results;
  /// Of a type that came from an engine.
  std::shared_ptr<wald::runtime::Engine> engine;
  wald::wasm::TypeId id = 0;
};

struct wasm_globaltype_t final : wasm_externtype_t {
  wasm_globaltype_t(const wasm_valtype_t& of, bool isVar)
      : wasm_externtype_t(WASM_EXTERN_GLOBAL), content(of), isMutable(isVar) {}
  wasm_externtype_t* copy() const override { return new wasm_globaltype_t(*this); }
  static constexpr wasm_externkind_t externKind = WASM_EXTERN_GLOBAL;

  wasm_valtype_t content;
  bool isMutable;
};

struct wasm_tabletype_t final : wasm_externtype_t {
  /// Of the exact type the element is that of `of`.
  wasm_tabletype_t(const wasm_valtype_t& of, const wald::wasm::TableType& type);
  wasm_externtype_t* copy() const override { return new wasm_tabletype_t(*this); }
  static constexpr wasm_externkind_t externKind = WASM_EXTERN_TABLE;

  wasm_valtype_t element;
  wald::wasm::TableType exact;
  wasm_limits_t limits;
};

struct wasm_memorytype_t final : wasm_externtype_t {
  explicit wasm_memorytype_t(const wald::wasm::MemoryType& type);
  wasm_externtype_t* copy() const override { return new wasm_memorytype_t(*this); }
  static constexpr wasm_externkind_t externKind = WASM_EXTERN_MEMORY;

  wald::wasm::MemoryType exact;
  wasm_limits_t limits;
};

namespace wald::c_api {

struct TagType final : wasm_externtype_t {
  TagType() : wasm_externtype_t(WALD_EXTERN_TAG) {}
  wasm_externtype_t* copy() const override { return new TagType; }
};

using EnginePtr = std::shared_ptr<runtime::Engine>;

/// The kind by which the C API knows a type.
wasm_valkind_t kindOf(const EnginePtr& engine, wasm::ValType type);
/// A type over the engine's ids.
wasm_valtype_t describe(const EnginePtr& engine, wasm::ValType type);
wasm_functype_t* newFuncType(const EnginePtr& engine, wasm::TypeId id);
wasm_globaltype_t* newGlobalType(const EnginePtr& engine, const wasm::GlobalType& type);
wasm_tabletype_t* newTableType(const EnginePtr& engine, const wasm::TableType& type);
/// The type of an import or export of a module.
wasm_externtype_t* newExternType(const EnginePtr& engine, const runtime::Module& module,
                                 const wasm::ExternType& type);
/// What is there, with its present size.
wasm_externtype_t* newExternType(const EnginePtr& engine, const runtime::Extern& value);

/// The type in an engine, over its ids. None if it is of another one.
std::optional<wasm::ValType> typeIn(const EnginePtr& engine, const wasm_valtype_t& type);
std::optional<wasm::TypeId> typeIn(const EnginePtr& engine, const wasm_functype_t& type);

}  // namespace wald::c_api
