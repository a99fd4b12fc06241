#pragma once

#include "runtime/cast.h"
#include "runtime/operation.h"

namespace wald::runtime {

// Instructions on references, and arithmetic on 128 bits.

template <>
inline wasm::TrapKind perform<wasm::Opcode::RefFunc>(Operation& op) {
  op.result = toRef(op.instance().function(op.a));
  return wasm::TrapKind::None;
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::RefAsNonNull>(Operation& op) {
  op.result = op.operands[0];
  return op.result == 0 ? wasm::TrapKind::NullReference : wasm::TrapKind::None;
}

namespace detail {

/// The test of an instruction whose target type, over the module's types, is `a`.
inline CastTest castTest(const Operation& op) {
  const auto target = wasm::ValType::fromBits(op.a);
  const Engine& engine = op.context.store->engine();
  const wasm::HeapType heap = target.heap();
  if (!heap.isDefined()) return makeCastTest(engine, target);
  const wasm::TypeId id = op.context.types[heap.index()];
  const auto& type = op.instance().module().wasm.types[heap.index()];
  const bool isFunction = type.comp.kind == wasm::CompKind::Func;
  // The heap knows structures and arrays, and takes no lock.
  const TypeInfo& info = isFunction ? engine.infoOf(id) : op.heap().infoOf(id);
  return {.kind = isFunction ? CastTest::Kind::Function : CastTest::Kind::Object,
          .nullable = target.isNullable(),
          .type = id,
          .depth = info.depth};
}

inline bool passesCast(const Operation& op) {
  return passes(op.context.store->engine(), op.heap(), castTest(op), op.operands[0]);
}

inline wasm::TrapKind test(Operation& op) {
  op.result = passesCast(op) ? 1 : 0;
  return wasm::TrapKind::None;
}

inline wasm::TrapKind cast(Operation& op) {
  op.result = op.operands[0];
  return passesCast(op) ? wasm::TrapKind::None : wasm::TrapKind::CastFailure;
}

}  // namespace detail

template <>
inline wasm::TrapKind perform<wasm::Opcode::RefTest>(Operation& op) {
  return detail::test(op);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::RefTestNull>(Operation& op) {
  return detail::test(op);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::RefCast>(Operation& op) {
  return detail::cast(op);
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::RefCastNull>(Operation& op) {
  return detail::cast(op);
}

namespace detail {

// Neither is standard C++, both compilers have them.
__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

inline Wide wide(const Slot* low) { return Wide{low[1]} << 64 | low[0]; }

/// Two results, which take the place of the operands.
inline wasm::TrapKind putWide(Operation& op, Wide value) {
  op.operands[0] = static_cast<Slot>(value);
  op.operands[1] = static_cast<Slot>(value >> 64);
  return wasm::TrapKind::None;
}

}  // namespace detail

template <>
inline wasm::TrapKind perform<wasm::Opcode::I64Add128>(Operation& op) {
  return detail::putWide(op, detail::wide(op.operands) + detail::wide(op.operands + 2));
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::I64Sub128>(Operation& op) {
  return detail::putWide(op, detail::wide(op.operands) - detail::wide(op.operands + 2));
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::I64MulWideS>(Operation& op) {
  const auto factor = [&](unsigned i) {
    return detail::SignedWide{static_cast<std::int64_t>(op.operands[i])};
  };
  return detail::putWide(op, static_cast<detail::Wide>(factor(0) * factor(1)));
}

template <>
inline wasm::TrapKind perform<wasm::Opcode::I64MulWideU>(Operation& op) {
  return detail::putWide(op, detail::Wide{op.operands[0]} * op.operands[1]);
}

}  // namespace wald::runtime
