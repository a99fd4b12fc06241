#include "snapshot/constants.h"

#include <bit>

#include "binary/types.h"
#include "support/byte_writer.h"

namespace wald::snapshot {

namespace {

using runtime::Ref;
using runtime::Slot;
using wasm::AbsHeap;
using wasm::Opcode;
using wasm::ValType;

Error refusal(std::string_view what) { return Error(ErrorKind::Unsupported, what); }

void writeOpcode(ByteWriter& writer, Opcode op) {
  const wasm::OpInfo& info = wasm::infoOf(op);
  if (info.prefix == 0) return writer.u8(static_cast<std::uint8_t>(info.code));
  writer.u8(info.prefix);
  writer.leb(info.code);
}

void writeFixed(ByteWriter& writer, std::uint64_t bits, unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i) writer.u8(static_cast<std::uint8_t>(bits >> (8 * i)));
}

void writeNull(ByteWriter& writer, wasm::HeapType heap) {
  writeOpcode(writer, Opcode::RefNull);
  if (heap.isDefined()) return writer.sleb(heap.index());
  writer.u8(binary::codeOf(heap.abs()));
}

std::vector<std::uint8_t> finish(ByteWriter& writer) {
  writeOpcode(writer, Opcode::End);
  return writer.take();
}

std::vector<std::uint8_t> number(ValType type, Slot low, Slot high) {
  ByteWriter writer;
  switch (type.kind()) {
    case wasm::Kind::I32:
      writeOpcode(writer, Opcode::I32Const);
      writer.sleb(static_cast<std::int32_t>(static_cast<std::uint32_t>(low)));
      break;
    case wasm::Kind::I64:
      writeOpcode(writer, Opcode::I64Const);
      writer.sleb(static_cast<std::int64_t>(low));
      break;
    case wasm::Kind::F32:
      writeOpcode(writer, Opcode::F32Const);
      writeFixed(writer, low, 4);
      break;
    case wasm::Kind::F64:
      writeOpcode(writer, Opcode::F64Const);
      writeFixed(writer, low, 8);
      break;
    case wasm::Kind::V128:
      writeOpcode(writer, Opcode::V128Const);
      writeFixed(writer, low, 8);
      writeFixed(writer, high, 8);
      break;
    case wasm::Kind::Ref: break;
  }
  return finish(writer);
}

std::vector<std::uint8_t> i31(Ref ref, AbsHeap hierarchy) {
  ByteWriter writer;
  writeOpcode(writer, Opcode::I32Const);
  writer.sleb(runtime::i31Signed(ref));
  writeOpcode(writer, Opcode::RefI31);
  if (hierarchy == AbsHeap::Extern) writeOpcode(writer, Opcode::ExternConvertAny);
  return finish(writer);
}

}  // namespace

Constants::Constants(runtime::Instance& instance)
    : module_(instance.module().wasm), instance_(instance), objects_(instance) {
  for (std::uint32_t i = 0; i < module_.importedFunctions; ++i) {
    imported_.emplace(instance.function(i), i);
  }
}

std::vector<std::uint8_t> Constants::address(wasm::AddressType type, std::uint64_t value) {
  return number(wasm::valTypeOf(type), value, 0);
}

std::optional<std::uint32_t> Constants::functionIndex(Ref ref) const {
  const runtime::Function* const function = runtime::toFunction(ref);
  if (function->instance == &instance_) return function->index;
  const auto found = imported_.find(function);
  if (found == imported_.end()) return std::nullopt;
  return found->second;
}

AbsHeap Constants::hierarchyOf(ValType type) const {
  const wasm::HeapType heap = type.heap();
  if (!heap.isDefined()) return wasm::topOf(heap.abs());
  return wasm::topOf(module_.types[heap.index()].comp.kind);
}

Result<std::vector<std::uint8_t>> Constants::expression(ValType type, Slot low, Slot high,
                                                        std::uint32_t globals) const {
  if (!type.isRef()) return number(type, low, high);
  const AbsHeap hierarchy = hierarchyOf(type);
  ByteWriter writer;
  if (low == 0) {
    writeNull(writer, type.heap());
    return finish(writer);
  }
  if (hierarchy == AbsHeap::Func) {
    const auto index = functionIndex(low);
    if (!index) return refusal("a function of another module");
    writeOpcode(writer, Opcode::RefFunc);
    writer.leb(*index);
    return finish(writer);
  }
  if (hierarchy == AbsHeap::Exn) return refusal("an exception");
  if (runtime::isI31(low)) return i31(low, hierarchy);
  if (runtime::isHostRef(low)) return refusal("a value of the host");
  const auto global = objects_.globalOf(low, type, globals);
  if (!global) return refusal("a structure or an array");
  writeOpcode(writer, Opcode::GlobalGet);
  writer.leb(*global);
  return finish(writer);
}

Result<void> Constants::checkMadeAgain(ValType type, Slot value) const {
  if (!type.isRef() || hierarchyOf(type) == AbsHeap::Func || !runtime::isObjectRef(value))
    return {};
  if (hierarchyOf(type) == AbsHeap::Exn) return refusal("an exception");
  if (objects_.isFixed(value)) return {};
  return refusal("a structure or an array that can change");
}

}  // namespace wald::snapshot
