#include "codegen/function_emitter.h"

// Accesses to linear memories. They are volatile: each happens, and in order, because each may trap.

namespace wald::codegen {

namespace native = wasm::native;
using llvm::Value;
using wasm::ShapeKind;
using wasm::shapeOf;

namespace {

/// Whether a guard covers all that a memory's addresses and offsets can reach.
bool canBeGuarded(const wasm::MemoryType& type) {
  constexpr unsigned standardPageLog2 = 16;
  return type.address == wasm::AddressType::I32 && type.pageSizeLog2 == standardPageLog2;
}

unsigned bytesOf(const wasm::Shape& shape) {
  return shape.kind == ShapeKind::LoadExtend ? 8 : shape.bits / 8u;
}

}  // namespace

Value* FunctionEmitter::memoryObject(std::uint32_t index) {
  return entryOf(native::context::memories, index);
}

Value* FunctionEmitter::memorySize(std::uint32_t index) {
  llvm::LoadInst* const size = builder_.CreateLoad(
      builder_.getInt64Ty(), pointerAt(memoryObject(index), native::memory::size));
  // Another thread may make a shared memory grow.
  size->setAtomic(llvm::AtomicOrdering::Monotonic);
  size->setAlignment(llvm::Align(8));
  return size;
}

/// Where an access of so many bytes goes.
Value* FunctionEmitter::address(const Node& node, Value* index, unsigned bytes) {
  const wasm::MemoryType& type = wasm_.memories[node.a].type;
  const bool isGuarded = module_.options().guardedMemory && node.a == 0 && canBeGuarded(type);
  if (!isGuarded) return checkedAddress(node, index, bytes);
  Value* place = builder_.CreateZExt(index, builder_.getInt64Ty());
  if (node.value != 0) place = builder_.CreateAdd(place, word(node.value), "", true, true);
  return builder_.CreateGEP(builder_.getInt8Ty(), base_, place);
}

Value* FunctionEmitter::checkedAddress(const Node& node, Value* index, unsigned bytes) {
  Value* place = builder_.CreateZExt(index, builder_.getInt64Ty());
  if (node.value != 0) {
    Value* const sum = builder_.CreateIntrinsic(llvm::Intrinsic::uadd_with_overflow,
                                                {builder_.getInt64Ty()}, {place, word(node.value)});
    if (index->getType()->isIntegerTy(64)) {
      trapIf(builder_.CreateExtractValue(sum, {1u}), TrapKind::MemoryOutOfBounds);
    }
    place = builder_.CreateExtractValue(sum, {0u});
  }
  Value* const size = memorySize(node.a);
  Value* const isBehind = builder_.CreateICmpUGT(place, size);
  Value* const isTooLong = builder_.CreateICmpULT(builder_.CreateSub(size, place), word(bytes));
  trapIf(builder_.CreateOr(isBehind, isTooLong), TrapKind::MemoryOutOfBounds);
  Value* const base = node.a == 0
                          ? base_
                          : invariantLoad(builder_.getPtrTy(),
                                          pointerAt(memoryObject(node.a), native::memory::base));
  return builder_.CreateGEP(builder_.getInt8Ty(), base, place);
}

Value* FunctionEmitter::loadAt(llvm::Type* type, Value* at) {
  return builder_.CreateAlignedLoad(type, at, llvm::Align(1), true);
}

void FunctionEmitter::storeAt(Value* value, Value* at) {
  builder_.CreateAlignedStore(value, at, llvm::Align(1), true);
}

Value* FunctionEmitter::load(const Node& node) {
  const wasm::Shape shape = shapeOf(node.op);
  Value* const index = value(*node.kids[0]);
  if (shape.type == Kind::V128) {
    Value* const vector = shape.kind == ShapeKind::LoadLane ? value(*node.kids[1]) : nullptr;
    at(node);
    Value* const place = address(node, index, bytesOf(shape));
    if (vector == nullptr) return vectorLoad(node, place);
    llvm::Type* const lane = builder_.getIntNTy(shape.bits);
    Value* const loaded = loadAt(lane, place);
    return pack(builder_.CreateInsertElement(lanes(vector, lane), loaded, std::uint64_t{node.c}));
  }
  at(node);
  Value* const place = address(node, index, bytesOf(shape));
  llvm::Type* const type = module_.typeOf(shape.type);
  if (shape.extension == wasm::Extension::None) return loadAt(type, place);
  Value* const narrow = loadAt(builder_.getIntNTy(shape.bits), place);
  return shape.extension == wasm::Extension::Signed ? builder_.CreateSExt(narrow, type)
                                                    : builder_.CreateZExt(narrow, type);
}

Value* FunctionEmitter::vectorLoad(const Node& node, Value* place) {
  const wasm::Shape shape = shapeOf(node.op);
  llvm::Type* const lane = builder_.getIntNTy(shape.kind == ShapeKind::Load ? 64 : shape.bits);
  switch (shape.kind) {
    case ShapeKind::LoadExtend: {
      const unsigned count = 64u / shape.bits;
      Value* const narrow = loadAt(llvm::FixedVectorType::get(lane, count), place);
      auto* wide = llvm::FixedVectorType::get(builder_.getIntNTy(2u * shape.bits), count);
      return pack(shape.extension == wasm::Extension::Signed ? builder_.CreateSExt(narrow, wide)
                                                             : builder_.CreateZExt(narrow, wide));
    }
    case ShapeKind::LoadSplat:
      return pack(builder_.CreateVectorSplat(128u / shape.bits, loadAt(lane, place)));
    case ShapeKind::LoadZero: {
      auto* type = llvm::FixedVectorType::get(lane, 128u / shape.bits);
      return pack(builder_.CreateInsertElement(llvm::Constant::getNullValue(type),
                                               loadAt(lane, place), std::uint64_t{0}));
    }
    default: return loadAt(module_.typeOf(Kind::V128), place);
  }
}

void FunctionEmitter::store(const Node& node) {
  const wasm::Shape shape = shapeOf(node.op);
  Value* const index = value(*node.kids[0]);
  Value* stored = value(*node.kids[1]);
  at(node);
  Value* const place = address(node, index, bytesOf(shape));
  if (shape.kind == ShapeKind::StoreLane) {
    stored = builder_.CreateExtractElement(lanes(stored, builder_.getIntNTy(shape.bits)),
                                           std::uint64_t{node.c});
  } else if (stored->getType()->isIntegerTy()) {
    stored = builder_.CreateTrunc(stored, builder_.getIntNTy(shape.bits));
  }
  storeAt(stored, place);
}

void FunctionEmitter::fence() {
  builder_.CreateFence(llvm::AtomicOrdering::SequentiallyConsistent);
}

namespace {

llvm::AtomicRMWInst::BinOp operationOf(wasm::RmwOp op) {
  switch (op) {
    case wasm::RmwOp::Add: return llvm::AtomicRMWInst::Add;
    case wasm::RmwOp::Sub: return llvm::AtomicRMWInst::Sub;
    case wasm::RmwOp::And: return llvm::AtomicRMWInst::And;
    case wasm::RmwOp::Or: return llvm::AtomicRMWInst::Or;
    case wasm::RmwOp::Xor: return llvm::AtomicRMWInst::Xor;
    case wasm::RmwOp::Xchg: return llvm::AtomicRMWInst::Xchg;
  }
  return llvm::AtomicRMWInst::Xchg;
}

}  // namespace

/// The regular atomic instructions. The alignment of the whole address is looked at before its bounds.
Value* FunctionEmitter::atomic(const Node& node) {
  const wasm::Shape shape = shapeOf(node.op);
  std::vector<Value*> operands;
  for (const Node* kid : node.kids) operands.push_back(value(*kid));
  at(node);
  const unsigned bytes = shape.bits / 8u;
  if (bytes > 1) {
    Value* const low = builder_.CreateAdd(builder_.CreateTrunc(operands[0], builder_.getInt8Ty()),
                                          builder_.getInt8(static_cast<std::uint8_t>(node.value)));
    trapIf(builder_.CreateIsNotNull(
               builder_.CreateAnd(low, builder_.getInt8(static_cast<std::uint8_t>(bytes - 1)))),
           TrapKind::UnalignedAtomic);
  }
  Value* const place = address(node, operands[0], bytes);
  llvm::Type* const cell = builder_.getIntNTy(shape.bits);
  const llvm::Align align(bytes);
  constexpr auto order = llvm::AtomicOrdering::SequentiallyConsistent;
  const auto narrow = [&](std::size_t i) { return builder_.CreateTrunc(operands[i], cell); };
  Value* result = nullptr;
  switch (shape.kind) {
    case ShapeKind::AtomicLoad: {
      llvm::LoadInst* const load = builder_.CreateAlignedLoad(cell, place, align, true);
      load->setAtomic(order);
      result = load;
      break;
    }
    case ShapeKind::AtomicStore: {
      llvm::StoreInst* const store = builder_.CreateAlignedStore(narrow(1), place, align, true);
      store->setAtomic(order);
      return nullptr;
    }
    case ShapeKind::AtomicRmw: {
      auto* const update =
          builder_.CreateAtomicRMW(operationOf(shape.rmw), place, narrow(1), align, order);
      update->setVolatile(true);
      result = update;
      break;
    }
    default: {
      Value* const expected = narrow(1);
      Value* const replacement = narrow(2);
      auto* const exchange =
          builder_.CreateAtomicCmpXchg(place, expected, replacement, align, order, order);
      exchange->setVolatile(true);
      result = builder_.CreateExtractValue(exchange, {0u});
      break;
    }
  }
  return builder_.CreateZExt(result, module_.typeOf(shape.type));
}

}  // namespace wald::codegen
