#include "interp/lowering.h"

#include <cassert>

#include "interp/lowering_impl.h"
#include "ir/check.h"
#include "ir/stretch.h"

namespace wald::interp {

using ir::Node;
using ir::Var;

namespace {

bool isCall(Opcode op) {
  return op == Opcode::Call || op == Opcode::CallIndirect || op == Opcode::CallRef;
}

}  // namespace

Lowering::Lowering(const ModuleCode& module, const ir::Function& function, MemoryMode mode,
                   const std::atomic<const void*>* entries)
    : module_(module), wasm_(module.valid().module()), function_(function), mode_(mode),
      entries_(entries), link_(linkOffset(function.paramSlots, function.resultSlots)),
      labels_(function.labels.size()), elses_(function.labels.size()),
      hasElse_(function.labels.size()), end_(function.end),
      countsFuel_(module.engine().config().countsFuel()),
      isDeterministic_(module.engine().config().deterministic),
      hasTiles_(module.engine().config().tiles && !isDeterministic_), match_(*this) {
  emitter_.reserve(function.statements.size());
}

Result<std::unique_ptr<FunctionCode>> Lowering::run() {
  if (countsFuel_) metering_.emplace(function_);
  enter();
  const auto& statements = function_.statements;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    meterFrom(i);
    if (statements[i]->op == Opcode::Nop) {
      charge(i);
    } else if (const std::size_t tiled = tileFrom(i); tiled != 0) {
      i += tiled - 1;
    } else {
      statement(*statements[i]);
    }
    if (error_) return std::move(*error_);
  }
  if (metering_) countOneByOne();
  // A frame's own slots, and the link that a call at its end writes.
  for (const std::uint32_t field : frameFields_) {
    emitter_.patch(field, slotOf(end_) + std::uint32_t{sizeof(Bridge)});
  }
  return finish();
}

/// The variables that must start as zero: some locals, and temporaries in which the collector would find what other frames have left.
std::vector<ir::VarRange> Lowering::zeroedVars() const {
  std::vector<ir::VarRange> zeroed = function_.zeroed;
  if (!module_.hasObjects()) return zeroed;
  Var end = function_.firstTemp;
  for (const Node* statement : function_.statements) {
    if (statement->effects & ir::MayTrap) {
      end = std::max(end, isCall(statement->op) ? statement->c : statement->scratch);
    }
  }
  if (end > function_.firstTemp) {
    zeroed.push_back({function_.firstTemp, end - function_.firstTemp});
  }
  return zeroed;
}

void Lowering::enter() {
  const auto zeroed = zeroedVars();
  const std::uint32_t offset = wasm_.codes[function_.index - wasm_.importedFunctions].body.offset;
  emitter_.safePoint(offset);
  const bool isMetered = metering_ && zeroed.size() < 2;
  frameFields_.push_back(emitter_.position() + headBytes);
  emitter_.begin(isMetered        ? handlers::meteredEnter
                 : zeroed.empty() ? handlers::enter
                                  : handlers::enterZero);
  emitter_.append(std::uint32_t{0});
  if (!zeroed.empty() || isMetered) {
    emitter_.append(zeroed.empty() ? std::uint32_t{0} : slotOf(zeroed[0].first));
    emitter_.append(zeroed.empty() ? std::uint32_t{0} : zeroed[0].count);
  }
  if (isMetered) {
    emitter_.append(metering_->ahead(0));
    emitter_.appendTarget(joints_[0].exact);
  }
  emitter_.end();
  for (std::size_t i = 1; i < zeroed.size(); ++i) {
    emitter_.begin(handlers::zeroSlots);
    emitter_.append(slotOf(zeroed[i].first));
    emitter_.append(zeroed[i].count);
    emitter_.end();
  }
  isPaidAtEntry_ = isMetered;
}

std::unique_ptr<FunctionCode> Lowering::finish() {
  const std::span<const std::uint8_t> bytes = emitter_.bytes();
  auto code = std::make_unique<FunctionCode>();
  code->size = static_cast<std::uint32_t>(bytes.size());
  code->nodes = std::make_unique_for_overwrite<std::uint64_t[]>(bytes.size() / 8);
  std::memcpy(code->nodes.get(), bytes.data(), bytes.size());
  code->function = function_.index;
  code->link = link_;
  code->places = emitter_.takePlaces();
  code->places.shrink_to_fit();
  code->refunds = emitter_.takeRefunds();
  code->frameBytes = slotOf(end_) + std::uint32_t{sizeof(Bridge)};
  code->safePoints = emitter_.safePoints();
  takeTries(*code);
  code->paidBranches = takePaidBranches();
  return code;
}

