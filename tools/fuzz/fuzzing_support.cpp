#include "fuzzing_support.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "runtime/call_values.h"
#include "runtime/cast.h"
#include "runtime/objects.h"

namespace wald::fuzz {

using runtime::Outcome;
using runtime::Slot;
using runtime::Value;
using wasm::AbsHeap;

namespace {

constexpr std::string_view moduleName = "fuzzing-support";
/// What an exception of the host carries.
constexpr std::uint64_t hostErrorPayload = 0xbad;

/// Whether a value of a type cannot pass between JavaScript and a guest.
bool stopsAtBoundary(const runtime::Engine& engine, wasm::ValType type) {
  if (type.isVec()) return true;
  return type.isRef() && runtime::topOf(engine, type.heap()) == AbsHeap::Exn;
}

std::string printFloat(double value) {
  return std::isnan(value) ? "nan" : fmt::format("{}", value);
}

}  // namespace

Result<void> FuzzingSupport::provide(const runtime::Module& module, runtime::Linker& linker) {
  struct Known {
    std::string_view name;
    decltype(Import::entry) entry;
  };
  static constexpr Known known[] = {
      {"throw", &FuzzingSupport::throwTag},
      {"table-get", &FuzzingSupport::tableGet},
      {"table-set", &FuzzingSupport::tableSet},
      {"call-export", &FuzzingSupport::callExport},
      {"call-export-catch", &FuzzingSupport::callExportCatch},
      {"call-ref", &FuzzingSupport::callRef},
      {"call-ref-catch", &FuzzingSupport::callRefCatch},
      {"sleep", &FuzzingSupport::sleep},
  };
  auto& engine = store_.engine();
  guestTag_ = store_.addTag(engine.addFunctionType({wasm::types::i32}, {}));
  hostTag_ = store_.addTag(engine.addFunctionType({wasm::types::externref}, {}));
  linker.define(moduleName, "wasmtag", guestTag_);
  linker.define(moduleName, "jstag", hostTag_);
  for (const wasm::Import& import : module.wasm.imports) {
    if (import.type.kind == wasm::ExternKind::Global) {
      // A number made of the names, which the fuzzer's interpreter has too.
      std::uint64_t payload = 0;
      for (const char c : import.module + import.name) {
        payload = (payload + static_cast<unsigned char>(c)) % 251;
      }
      const wasm::GlobalType type{wasm::toIds(import.type.global().type, module.types), false};
      linker.define(import.module, import.name, store_.addGlobal(type, runtime::hostRef(payload)));
    }
    if (import.type.kind != wasm::ExternKind::Func || import.module != moduleName) continue;
    auto entry = &FuzzingSupport::log;
    if (!import.name.starts_with("log-")) {
      const auto* found = std::ranges::find(known, import.name, &Known::name);
      if (found == std::end(known)) {
        return Error(ErrorKind::Unsupported, fmt::format("no function {}", import.name));
      }
      entry = found->entry;
    }
    const wasm::TypeId type = module.types[import.type.func()];
    auto& made = imports_.emplace_back(new Import{this, entry, type});
    linker.define(import.module, import.name, store_.addHostFunction(type, enter, made.get()));
  }
  return {};
}

Outcome FuzzingSupport::enter(void* import, runtime::Caller, Slot* slots) {
  const auto& self = *static_cast<const Import*>(import);
  return (self.support->*self.entry)(self, slots);
}

std::string FuzzingSupport::print(const Value& value) const {
  using Code = wasm::ValType::Code;
  switch (value.type.code()) {
    case Code::I32: return fmt::format("{}", static_cast<std::int32_t>(value.low));
    case Code::I64: return fmt::format("{}", static_cast<std::int64_t>(value.low));
    case Code::F32: return printFloat(value.asF32());
    case Code::F64: return printFloat(value.asF64());
    case Code::V128:
      return fmt::format("i32x4 {:#010x} {:#010x} {:#010x} {:#010x}",
                         static_cast<std::uint32_t>(value.low), value.low >> 32,
                         static_cast<std::uint32_t>(value.high), value.high >> 32);
    default: break;
  }
  if (value.low == 0) return "null";
  const AbsHeap top = runtime::topOf(store_.engine(), value.type.heap());
  if (top == AbsHeap::Func) return "function";
  if (top != AbsHeap::Exn && runtime::isI31(value.low)) {
    return fmt::format("i31ref({})", runtime::i31Signed(value.low));
  }
  if (top != AbsHeap::Exn && runtime::isHostRef(value.low)) {
    const std::uint64_t payload = runtime::hostValue(value.low);
    return payload == hostErrorPayload ? "jserror" : fmt::format("externref({})", payload);
  }
  return "object";
}

/// An i64 goes as its two halves, as it does through JavaScript.
Outcome FuzzingSupport::log(const Import& import, Slot* slots) {
  const auto& params = store_.engine().typeOf(import.type).params;
  const std::span all(slots, runtime::slotsOf(params));
  std::string line = "log";
  for (const Value& value : runtime::unpackValues(params, all)) {
    if (value.type == wasm::types::i64) {
      line += fmt::format(" {} {}", static_cast<std::int32_t>(value.low),
                          static_cast<std::int32_t>(value.low >> 32));
    } else {
      line += ' ' + print(value);
    }
  }
  fmt::print(out_, "{}\n", line);
  return Outcome::Ok;
}

Outcome FuzzingSupport::throwHostError() {
  const Slot payload = runtime::hostRef(hostErrorPayload);
  auto& heap = store_.heap();
  return store_.raiseException(
      runtime::newException(heap, heap.infoOf(hostTag_->type), hostTag_, &payload));
}

Outcome FuzzingSupport::throwTag(const Import&, Slot* slots) {
  if (static_cast<std::uint32_t>(slots[0]) == 0) return throwHostError();
  auto& heap = store_.heap();
  return store_.raiseException(
      runtime::newException(heap, heap.infoOf(guestTag_->type), guestTag_, slots));
}

runtime::Table* FuzzingSupport::exportedTable() const {
  const auto found = instance_ ? instance_->exported("table") : std::nullopt;
  auto* const* table = found ? std::get_if<runtime::Table*>(&*found) : nullptr;
  return table ? *table : nullptr;
}

Outcome FuzzingSupport::tableGet(const Import&, Slot* slots) {
  const runtime::Table* table = exportedTable();
  if (!table || static_cast<std::uint32_t>(slots[0]) >= table->size()) return throwHostError();
  slots[0] = table->data()[static_cast<std::uint32_t>(slots[0])];
  return Outcome::Ok;
}

Outcome FuzzingSupport::tableSet(const Import&, Slot* slots) {
  const runtime::Table* table = exportedTable();
  if (!table || static_cast<std::uint32_t>(slots[0]) >= table->size()) return throwHostError();
  table->data()[static_cast<std::uint32_t>(slots[0])] = slots[1];
  return Outcome::Ok;
}

const runtime::Function* FuzzingSupport::exportAt(std::uint32_t index) const {
  if (!instance_) return nullptr;
  const auto& exports = instance_->module().wasm.exports;
  if (index >= exports.size() || exports[index].kind != wasm::ExternKind::Func) return nullptr;
  return instance_->function(exports[index].index);
}

/// With zeros as arguments, where JavaScript could pass them.
Outcome FuzzingSupport::call(const runtime::Function* function) {
  if (!function) return throwHostError();
  const auto& engine = store_.engine();
  const wasm::CompType& type = engine.typeOf(function->type);
  for (const auto param : type.params) {
    if (param == wasm::types::i64 || stopsAtBoundary(engine, param) || !param.isDefaultable()) {
      return throwHostError();
    }
  }
  for (const auto result : type.results) {
    if (stopsAtBoundary(engine, result)) return throwHostError();
  }
  runtime::Slots slots(std::max(function->paramSlots, function->resultSlots) + std::size_t{1});
  const runtime::TemporaryRoots roots(store_.heap(), slots);
  auto trap = store_.callSlots(*function, slots.data());
  return trap ? store_.raise(std::move(trap)) : Outcome::Ok;
}

/// An exception becomes a result of 1; traps go on.
Outcome FuzzingSupport::caught(Outcome outcome, Slot* slots) {
  if (outcome != Outcome::Ok) {
    if (!store_.pendingTrap()->exception) return outcome;
    store_.takeTrap();
  }
  slots[0] = outcome == Outcome::Ok ? 0 : 1;
  return Outcome::Ok;
}

Outcome FuzzingSupport::callExport(const Import&, Slot* slots) {
  return call(exportAt(static_cast<std::uint32_t>(slots[0])));
}
Outcome FuzzingSupport::callExportCatch(const Import&, Slot* slots) {
  return caught(call(exportAt(static_cast<std::uint32_t>(slots[0]))), slots);
}
Outcome FuzzingSupport::callRef(const Import&, Slot* slots) {
  return call(runtime::toFunction(slots[0]));
}
Outcome FuzzingSupport::callRefCatch(const Import&, Slot* slots) {
  return caught(call(runtime::toFunction(slots[0])), slots);
}

/// Does not sleep: gives back the second argument.
Outcome FuzzingSupport::sleep(const Import&, Slot* slots) {
  slots[0] = slots[1];
  return Outcome::Ok;
}

}  // namespace wald::fuzz
