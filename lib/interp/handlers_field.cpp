#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "runtime/cast.h"
#include "runtime/store.h"

namespace wald::interp {

using runtime::CastTest;
using runtime::Object;
using runtime::Ref;
using runtime::Storage;
using wasm::TrapKind;

namespace {

constexpr Kind kindOf(Storage storage) { return wasm::ValType(storage).kind(); }

/// The C++ type of what lies in an object.
template <Storage S, bool IsSigned>
constexpr auto storedType() {
  if constexpr (S == Storage::I8) {
    return std::conditional_t<IsSigned, std::int8_t, std::uint8_t>{};
  } else if constexpr (S == Storage::I16) {
    return std::conditional_t<IsSigned, std::int16_t, std::uint16_t>{};
  } else {
    return wasm::Carrier<kindOf(S)>{};
  }
}
template <Storage S, bool IsSigned>
using Stored = decltype(storedType<S, IsSigned>());

template <Storage S, bool IsSigned>
wasm::Carrier<kindOf(S)> extend(Stored<S, IsSigned> value) {
  if constexpr (std::is_signed_v<Stored<S, IsSigned>> && kindOf(S) == Kind::I32) {
    return static_cast<std::uint32_t>(std::int32_t{value});
  } else {
    return wasm::Carrier<kindOf(S)>(value);
  }
}

template <Src S>
inline Ref fetchRef(const std::uint8_t* at, std::uint8_t* fp, std::uint64_t acc, FloatAcc facc) {
  return fetch<Kind::Ref, S>(at, fp, acc, facc);
}

/// Operands: reference, offset of the field (4 bytes), destination.
template <Storage T, bool IsSigned, Src R, Dst D>
void structGet(WALD_HANDLER_PARAMS) {
  constexpr unsigned rSize = sizeOf(Kind::Ref, R);
  const Ref ref = fetchRef<R>(pc + headBytes, fp, acc, facc);
  if (ref == 0) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullStructReference);
  const auto* object = reinterpret_cast<const std::uint8_t*>(ref);
  const auto value =
      readAt<Stored<T, IsSigned>>(object + readAt<std::uint32_t>(pc + headBytes + rSize));
  put<kindOf(T), D>(extend<T, IsSigned>(value), pc + headBytes + rSize + 4, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + rSize + 4 + sizeOf(D)));
}

/// Operands: slot of the reference, value, offset of the field (4 bytes).
template <Storage T, Src V>
void structSet(WALD_HANDLER_PARAMS) {
  constexpr Kind kind = kindOf(T);
  constexpr unsigned vSize = sizeOf(kind, V);
  const Ref ref = fetchRef<Src::Slot>(pc + headBytes, fp, acc, facc);
  if (ref == 0) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullStructReference);
  const auto value = fetch<kind, V>(pc + headBytes + 4, fp, acc, facc);
  auto* object = reinterpret_cast<std::uint8_t*>(ref);
  writeAt(object + readAt<std::uint32_t>(pc + headBytes + 4 + vSize),
          static_cast<Stored<T, false>>(value));
  WALD_NEXT(pc + padded(headBytes + 8 + vSize));
}

/// Operands: slot of the reference, index, destination.
template <Storage T, bool IsSigned, Src I, Dst D>
void arrayGet(WALD_HANDLER_PARAMS) {
  constexpr unsigned iSize = sizeOf(Kind::I32, I);
  using Element = Stored<T, IsSigned>;
  const Ref ref = fetchRef<Src::Slot>(pc + headBytes, fp, acc, facc);
  const std::uint64_t index = fetch<Kind::I32, I>(pc + headBytes + 4, fp, acc, facc);
  if (ref == 0) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullArrayReference);
  const Object& array = *runtime::toObject(ref);
  if (index >= array.length) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::ArrayOutOfBounds);
  const auto value = readAt<Element>(array.contents() + index * sizeof(Element));
  put<kindOf(T), D>(extend<T, IsSigned>(value), pc + headBytes + 4 + iSize, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + 4 + iSize + sizeOf(D)));
}

/// Operands: slots of the reference and of the index, value.
template <Storage T, Src V>
void arraySet(WALD_HANDLER_PARAMS) {
  constexpr Kind kind = kindOf(T);
  using Element = Stored<T, false>;
  const Ref ref = fetchRef<Src::Slot>(pc + headBytes, fp, acc, facc);
  const std::uint64_t index = fetch<Kind::I32, Src::Slot>(pc + headBytes + 4, fp, acc, facc);
  const auto value = fetch<kind, V>(pc + headBytes + 8, fp, acc, facc);
  if (ref == 0) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullArrayReference);
  Object& array = *runtime::toObject(ref);
  if (index >= array.length) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::ArrayOutOfBounds);
  writeAt(array.contents() + index * sizeof(Element), static_cast<Element>(value));
  WALD_NEXT(pc + padded(headBytes + 8 + sizeOf(kind, V)));
}