void Lowering::statement(const Node& node) {
  nextScratch_ = node.scratch;
  switch (node.op) {
    case Opcode::Nop: return;
    case Opcode::LocalSet: return evaluate(*node.kids[0], {Dst::Slot, slotOf(node.a)});
    case Opcode::GlobalSet: {
      const Operand value = operand(*node.kids[0]);
      emitter_.begin(globalSetHandler(value.kind, value.src));
      emitOperand(value);
      emitter_.append(node.a);
      return emitter_.end();
    }
    case Opcode::Drop: return evaluate(*node.kids[0], {});
    case Opcode::Block:
    case Opcode::Loop:
    case Opcode::If: return openBlock(node);
    case Opcode::Else:
      // The first arm goes on behind the second.
      hasElse_[node.a] = true;
      jump(targetOf(node.a, present_));
      if (!isExact_) emitter_.bind(elses_[node.a]);
      return;
    case Opcode::TryTable:
    case Opcode::Try: return openTry(node);
    case Opcode::Catch:
    case Opcode::CatchAll: return catchArm(node);
    case Opcode::Throw:
    case Opcode::ThrowRef: return throwException(node);
    case Opcode::Delegate:
    case Opcode::End:
      closeTry(node);
      if (isExact_) return;
      if (function_.labels[node.a].kind == Opcode::If && !hasElse_[node.a])
        emitter_.bind(elses_[node.a]);
      if (function_.labels[node.a].kind != Opcode::Loop) emitter_.bind(labels_[node.a]);
      return;
    case Opcode::Br: return branch(node);
    case Opcode::BrIf:
    case Opcode::BrOnNull:
    case Opcode::BrOnNonNull:
    case Opcode::BrOnCast:
    case Opcode::BrOnCastFail: return branchIf(node);
    case Opcode::BrTable: return branchTable(node);
    case Opcode::Return: return returnValues(node);
    case Opcode::Call:
    case Opcode::CallIndirect:
    case Opcode::CallRef:
    case Opcode::ReturnCall:
    case Opcode::ReturnCallIndirect:
    case Opcode::ReturnCallRef: return call(node);
    case Opcode::Unreachable:
      emitter_.begin(handlers::unreachable);
      emitter_.place(node.offset);
      return emitter_.end();
    case Opcode::I64Add128:
    case Opcode::I64Sub128:
    case Opcode::I64MulWideS:
    case Opcode::I64MulWideU: return wide(node);
    case Opcode::StructSet:
    case Opcode::ArraySet: return setField(node);
    default:
      if (wasm::shapeOf(node.op).kind == wasm::ShapeKind::Store) return store(node);
      if (wasm::shapeOf(node.op).kind == wasm::ShapeKind::StoreLane) return accessLane(node, {});
      if (atomicHandler(node.op)) return atomic(node, {});
      return slow(node, {});
  }
}

void Lowering::openBlock(const Node& node) {
  if (node.op == Opcode::Loop && !isExact_) {
    emitter_.bind(labels_[node.a]);
    emitter_.safePoint(node.offset);
  }
  if (node.op == Opcode::If) branchOn(*node.kids[0], false, elseOf(node.a, present_));
}

void Lowering::emitTarget(Target target) {
  if (target.cost > 0) paidBranches_.push_back({emitter_.position(), target.nop});
  emitter_.appendTarget(*target.label);
  if (target.cost != 0) emitter_.append(target.cost);
}

void Lowering::jump(Target target) {
  emitter_.begin(target.cost != 0 ? handlers::meteredJump : handlers::jump);
  emitTarget(target);
  emitter_.end();
}

void Lowering::copy(Var from, Var to, std::uint32_t slots) {
  if (from == to || slots == 0) return;
  if (slots == 1) return moveTo({Src::Slot, Kind::I64, slotOf(from)}, {Dst::Slot, slotOf(to)});
  emitter_.begin(handlers::copySlots);
  emitter_.append(slotOf(from));
  emitter_.append(slotOf(to));
  emitter_.append(slots);
  emitter_.end();
}

void Lowering::branch(const Node& node) {
  copy(node.b, function_.labels[node.a].target, node.c);
  jump(targetOf(node.a, present_));
}

void Lowering::branchIf(const Node& node) {
  const auto take = [&](bool sense, Target target) {
    if (node.op == Opcode::BrIf) return branchOn(*node.kids[0], sense, target);
    // The reference lies in its temporary.
    if (node.op == Opcode::BrOnCast || node.op == Opcode::BrOnCastFail)
      return branchOnCast(node, sense, *target.label);
    const bool whenNonNull = node.op == Opcode::BrOnNonNull;
    const Operand value = operand(*node.kids[0]);
    emitter_.begin(branchHandler(true, value.src, whenNonNull ? sense : !sense, target.cost != 0));
    emitOperand(value);
    emitTarget(target);
    emitter_.end();
  };
  const Var from = function_.labels[node.a].target;
  const Target target = targetOf(node.a, present_);
  const bool isCast = node.op == Opcode::BrOnCast || node.op == Opcode::BrOnCastFail;
  if ((node.c == 0 || node.b == from) && !(isCast && target.cost != 0)) return take(true, target);
  Emitter::Label past;
  take(false, {&past});
  copy(node.b, from, node.c);
  jump(target);
  emitter_.bind(past);
}

