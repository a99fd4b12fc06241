#include <limits>
#include <type_traits>

#include "interp/dispatch.h"
#include "interp/handlers.h"
#include "interp/operand.h"
#include "runtime/global.h"

namespace wald::interp {

namespace {

template <Kind K, Src S, Dst D>
void move(WALD_HANDLER_PARAMS) {
  const auto value = fetch<K, S>(pc + headBytes, fp, acc, facc);
  put<K, D>(value, pc + headBytes + sizeOf(K, S), fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + sizeOf(K, S) + sizeOf(D)));
}

template <Kind K, Src A, Src B, Src C, Dst D>
void select(WALD_HANDLER_PARAMS) {
  constexpr unsigned aSize = sizeOf(K, A);
  constexpr unsigned abSize = aSize + sizeOf(K, B);
  constexpr unsigned operands = abSize + sizeOf(Kind::I32, C);
  const auto a = fetch<K, A>(pc + headBytes, fp, acc, facc);
  const auto b = fetch<K, B>(pc + headBytes + aSize, fp, acc, facc);
  const auto condition = fetch<Kind::I32, C>(pc + headBytes + abSize, fp, acc, facc);
  put<K, D>(condition != 0 ? a : b, pc + headBytes + operands, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + operands + sizeOf(D)));
}

/// Operands: value, offset of the link.
template <Kind K, Src S>
void returnOne(WALD_HANDLER_PARAMS) {
  const auto value = fetch<K, S>(pc + headBytes, fp, acc, facc);
  const auto* link = reinterpret_cast<const Link*>(slotAt(pc + headBytes + sizeOf(K, S), fp));
  if constexpr (K == Kind::I32) {
    writeAt<std::uint64_t>(fp, value);
  } else {
    writeAt(fp, value);
  }
  const Link to = *link;
  fp = to.callerFrame;
  WALD_NEXT(to.returnPc);
}

/// Operands: global (4 bytes), destination.
template <Kind K, Dst D>
void globalGet(WALD_HANDLER_PARAMS) {
  const auto* global = ctx->globals[readAt<std::uint32_t>(pc + headBytes)];
  const auto value = readAt<wasm::Carrier<K>>(reinterpret_cast<const std::uint8_t*>(global->slots));
  put<K, D>(value, pc + headBytes + 4, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + 4 + sizeOf(D)));
}

/// Operands: value, global (4 bytes).
template <Kind K, Src S>
void globalSet(WALD_HANDLER_PARAMS) {
  auto* global = ctx->globals[readAt<std::uint32_t>(pc + headBytes + sizeOf(K, S))];
  const auto value = fetch<K, S>(pc + headBytes, fp, acc, facc);
  auto* slot = reinterpret_cast<std::uint8_t*>(global->slots);
  if constexpr (isWide(K)) {
    writeAt(slot, value);
  } else {
    writeAt<std::uint64_t>(slot, std::bit_cast<std::uint32_t>(value));
  }
  WALD_NEXT(pc + padded(headBytes + sizeOf(K, S) + 4));
}

/// The five carriers; references travel as 64-bit integers.
unsigned carrierIndex(Kind kind) { return kind == Kind::Ref ? 1 : static_cast<unsigned>(kind); }

template <Kind K>
Handler moveOf(Src src, Dst dst) {
  static constexpr Handler table[] = {
      move<K, Src::Slot, Dst::Slot>, move<K, Src::Slot, Dst::Acc>, move<K, Src::Const, Dst::Slot>,
      move<K, Src::Const, Dst::Acc>, move<K, Src::Acc, Dst::Slot>, nullptr,
  };
  return table[static_cast<unsigned>(src) * 2 + static_cast<unsigned>(dst)];
}

template <Kind K, Src A, Src B>
Handler selectOf(Src condition, Dst dst) {
  static constexpr Handler table[] = {
      select<K, A, B, Src::Slot, Dst::Slot>,
      select<K, A, B, Src::Slot, Dst::Acc>,
      select<K, A, B, Src::Acc, Dst::Slot>,
      select<K, A, B, Src::Acc, Dst::Acc>,
  };
  return table[(condition == Src::Acc ? 2 : 0) + static_cast<unsigned>(dst)];
}

template <Kind K>
Handler selectOf(Src a, Src b, Src condition, Dst dst) {
  if (a == Src::Slot && b == Src::Slot) return selectOf<K, Src::Slot, Src::Slot>(condition, dst);
  if constexpr (K == Kind::V128) return nullptr;
  if (a == Src::Slot) return selectOf<K, Src::Slot, Src::Const>(condition, dst);
  if (b == Src::Slot) return selectOf<K, Src::Const, Src::Slot>(condition, dst);
  return selectOf<K, Src::Const, Src::Const>(condition, dst);
}