// Operands of the following: reference (of `ref.i31` an i32), destination.

template <Src S, Dst D>
void arrayLen(WALD_HANDLER_PARAMS) {
  constexpr unsigned size = sizeOf(Kind::Ref, S);
  const Ref ref = fetchRef<S>(pc + headBytes, fp, acc, facc);
  if (ref == 0) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullArrayReference);
  put<Kind::I32, D>(runtime::toObject(ref)->length, pc + headBytes + size, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + size + sizeOf(D)));
}

template <Src S, Dst D>
void refI31(WALD_HANDLER_PARAMS) {
  constexpr unsigned size = sizeOf(Kind::I32, S);
  const std::uint32_t value = fetch<Kind::I32, S>(pc + headBytes, fp, acc, facc);
  put<Kind::Ref, D>(runtime::i31Ref(value), pc + headBytes + size, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + size + sizeOf(D)));
}

template <bool IsSigned, Src S, Dst D>
void i31Get(WALD_HANDLER_PARAMS) {
  constexpr unsigned size = sizeOf(Kind::Ref, S);
  const Ref ref = fetchRef<S>(pc + headBytes, fp, acc, facc);
  if (ref == 0) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::NullI31Reference);
  const auto value =
      IsSigned ? static_cast<std::uint32_t>(runtime::i31Signed(ref)) : runtime::i31Unsigned(ref);
  put<Kind::I32, D>(value, pc + headBytes + size, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + size + sizeOf(D)));
}

// Casts have a test behind the reference.

constexpr unsigned testSize = sizeof(CastTest);
static_assert(testSize == 12);

inline bool passesAt(const std::uint8_t* at, Ref ref, const Context* ctx) {
  return passes(ctx->store->engine(), ctx->store->heap(), readAt<CastTest>(at), ref);
}

template <Src S, Dst D>
void refTest(WALD_HANDLER_PARAMS) {
  constexpr unsigned size = sizeOf(Kind::Ref, S) + testSize;
  const Ref ref = fetchRef<S>(pc + headBytes, fp, acc, facc);
  const bool result = passesAt(pc + headBytes + sizeOf(Kind::Ref, S), ref, ctx);
  put<Kind::I32, D>(result ? 1 : 0, pc + headBytes + size, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + size + sizeOf(D)));
}

template <Src S, Dst D>
void refCast(WALD_HANDLER_PARAMS) {
  constexpr unsigned size = sizeOf(Kind::Ref, S) + testSize;
  const Ref ref = fetchRef<S>(pc + headBytes, fp, acc, facc);
  if (!passesAt(pc + headBytes + sizeOf(Kind::Ref, S), ref, ctx)) [[unlikely]]
    WALD_TRAP_WITH(TrapKind::CastFailure);
  put<Kind::Ref, D>(ref, pc + headBytes + size, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + size + sizeOf(D)));
}

template <Storage T, bool IsSigned>
Handler getterOf(bool array, Src operand, Dst dst) {
  using enum Src;
  static constexpr Handler structs[] = {
      structGet<T, IsSigned, Slot, Dst::Slot>, structGet<T, IsSigned, Slot, Dst::Acc>,
      structGet<T, IsSigned, Acc, Dst::Slot>, structGet<T, IsSigned, Acc, Dst::Acc>};
  static constexpr Handler arrays[] = {
      arrayGet<T, IsSigned, Slot, Dst::Slot>,  arrayGet<T, IsSigned, Slot, Dst::Acc>,
      arrayGet<T, IsSigned, Const, Dst::Slot>, arrayGet<T, IsSigned, Const, Dst::Acc>,
      arrayGet<T, IsSigned, Acc, Dst::Slot>,   arrayGet<T, IsSigned, Acc, Dst::Acc>};
  const unsigned to = dst == Dst::Acc ? 1 : 0;
  if (array) return arrays[static_cast<unsigned>(operand) * 2 + to];
  return operand == Const ? nullptr : structs[(operand == Acc ? 2 : 0) + to];
}

