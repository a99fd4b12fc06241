#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "interp/emitter.h"
#include "interp/handlers.h"
#include "interp/lowering.h"
#include "interp/metering.h"
#include "interp/tile_match.h"
#include "ir/tree.h"

namespace wald::interp {

/// One function's lowering. `lowering.cpp` has statements and control, `lowering_value.cpp` the evaluation of trees,
/// `lowering_vector.cpp` that of vector instructions, `lowering_atomic.cpp` of atomic ones.
class Lowering {
public:
  Lowering(const ModuleCode& module, const ir::Function& function, MemoryMode mode,
           const std::atomic<const void*>* entries);
  Result<std::unique_ptr<FunctionCode>> run();

private:
  /// An operand of a node: a slot's offset, a constant's bits, or the accumulator.
  struct Operand {
    Src src = Src::Acc;
    Kind kind = Kind::I32;
    std::uint32_t slot = 0;
    std::uint64_t bits = 0;
    std::uint64_t high = 0;  ///< of a V128
  };
  /// Where a tree's value is wanted: a slot's offset, or the accumulator.
  struct Place {
    Dst dst = Dst::Acc;
    std::uint32_t slot = 0;
  };

  /// A try range whose clauses are not resolved yet.
  struct Clause {
    FunctionCode::Clause code;
    ir::LabelId label = 0;  ///< its target, unless `isArm`
    bool isArm = false;
  };
  struct Try {
    ir::LabelId label;
    ir::LabelId outer;  ///< 0: the caller
    std::int32_t enclosing;
    std::uint32_t begin;
    std::uint32_t end = 0;
    std::vector<Clause> clauses;
  };

  friend class TileMatch;

  // Tiles.
  std::size_t tileFrom(std::size_t statement);
  bool tile(const ir::Node& value, Place to);
  void emitTile();
  void emitFound(TileMatch& found);

  // Statements.
  void statement(const ir::Node& node);
  void openBlock(const ir::Node& node);
  void branch(const ir::Node& node);
  void branchIf(const ir::Node& node);
  void branchTable(const ir::Node& node);
  void returnValues(const ir::Node& node);
  void call(const ir::Node& node);
  void store(const ir::Node& node);
  void openTry(const ir::Node& node);
  void closeTry(const ir::Node& node);
  void catchArm(const ir::Node& node);
  void throwException(const ir::Node& node);
  Try& innermostTry() { return tries_[static_cast<std::size_t>(openTries_.back())]; }
  void takeTries(FunctionCode& code) const;
  void enter();
  std::vector<ir::VarRange> zeroedVars() const;

  /// A place to which a branch goes, what taking it costs, and the `Nop` there.
  struct Target {
    Emitter::Label* label = nullptr;
    std::int32_t cost = 0;
    std::size_t nop = Metering::none;
  };

  // Fuel: lowering_fuel.cpp.
  Target targetAt(Emitter::Label& label, std::size_t nop, std::size_t statement) const;
  Target targetOf(ir::LabelId label, std::size_t statement) {
    return targetAt(labels_[label], metering_ ? metering_->nopAt(label) : Metering::none,
                    statement);
  }
  /// Where the other arm of an `If` begins.
  Target elseOf(ir::LabelId label, std::size_t statement) {
    return targetAt(elses_[label], metering_ ? metering_->nopAtElse(label) : Metering::none,
                    statement);
  }
  void meterFrom(std::size_t statement);
  void charge(std::size_t statement);
  void countOneByOne();
  void pay(std::uint64_t count, std::uint32_t offset);
  std::vector<FunctionCode::PaidBranch> takePaidBranches();
  /// Whether a node counts what comes behind a `Nop`.
  bool paysAt(std::size_t statement) const {
    return metering_ && metering_->isPaidThere(statement);
  }
  /// What is prepaid behind the instructions of a statement's stretch.
  std::uint32_t prepaidBehind(std::size_t statement) const {
    return metering_ && !isExact_ ? metering_->behind(statement) : 0;
  }
  std::uint32_t refund() const { return emitter_.refund(); }
  std::unique_ptr<FunctionCode> finish();