void Lowering::branchTable(const Node& node) {
  Operand index = operand(*node.kids[0]);
  if (index.src == Src::Const) {
    moveTo(index, {});
    index = {Src::Acc, Kind::I32};
  }
  // A target whose values must be copied first gets a stretch of code of its own.
  std::vector<Emitter::Label> copies(node.labels().size() + 1);
  const auto needsCopy = [&](ir::LabelId id) {
    return node.c != 0 && node.b != function_.labels[id].target;
  };
  const auto target = [&](ir::LabelId id, std::size_t i) -> Emitter::Label& {
    return needsCopy(id) ? copies[i] : labels_[id];
  };
  emitter_.begin(index.src == Src::Slot ? handlers::branchTableSlot : handlers::branchTableAcc);
  emitOperand(index);
  emitter_.append(static_cast<std::uint32_t>(node.labels().size()));
  for (std::size_t i = 0; i < node.labels().size(); ++i)
    emitter_.appendTarget(target(node.labels()[i], i));
  emitter_.appendTarget(target(node.a, node.labels().size()));
  emitter_.end();
  for (std::size_t i = 0; i <= node.labels().size(); ++i) {
    const ir::LabelId id = i < node.labels().size() ? node.labels()[i] : node.a;
    if (!needsCopy(id)) continue;
    emitter_.bind(copies[i]);
    copy(node.b, function_.labels[id].target, node.c);
    jump({&labels_[id]});
  }
}

void Lowering::returnValues(const Node& node) {
  if (!node.kids.empty()) {
    const Operand value = operand(*node.kids[0]);
    emitter_.begin(returnHandler(value.kind, value.src));
    emitOperand(value);
    emitter_.append(link_);
  } else if (node.c == 0) {
    emitter_.begin(handlers::returnNothing);
    emitter_.append(link_);
  } else {
    emitter_.begin(handlers::returnSlots);
    emitter_.append(link_);
    emitter_.append(slotOf(node.b));
    emitter_.append(node.c);
  }
  emitter_.end();
}

void Lowering::call(const Node& node) {
  const bool isIndirect = node.op == Opcode::CallIndirect || node.op == Opcode::ReturnCallIndirect;
  const bool isRef = node.op == Opcode::CallRef || node.op == Opcode::ReturnCallRef;
  const bool isTail = node.op == Opcode::ReturnCall || node.op == Opcode::ReturnCallIndirect ||
                      node.op == Opcode::ReturnCallRef;
  const wasm::CompType& type =
      isIndirect || isRef ? wasm_.types[node.a].comp : wasm_.functionType(node.a);

  // Arguments go where the callee's frame will be; the results come there too.
  const std::size_t arguments = type.params.size();
  const Var argumentsEnd = operandsTo(node.c, node.kids.first(arguments));
  const std::uint32_t paramSlots = argumentsEnd - node.c;
  std::uint32_t resultSlots = 0;
  for (const auto result : type.results) resultSlots += runtime::slotsOf(result);
  const std::uint32_t link = linkOffset(paramSlots, resultSlots);
  end_ = std::max(end_, node.c + link / 8);

  CallNode call{};
  call.frame = slotOf(node.c);
  call.link = link;
  call.ownLink = link_;
  if (isIndirect || isRef) {
    Operand target = operand(*node.kids[arguments]);
    if (target.src == Src::Const || (isTail && target.src == Src::Slot)) {
      moveTo(target, {});
      target = {Src::Acc, target.kind};
    }
    const bool inSlot = target.src == Src::Slot;
    call.operand = target.slot;
    if (isIndirect) {
      call.indirect = {module_.typeId(node.a), node.b};
    }
    if (isTail) {
      call.handler = isRef ? handlers::returnCallRef : handlers::returnCallIndirect;
    } else if (isRef) {
      call.handler = inSlot ? handlers::callRefSlot : handlers::callRefAcc;
    } else {
      call.handler = inSlot ? handlers::callIndirectSlot : handlers::callIndirectAcc;
    }
  } else if (wasm_.isImportedFunction(node.a)) {
    call.handler = isTail ? handlers::returnCallImport : handlers::callImport;
    call.function = node.a;
  } else {
    const auto& entry = entries_[node.a - wasm_.importedFunctions];
    call.handler = isTail ? handlers::returnCall : handlers::callDirect;
    if (isTail) {
      call.code = &entry;
      call.operand = paramSlots * 8;
    } else {
      call.target = entry.load(std::memory_order_acquire);
    }
  }
  emitter_.begin(call.handler);
  emitter_.place(node.offset);
  const auto* raw = reinterpret_cast<const std::uint8_t*>(&call);
  // Calls of known functions are shorter: their last two fields are of tail and indirect calls only.
  const std::size_t size =
      isTail || isIndirect || isRef ? sizeof(CallNode) : offsetof(CallNode, operand);
  for (std::size_t i = headBytes; i < size; ++i) emitter_.append(raw[i]);
  emitter_.end();
}

Result<std::unique_ptr<FunctionCode>> lower(const ModuleCode& module, const ir::Function& function,
                                            MemoryMode mode,
                                            const std::atomic<const void*>* entries) {
  assert(ir::check(function).empty());
  return Lowering(module, function, mode, entries).run();
}

}  // namespace wald::interp