template <Storage T>
Handler setterOf(bool array, Src value) {
  static constexpr Handler table[2][3] = {
      {structSet<T, Src::Slot>, structSet<T, Src::Const>, structSet<T, Src::Acc>},
      {arraySet<T, Src::Slot>, arraySet<T, Src::Const>, arraySet<T, Src::Acc>}};
  return table[array ? 1 : 0][static_cast<unsigned>(value)];
}

Handler pick(const Handler (&table)[2][2], Src src, Dst dst) {
  return table[src == Src::Acc ? 1 : 0][dst == Dst::Acc ? 1 : 0];
}

}  // namespace

Handler getFieldHandler(bool array, Storage storage, bool isSigned, Src operand, Dst dst) {
  switch (storage) {
    case Storage::I8:
      return isSigned ? getterOf<Storage::I8, true>(array, operand, dst)
                      : getterOf<Storage::I8, false>(array, operand, dst);
    case Storage::I16:
      return isSigned ? getterOf<Storage::I16, true>(array, operand, dst)
                      : getterOf<Storage::I16, false>(array, operand, dst);
    case Storage::I32: return getterOf<Storage::I32, false>(array, operand, dst);
    case Storage::I64: return getterOf<Storage::I64, false>(array, operand, dst);
    case Storage::F32: return getterOf<Storage::F32, false>(array, operand, dst);
    case Storage::F64: return getterOf<Storage::F64, false>(array, operand, dst);
    case Storage::V128: return getterOf<Storage::V128, false>(array, operand, dst);
    case Storage::Ref: return getterOf<Storage::Ref, false>(array, operand, dst);
    case Storage::Bottom: break;
  }
  return nullptr;
}

Handler setFieldHandler(bool array, Storage storage, Src value) {
  switch (storage) {
    case Storage::I8: return setterOf<Storage::I8>(array, value);
    case Storage::I16: return setterOf<Storage::I16>(array, value);
    case Storage::I32: return setterOf<Storage::I32>(array, value);
    case Storage::I64: return setterOf<Storage::I64>(array, value);
    case Storage::F32: return setterOf<Storage::F32>(array, value);
    case Storage::F64: return setterOf<Storage::F64>(array, value);
    case Storage::V128: return setterOf<Storage::V128>(array, value);
    case Storage::Ref: return setterOf<Storage::Ref>(array, value);
    case Storage::Bottom: break;
  }
  return nullptr;
}

Handler referenceHandler(Opcode op, Src src, Dst dst) {
#define WALD_BY_PLACE(op, name, ...) \
  case Opcode::op: { \
    static constexpr Handler table[2][2] = { \
        {name<__VA_ARGS__ Src::Slot, Dst::Slot>, name<__VA_ARGS__ Src::Slot, Dst::Acc>}, \
        {name<__VA_ARGS__ Src::Acc, Dst::Slot>, name<__VA_ARGS__ Src::Acc, Dst::Acc>}}; \
    return pick(table, src, dst); \
  }
#define WALD_WITH(argument) argument,
  switch (op) {
    WALD_BY_PLACE(ArrayLen, arrayLen)
    WALD_BY_PLACE(RefI31, refI31)
    WALD_BY_PLACE(I31GetS, i31Get, WALD_WITH(true))
    WALD_BY_PLACE(I31GetU, i31Get, WALD_WITH(false))
    WALD_BY_PLACE(RefTest, refTest)
    WALD_BY_PLACE(RefTestNull, refTest)
    WALD_BY_PLACE(RefCast, refCast)
    WALD_BY_PLACE(RefCastNull, refCast)
    default: return nullptr;
  }
#undef WALD_WITH
#undef WALD_BY_PLACE
}

namespace handlers {

/// Operands: slot of the reference, test, target.
void branchOnCast(WALD_HANDLER_PARAMS) {
  const Ref ref = fetchRef<Src::Slot>(pc + headBytes, fp, acc, facc);
  if (passesAt(pc + headBytes + 4, ref, ctx)) {
    WALD_NEXT(pc + readAt<std::int32_t>(pc + headBytes + 4 + testSize));
  }
  WALD_NEXT(pc + padded(headBytes + 8 + testSize));
}

void branchOnCastFail(WALD_HANDLER_PARAMS) {
  const Ref ref = fetchRef<Src::Slot>(pc + headBytes, fp, acc, facc);
  if (!passesAt(pc + headBytes + 4, ref, ctx)) {
    WALD_NEXT(pc + readAt<std::int32_t>(pc + headBytes + 4 + testSize));
  }
  WALD_NEXT(pc + padded(headBytes + 8 + testSize));
}

}  // namespace handlers

}  // namespace wald::interp
