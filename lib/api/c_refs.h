#pragma once

#include <memory>
#include <span>

#include "api/c_host_info.h"
#include "api/c_store.h"
#include "runtime/extern.h"
#include "runtime/instance.h"
#include "runtime/module.h"
#include "runtime/trap.h"
#include "wasm.h"

// The handles of the C API. What the API converts without a change of ownership is one object: those below are derived from one another
// as the API's types are special cases.

namespace wald::c_api {

enum class RefKind : unsigned char {
  Func,
  Global,
  Table,
  Memory,
  Tag,
  Instance,
  Module,
  Trap,
  Foreign,
  Data,  ///< anything of a guest's own
};

/// What a handle refers to: an object of somebody.
struct Identity {
  const void* owner = nullptr;  ///< null: the number says it all
  std::uint64_t object = 0;
  bool operator==(const Identity&) const = default;
};

}  // namespace wald::c_api

/// Any handle.
struct wasm_ref_t {
  virtual ~wasm_ref_t() = default;
  wasm_ref_t& operator=(const wasm_ref_t&) = delete;

  virtual wasm_ref_t* copy() const = 0;
  virtual wald::c_api::Identity identity() const = 0;
  /// The host's information on the object, null where there can be none any more. `find` gives null if there is none yet, too.
  virtual wald::c_api::HostInfo* info() = 0;
  virtual const wald::c_api::HostInfo* findInfo() const = 0;

  const wald::c_api::RefKind kind;

protected:
  explicit wasm_ref_t(wald::c_api::RefKind of) : kind(of) {}
  wasm_ref_t(const wasm_ref_t&) = default;
};

namespace wald::c_api {

/// A handle of a store's object.
template <typename Base>
struct StoreRef : Base {
  StoreRef(RefKind kind, std::shared_ptr<StoreState> of, const void* at)
      : Base(kind), state(std::move(of)), object(at) {}

  Identity identity() const final {
    return {state.get(), reinterpret_cast<std::uintptr_t>(object)};
  }
  HostInfo* info() final { return state->store() == nullptr ? nullptr : &state->infoOf(object); }
  const HostInfo* findInfo() const final { return state->findInfo(object); }
  bool isOf(const StoreState& other) const { return state.get() == &other; }
  bool isAlive() const { return state->store() != nullptr; }

  const std::shared_ptr<StoreState> state;

protected:
  const void* const object;
};

}  // namespace wald::c_api

struct wasm_extern_t : wald::c_api::StoreRef<wasm_ref_t> {
  using StoreRef::StoreRef;
  /// Requires that the store is alive.
  virtual wald::runtime::Extern value() const = 0;
};

namespace wald::c_api {

template <typename Self, typename Object, RefKind Kind>
struct ExternOf : wasm_extern_t {
  ExternOf(std::shared_ptr<StoreState> of, Object* at)
      : wasm_extern_t(Kind, std::move(of), at), pointer_(at) {}
  wasm_ref_t* copy() const final { return new Self(state, pointer_); }
  runtime::Extern value() const final { return pointer_; }
  static constexpr RefKind refKind = Kind;

  /// Null if the store has ended.
  Object* get() const { return isAlive() ? pointer_ : nullptr; }

private:
  Object* const pointer_;
};

}  // namespace wald::c_api

struct wasm_func_t final
    : wald::c_api::ExternOf<wasm_func_t, wald::runtime::Function, wald::c_api::RefKind::Func> {
  using ExternOf::ExternOf;
};
struct wasm_global_t final
    : wald::c_api::ExternOf<wasm_global_t, wald::runtime::Global, wald::c_api::RefKind::Global> {
  using ExternOf::ExternOf;
};
struct wasm_table_t final
    : wald::c_api::ExternOf<wasm_table_t, wald::runtime::Table, wald::c_api::RefKind::Table> {
  using ExternOf::ExternOf;
};
struct wasm_memory_t final
    : wald::c_api::ExternOf<wasm_memory_t, wald::runtime::Memory, wald::c_api::RefKind::Memory> {
  using ExternOf::ExternOf;
};

struct wasm_instance_t final : wald::c_api::StoreRef<wasm_ref_t> {
  wasm_instance_t(std::shared_ptr<wald::c_api::StoreState> of, wald::runtime::Instance* at)
      : StoreRef(wald::c_api::RefKind::Instance, std::move(of), at), pointer_(at) {}
  wasm_ref_t* copy() const override { return new wasm_instance_t(state, pointer_); }
  static constexpr auto refKind = wald::c_api::RefKind::Instance;
  wald::runtime::Instance* get() const { return isAlive() ? pointer_ : nullptr; }

private:
  wald::runtime::Instance* const pointer_;
};