  // Values.
  void evaluate(const ir::Node& node, Place to);
  void compute(const ir::Node& node, Place to);
  void unary(const ir::Node& node, Place to);
  void binary(const ir::Node& node, Place to);
  void select(const ir::Node& node, Place to);
  void load(const ir::Node& node, Place to);
  void slow(const ir::Node& node, Place to);
  void atomic(const ir::Node& node, Place to);
  ir::Var operandsTo(ir::Var var, std::span<ir::Node* const> operands);
  ir::VarRange operandsToScratch(const ir::Node& node);
  void emitSlow(Handler handler, const ir::Node& node);
  void object(const ir::Node& node, Place to);
  void getField(const ir::Node& node, Place to);
  void setField(const ir::Node& node);
  void reference(const ir::Node& node, Place to);
  void branchOnCast(const ir::Node& node, bool sense, Emitter::Label& label);
  void emitCastTest(const ir::Node& node);
  void wide(const ir::Node& node);
  void vector(const ir::Node& node, Place to);
  void extractLane(const ir::Node& node, Place to);
  void vectorScalar(const ir::Node& node, Place to);
  void ternary(const ir::Node& node, Place to);
  void shuffle(const ir::Node& node, Place to);
  void accessLane(const ir::Node& node, Place to);
  void moveTo(Operand value, Place to);
  std::optional<Operand> leaf(const ir::Node& node) const;
  Operand operand(const ir::Node& node);
  std::pair<Operand, Operand> operands(const ir::Node& a, const ir::Node& b);
  Operand toSlotOrConst(const ir::Node& node);
  Operand toSlot(const ir::Node& node);
  Operand notConst(Operand value);
  void branchOn(const ir::Node& condition, bool sense, Target target);
  void emitTarget(Target target);

  // Emission.
  void emitOperand(Operand value);
  void emitPlace(Place to) {
    if (to.dst == Dst::Slot) emitter_.append(to.slot);
  }
  void jump(Target target);
  void copy(ir::Var from, ir::Var to, std::uint32_t slots);
  bool accessesGuardedly(const ir::Node& node) const;

  std::uint32_t slotOf(ir::Var var) const {
    return var < function_.paramSlots
               ? var * 8
               : (var - function_.paramSlots) * 8 + link_ + std::uint32_t{sizeof(Link)};
  }
  Place scratch(Kind kind);
  void unsupported(const ir::Node& node);

  const ModuleCode& module_;
  const wasm::Module& wasm_;
  const ir::Function& function_;
  MemoryMode mode_;
  const std::atomic<const void*>* entries_;
  std::uint32_t link_;
  std::vector<std::uint32_t> frameFields_;  ///< get the size of the frame when it is known
  Emitter emitter_;
  std::vector<Emitter::Label> labels_;
  std::vector<Emitter::Label> elses_;  ///< of `If` labels: where the other arm starts
  std::vector<bool> hasElse_;
  ir::Var nextScratch_ = 0;
  ir::Var end_ = 0;
  std::vector<Try> tries_;
  std::vector<std::int32_t> openTries_;        ///< in `tries_`
  std::map<ir::LabelId, std::int32_t> tryOf_;  ///< in `tries_`

  bool countsFuel_;
  bool isDeterministic_;
  bool hasTiles_;
  TileMatch match_;
  std::optional<Metering> metering_;
  /// Of a `Nop`: its node or the one behind it, and the code that pays each instruction alone.
  struct Joint {
    Emitter::Label normal;
    Emitter::Label exact;
  };
  std::map<std::size_t, Joint> joints_;  ///< by statement
  struct PaidBranch {
    std::uint32_t field;
    std::size_t nop;
  };
  std::vector<PaidBranch> paidBranches_;
  bool isExact_ = false;
  bool isPaidAtEntry_ = false;
  std::size_t present_ = 0;  ///< the statement that is lowered
  std::optional<Error> error_;
};

}  // namespace wald::interp
