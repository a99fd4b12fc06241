#pragma once

#include "text/emit.h"
#include "text/label_scope.h"
#include "text/module_context.h"
#include "wasm/opcode.h"

namespace wald::text {

void emitOpcode(Bytes& out, wasm::Opcode op);

/// log2 of the natural alignment of a memory access.
unsigned naturalAlignment(wasm::Opcode op);

/// The keywords of catch clauses, by `wasm::CatchKind`.
inline constexpr std::array<std::string_view, 4> catchWords = {"catch", "catch_ref", "catch_all",
                                                               "catch_all_ref"};

/// Parses plain instructions: a mnemonic and its immediates ("Text Format › Instructions"), driven
/// by `ops.def`.
class ImmediateParser {
public:
  ImmediateParser(Cursor& cursor, ModuleContext& context, const LabelScope& labels)
      : cursor_(cursor), context_(context), labels_(labels) {}

  /// The locals of the function whose body follows.
  void setLocals(const Locals* locals) { locals_ = locals; }

  /// Reads the immediates of an instruction whose mnemonic was read, and writes the instruction.
  void parse(wasm::Opcode op, Bytes& out);
  /// The catch clauses of `try_table`, as the binary format counts them.
  void catchClauses(Bytes& out);

private:
  void index(Space space, Bytes& out) { emitUnsigned(out, expectIndex(cursor_, context_, space)); }
  /// An index that may be left out.
  std::uint32_t optionalIndex(Space space) {
    return isIndex(cursor_) ? expectIndex(cursor_, context_, space) : 0;
  }
  void immediates(wasm::Opcode op, Bytes& out);
  void select(Bytes& out);
  void castType(wasm::Opcode op, Bytes& out);
  void integer(unsigned bits, Bytes& out);
  void real(unsigned bits, Bytes& out);
  void vector(Bytes& out);
  void local(Bytes& out);
  void labelTable(Bytes& out);
  void typeAndField(Bytes& out);
  void pair(Space first, Space second, Bytes& out);
  void twoOptional(Space space, Bytes& out);
  void segmentAndSpace(Space segment, Space space, Bytes& out);
  void memarg(wasm::Opcode op, Bytes& out);
  void memargLane(wasm::Opcode op, Bytes& out);
  std::optional<std::uint64_t> memargNumber(std::string_view prefix, unsigned bits, ErrorCode code);
  void memargFields(wasm::Opcode op, std::uint32_t memory, Bytes& out);
  void lane(Bytes& out);
  void shuffle(Bytes& out);
  void brOnCast(Bytes& out);

  Cursor& cursor_;
  ModuleContext& context_;
  const LabelScope& labels_;
  const Locals* locals_ = nullptr;
};

}  // namespace wald::text