/// Operand: destination. Looks at the first `Count` lanes of the accumulator.
template <Kind K, typename Lanes, unsigned Count, Dst D>
void canonicalNan(WALD_HANDLER_PARAMS) {
  auto lanes = reinterpret_cast<Lanes>(facc);
  using Lane = std::remove_cvref_t<decltype(lanes[0])>;
  for (unsigned i = 0; i < Count; ++i) {
    if (lanes[i] != lanes[i]) lanes[i] = std::numeric_limits<Lane>::quiet_NaN();
  }
  facc = reinterpret_cast<FloatAcc>(lanes);
  put<K, D>(fetch<K, Src::Acc>(nullptr, fp, acc, facc), pc + headBytes, fp, acc, facc);
  WALD_NEXT(pc + padded(headBytes + sizeOf(D)));
}

template <Dst D>
Handler canonicalNanTo(wasm::NanLanes lanes) {
  switch (lanes) {
    case wasm::NanLanes::None: break;
    case wasm::NanLanes::F32: return canonicalNan<Kind::F32, FloatAcc, 1, D>;
    case wasm::NanLanes::F64: return canonicalNan<Kind::F64, DoubleLanes, 1, D>;
    case wasm::NanLanes::F32x4: return canonicalNan<Kind::V128, FloatAcc, 4, D>;
    case wasm::NanLanes::F64x2: return canonicalNan<Kind::V128, DoubleLanes, 2, D>;
  }
  return nullptr;
}

}  // namespace

Handler canonicalNanHandler(wasm::NanLanes lanes, Dst dst) {
  return dst == Dst::Slot ? canonicalNanTo<Dst::Slot>(lanes) : canonicalNanTo<Dst::Acc>(lanes);
}

Handler moveHandler(Kind kind, Src src, Dst dst) {
  static constexpr Handler (*table[])(Src, Dst) = {moveOf<Kind::I32>, moveOf<Kind::I64>,
                                                   moveOf<Kind::F32>, moveOf<Kind::F64>,
                                                   moveOf<Kind::V128>};
  return table[carrierIndex(kind)](src, dst);
}

Handler selectHandler(Kind kind, Src a, Src b, Src condition, Dst dst) {
  static constexpr Handler (*table[])(Src, Src, Src, Dst) = {
      selectOf<Kind::I32>, selectOf<Kind::I64>, selectOf<Kind::F32>, selectOf<Kind::F64>,
      selectOf<Kind::V128>};
  return table[carrierIndex(kind)](a, b, condition, dst);
}

Handler returnHandler(Kind kind, Src src) {
  static constexpr Handler table[] = {
      returnOne<Kind::I32, Src::Slot>,  returnOne<Kind::I32, Src::Const>,
      returnOne<Kind::I32, Src::Acc>,   returnOne<Kind::I64, Src::Slot>,
      returnOne<Kind::I64, Src::Const>, returnOne<Kind::I64, Src::Acc>,
      returnOne<Kind::F32, Src::Slot>,  returnOne<Kind::F32, Src::Const>,
      returnOne<Kind::F32, Src::Acc>,   returnOne<Kind::F64, Src::Slot>,
      returnOne<Kind::F64, Src::Const>, returnOne<Kind::F64, Src::Acc>,
      returnOne<Kind::V128, Src::Slot>, nullptr,
      returnOne<Kind::V128, Src::Acc>,
  };
  return table[carrierIndex(kind) * 3 + static_cast<unsigned>(src)];
}

Handler globalGetHandler(Kind kind, Dst dst) {
  static constexpr Handler table[] = {
      globalGet<Kind::I32, Dst::Slot>,  globalGet<Kind::I32, Dst::Acc>,
      globalGet<Kind::I64, Dst::Slot>,  globalGet<Kind::I64, Dst::Acc>,
      globalGet<Kind::F32, Dst::Slot>,  globalGet<Kind::F32, Dst::Acc>,
      globalGet<Kind::F64, Dst::Slot>,  globalGet<Kind::F64, Dst::Acc>,
      globalGet<Kind::V128, Dst::Slot>, globalGet<Kind::V128, Dst::Acc>,
  };
  return table[carrierIndex(kind) * 2 + static_cast<unsigned>(dst)];
}

Handler globalSetHandler(Kind kind, Src src) {
  static constexpr Handler table[] = {
      globalSet<Kind::I32, Src::Slot>,  globalSet<Kind::I32, Src::Const>,
      globalSet<Kind::I32, Src::Acc>,   globalSet<Kind::I64, Src::Slot>,
      globalSet<Kind::I64, Src::Const>, globalSet<Kind::I64, Src::Acc>,
      globalSet<Kind::F32, Src::Slot>,  globalSet<Kind::F32, Src::Const>,
      globalSet<Kind::F32, Src::Acc>,   globalSet<Kind::F64, Src::Slot>,
      globalSet<Kind::F64, Src::Const>, globalSet<Kind::F64, Src::Acc>,
      globalSet<Kind::V128, Src::Slot>, nullptr,
      globalSet<Kind::V128, Src::Acc>,
  };
  return table[carrierIndex(kind) * 3 + static_cast<unsigned>(src)];
}

}  // namespace wald::interp