namespace wald::c_api {

struct TagRef final : ExternOf<TagRef, runtime::Tag, RefKind::Tag> {
  using ExternOf::ExternOf;
};

/// Something that its handles own together.
template <typename Self, typename Object, RefKind Kind>
struct SharedRef : wasm_ref_t {
  explicit SharedRef(std::shared_ptr<Object> of) : wasm_ref_t(Kind), object(std::move(of)) {}
  wasm_ref_t* copy() const final { return new Self(object); }
  HostInfo* info() final { return &object->info; }
  const HostInfo* findInfo() const final { return &object->info; }
  static constexpr RefKind refKind = Kind;

  const std::shared_ptr<Object> object;
};

struct ModuleObject {
  std::shared_ptr<runtime::Engine> engine;
  std::shared_ptr<const runtime::Module> module;
  std::span<const std::uint8_t> artifact;  ///< of a compiled one
  HostInfo info;
};

struct TrapObject;

/// What a store's guests refer to, as a whole.
struct DataObject {
  std::shared_ptr<StoreState> state;
  std::shared_ptr<const runtime::Ref> held;
  HostInfo info;
};

}  // namespace wald::c_api

struct wasm_module_t final : wald::c_api::SharedRef<wasm_module_t, wald::c_api::ModuleObject,
                                                    wald::c_api::RefKind::Module> {
  using SharedRef::SharedRef;
  wald::c_api::Identity identity() const override { return {object->module.get(), 0}; }
};
struct wasm_shared_module_t {
  std::shared_ptr<wald::runtime::Engine> engine;
  std::shared_ptr<const wald::runtime::Module> module;
  std::span<const std::uint8_t> artifact;
};

/// The object is a `ForeignBox`.
struct wasm_foreign_t final : wasm_ref_t {
  wasm_foreign_t(std::shared_ptr<wald::c_api::StoreState> of,
                 std::shared_ptr<const wald::runtime::Ref> ref)
      : wasm_ref_t(wald::c_api::RefKind::Foreign), state(std::move(of)), held(std::move(ref)) {}
  wasm_ref_t* copy() const override { return new wasm_foreign_t(state, held); }
  wald::c_api::Identity identity() const override { return {state.get(), *held}; }
  wald::c_api::HostInfo* info() override;
  const wald::c_api::HostInfo* findInfo() const override;
  static constexpr auto refKind = wald::c_api::RefKind::Foreign;

  const std::shared_ptr<wald::c_api::StoreState> state;
  const std::shared_ptr<const wald::runtime::Ref> held;
};

namespace wald::c_api {

struct DataRef final : SharedRef<DataRef, DataObject, RefKind::Data> {
  using SharedRef::SharedRef;
  Identity identity() const override { return {object->state.get(), *object->held}; }
};

/// What a foreign object is to the collector.
struct ForeignBox final : HostBox {
  HostInfo info;
};

/// A handle that guests hold as an `externref`.
class HandleBox final : public HostBox {
public:
  explicit HandleBox(wasm_ref_t* ref) : handle_(ref) {}
  const wasm_ref_t* handle() const override { return handle_.get(); }

private:
  const std::unique_ptr<wasm_ref_t> handle_;
};

/// The handle as one of a kind, or null.
template <typename Ref>
auto* as(wasm_ref_t* ref) {
  return ref != nullptr && ref->kind == Ref::refKind ? static_cast<Ref*>(ref) : nullptr;
}
template <typename Ref>
auto* as(const wasm_ref_t* ref) {
  return ref != nullptr && ref->kind == Ref::refKind ? static_cast<const Ref*>(ref) : nullptr;
}
/// The same of externs, which are several kinds.
inline bool isExtern(const wasm_ref_t* ref) { return ref != nullptr && ref->kind <= RefKind::Tag; }
template <>
inline auto* as<wasm_extern_t>(wasm_ref_t* ref) {
  return isExtern(ref) ? static_cast<wasm_extern_t*>(ref) : nullptr;
}
template <>
inline auto* as<wasm_extern_t>(const wasm_ref_t* ref) {
  return isExtern(ref) ? static_cast<const wasm_extern_t*>(ref) : nullptr;
}

/// A new handle.
wasm_extern_t* newExtern(const std::shared_ptr<StoreState>& state, const runtime::Extern& value);

}  // namespace wald::c_api
