#include "binary/instruction_decoder.h"

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "support/test_bytes.h"

namespace wald::binary {

namespace {

using test::bytesOf;
using wasm::AbsHeap;
using wasm::BlockType;
using wasm::CatchKind;
using wasm::HeapType;
using wasm::Immediates;
using wasm::Instruction;
using wasm::Module;
using wasm::Opcode;
using wasm::ValType;

Module moduleOf(std::vector<std::uint8_t> bytes, wasm::Features features = {}) {
  Module module;
  module.bytes = std::move(bytes);
  module.features = features;
  return module;
}

wasm::ByteRange allOf(const Module& module) {
  return {0, static_cast<std::uint32_t>(module.bytes.size())};
}

/// Decodes one instruction that makes up all of the bytes; `labels` and such are valid as long as this lives.
class Decoded {
public:
  explicit Decoded(std::string_view hex, wasm::Features features = {})
      : module_(moduleOf(bytesOf(hex), features)), decoder_(module_, allOf(module_)) {
    if (!decoder_.next(instruction_)) FAIL(decoder_.takeError().format(hex));
    CHECK(decoder_.atEnd());
  }
  const Instruction* operator->() const { return &instruction_; }

private:
  Module module_;
  InstructionDecoder decoder_;
  Instruction instruction_;
};

/// How decoding the bytes fails: message and offset.
std::string failureOf(std::string_view hex, wasm::Features features = {}) {
  const Module module = moduleOf(bytesOf(hex), features);
  InstructionDecoder decoder(module, allOf(module));
  Instruction instruction;
  while (decoder.next(instruction)) {}
  const Error error = decoder.takeError();
  return fmt::format("{} at {}", error.message(), error.offset());
}

wasm::Features without(wasm::Feature feature) {
  wasm::Features features = wasm::Features::all();
  features.set(feature, false);
  return features;
}

/// Some immediates of each kind, each the only thing after an opcode.
std::string_view sampleOf(Immediates immediates) {
  switch (immediates) {
    case Immediates::None: return "";
    case Immediates::I32: return "ff 7e";
    case Immediates::I64: return "80 80 80 80 80 01";
    case Immediates::F32: return "00 00 80 3f";
    case Immediates::F64: return "00 00 00 00 00 00 f0 3f";
    case Immediates::V128:
    case Immediates::Shuffle: return "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f";
    case Immediates::Block: return "7f";
    case Immediates::LabelTable: return "02 00 01 02";
    case Immediates::Label:
    case Immediates::Local:
    case Immediates::Global:
    case Immediates::Func:
    case Immediates::Type:
    case Immediates::Table:
    case Immediates::Elem:
    case Immediates::Data:
    case Immediates::Memory:
    case Immediates::Tag: return "81 01";
    case Immediates::TypeTable:
    case Immediates::TypeField:
    case Immediates::TypeCount:
    case Immediates::TypeData:
    case Immediates::TypeElem:
    case Immediates::TypeType:
    case Immediates::TableTable:
    case Immediates::ElemTable:
    case Immediates::DataMemory:
    case Immediates::MemoryMemory: return "81 01 02";
    case Immediates::Memarg: return "42 01 90 10";
    case Immediates::MemargLane: return "00 10 03";
    case Immediates::Lane: return "03";
    case Immediates::Fence: return "00";
    case Immediates::HeapType: return "6e";
    case Immediates::SelectTypes: return "01 7e";
    case Immediates::BrOnCast: return "01 02 6e 03";
    case Immediates::TryTable: return "40 02 01 03 00 02 01";
  }
  return "";
}

std::string hexOf(const wasm::OpInfo& info) {
  if (info.prefix == 0) return fmt::format("{:02x}", info.code);
  if (info.code < 0x80) return fmt::format("{:02x} {:02x}", info.prefix, info.code);
  return fmt::format("{:02x} {:02x} {:02x}", info.prefix, (info.code & 0x7f) | 0x80,
                     info.code >> 7);
}

}  // namespace

TEST_CASE("every instruction of the table is decoded, and its end is missed at every byte") {
  for (unsigned i = 0; i < wasm::opcodeCount; ++i) {
    const auto op = static_cast<Opcode>(i);
    const auto& info = wasm::infoOf(op);
    INFO(info.mnemonic());
    std::string hex = hexOf(info);
    const std::size_t codeSize = bytesOf(hex).size();
    hex += fmt::format(" {}", sampleOf(info.immediates));
    const auto bytes = bytesOf(hex);

    Module module = moduleOf(bytes, wasm::Features::all());
    // Once where the bytes end with the instruction, once where others follow.
    for (const unsigned following : {0, 8}) {
      module.bytes.own().resize(bytes.size() + following, 0x01);
      InstructionDecoder decoder(module, allOf(module));
      Instruction instruction;
      REQUIRE(decoder.next(instruction));
      CHECK(instruction.op == op);
      CHECK(instruction.offset == 0);
      CHECK(decoder.offset() == bytes.size());
      CHECK(decoder.atEnd() == (following == 0));
    }

    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const Module cut =
          moduleOf({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)},
                   wasm::Features::all());
      InstructionDecoder decoder(cut, allOf(cut));
      Instruction instruction;
      REQUIRE_FALSE(decoder.next(instruction));
      const Error error = decoder.takeError();
      CHECK(error.message() == "unexpected end of section or function");
      CHECK(error.offset() <= size);
      if (size >= codeSize) CHECK(error.offset() >= codeSize);
    }

    if (info.feature != wasm::Feature::Mvp) {
      CHECK(failureOf(hex, without(info.feature)) ==
            fmt::format("feature is not enabled: {} at 0", nameOf(info.feature)));
    }
  }
}

TEST_CASE("immediates are kept where the instruction says") {
  // i32.const -1, of one byte and of more
  CHECK(Decoded("41 7f")->value == 0xffff'ffff);
  CHECK(Decoded("41 ff ff ff ff 7f")->value == 0xffff'ffff);
  // i64.const -1
  CHECK(Decoded("42 7f")->value == ~std::uint64_t{0});
  CHECK(Decoded("42 c0 00")->value == 64);
  // f32.const 1, f64.const -0
  CHECK(Decoded("43 00 00 80 3f")->value == 0x3f80'0000);
  CHECK(Decoded("44 00 00 00 00 00 00 00 80")->value == 0x8000'0000'0000'0000);
  // v128.const
  const Decoded vector("fd 0c 01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00");
  CHECK(vector->value == 1);
  CHECK(vector->high == 2);
  // local.get 5, call 300
  CHECK(Decoded("20 05")->a == 5);
  CHECK(Decoded("10 ac 02")->a == 300);
  // call_indirect (type 3) in table 1
  CHECK(Decoded("11 03 01")->a == 3);
  CHECK(Decoded("11 03 01")->b == 1);
  // i32x4.extract_lane 2
  CHECK(Decoded("fd 1b 02")->c == 2);
}

TEST_CASE("memory accesses have a memory, an alignment and an offset") {
  const auto check = [](std::string_view hex, std::uint32_t memory, std::uint32_t alignment,
                        std::uint64_t offset) {
    INFO(hex);
    const Decoded load(hex);
    CHECK(load->a == memory);
    CHECK(load->b == alignment);
    CHECK(load->value == offset);
  };
  // i32.load align=4 offset=8
  check("28 02 08", 0, 2, 8);
  check("28 02 88 01", 0, 2, 136);
  check("28 82 00 08 ", 0, 2, 8);
  // i32.load 3 align=4 offset=8
  check("28 42 03 08", 3, 2, 8);
  // i64.load offset=2^64-1
  check("29 03 ff ff ff ff ff ff ff ff ff 01", 0, 3, ~std::uint64_t{0});
  // A width that validation refuses.
  check("28 3f 00", 0, 63, 0);
  // v128.load8_lane 1 align=1 offset=4 7
  CHECK(Decoded("fd 54 40 01 04 07")->a == 1);
  CHECK(Decoded("fd 54 40 01 04 07")->c == 7);

  CHECK(failureOf("28 80 01 00") == "malformed memop flags at 1");
  CHECK(failureOf("28 80 02 00") == "malformed memop flags at 1");
  CHECK(failureOf("28 82 80 80 80 10 00") == "integer too large at 1");
  CHECK(failureOf("28 02 82 80 80 80 80 80 80 80 80 10") == "integer too large at 2");
  // Without 64-bit memories an offset has 32 bits.
  CHECK(failureOf("28 02 80 80 80 80 10", without(wasm::Feature::Memory64)) ==
        "integer too large at 2");
  CHECK(failureOf("28 42 00 00", without(wasm::Feature::MultiMemory)) ==
        "feature is not enabled: multi-memory at 1");
}

TEST_CASE("block types are nothing, a value or the index of a type") {
  CHECK(Decoded("02 40")->block.form == BlockType::Form::Empty);
  CHECK(Decoded("03 7e")->block.form == BlockType::Form::Value);
  CHECK(Decoded("03 7e")->block.value == wasm::types::i64);
  CHECK(Decoded("04 70")->block.value == wasm::types::funcref);
  CHECK(Decoded("02 64 05")->block.value == ValType::ref(HeapType::defined(5), false));
  CHECK(Decoded("02 05")->block.form == BlockType::Form::Type);
  CHECK(Decoded("02 05")->block.type == 5);
  CHECK(Decoded("02 c0 00")->block.type == 64);
  CHECK(Decoded("02 ff ff ff ff 0f")->block.type == 0xffff'ffff);

  CHECK(failureOf("02 41") == "malformed block type at 1");
  CHECK(failureOf("02 c0 7f") == "malformed block type at 1");
  CHECK(failureOf("02 80 80 80 80 10") == "integer too large at 1");
}

TEST_CASE("heap types are abstract or the index of a type") {
  // ref.null any, ref.null 3, ref.null 64
  CHECK(Decoded("d0 6e")->type == wasm::types::anyref);
  CHECK(Decoded("d0 03")->type == ValType::ref(HeapType::defined(3), true));
  CHECK(Decoded("d0 c0 00")->type == ValType::ref(HeapType::defined(64), true));
  // ref.test (ref i31), ref.test (ref null i31), ref.cast (ref null none)
  CHECK(Decoded("fb 14 6c")->type == ValType::ref(AbsHeap::I31, false));
  CHECK(Decoded("fb 15 6c")->type == ValType::ref(AbsHeap::I31, true));
  CHECK(Decoded("fb 17 71")->type == ValType::ref(AbsHeap::None, true));
  // No index is taken for another one.
  CHECK(Decoded("d0 80 80 80 08")->type.heap().index() == 0xff'ffff);
  CHECK(Decoded("d0 ff ff ff ff 0f")->type.heap().index() == 0xff'ffff);

  CHECK(failureOf("d0 7f") == "malformed heap type at 1");
  CHECK(failureOf("d0 80 7f") == "malformed heap type at 1");
  CHECK(failureOf("d0 6e", without(wasm::Feature::Gc)) == "feature is not enabled: gc at 1");
}

TEST_CASE("vectors of immediates are read") {
  // br_table 1 2 0 5
  const Decoded table("0e 03 01 02 00 05");
  CHECK(std::vector(table->labels.begin(), table->labels.end()) ==
        std::vector<std::uint32_t>{1, 2, 0});
  CHECK(table->a == 5);
  CHECK(Decoded("0e 00 07")->labels.empty());
  // select (result f64)
  const Decoded select("1c 01 7c");
  REQUIRE(select->selectTypes.size() == 1);
  CHECK(select->selectTypes[0] == wasm::types::f64);
  // try_table (result i32) (catch 1 2) (catch_ref 3 4) (catch_all 5) (catch_all_ref 6)
  const Decoded tryTable("1f 7f 04 00 01 02 01 03 04 02 05 03 06");
  CHECK(tryTable->block.value == wasm::types::i32);
  REQUIRE(tryTable->catches.size() == 4);
  CHECK(tryTable->catches[1].kind == CatchKind::CatchRef);
  CHECK(tryTable->catches[1].tag == 3);
  CHECK(tryTable->catches[1].label == 4);
  CHECK(tryTable->catches[3].kind == CatchKind::CatchAllRef);
  CHECK(tryTable->catches[3].label == 6);
  // br_on_cast 2 (ref null any) (ref 3), br_on_cast_fail 2 (ref any) (ref null 3)
  CHECK(Decoded("fb 18 01 02 6e 03")->a == 2);
  CHECK(Decoded("fb 18 01 02 6e 03")->type == wasm::types::anyref);
  CHECK(Decoded("fb 18 01 02 6e 03")->target == ValType::ref(HeapType::defined(3), false));
  CHECK(Decoded("fb 19 02 02 6e 03")->target == ValType::ref(HeapType::defined(3), true));

  CHECK(failureOf("1f 40 01 04 00") == "malformed catch clause at 3");
  CHECK(failureOf("fb 18 04 00 6e 6e") == "malformed cast flags at 2");
  CHECK(failureOf("fe 03 01") == "zero byte expected at 2");
}

TEST_CASE("a vector longer than the bytes left takes no memory") {
  CHECK(failureOf("0e ff ff ff ff 0f 00 00") == "unexpected end of section or function at 1");
  CHECK(failureOf("1c ff ff ff ff 0f 7f") == "unexpected end of section or function at 1");
  CHECK(failureOf("1f 40 ff ff ff ff 0f 02 00") == "unexpected end of section or function at 2");
}

TEST_CASE("what is not an instruction is told by its code") {
  CHECK(failureOf("01 ff 00") == "illegal opcode ff at 1");
  CHECK(failureOf("01 f3") == "illegal opcode f3 at 1");
  CHECK(failureOf("01 01 fb 7f") == "illegal opcode fb 7f at 2");
  CHECK(failureOf("fd ff ff 03") == "illegal opcode fd ffff at 0");
  CHECK(failureOf("fc 87 80 80 80 80 00") == "integer representation too long at 1");
  // i64.trunc_sat_f64_u with a longer code
  CHECK(Decoded("fc 87 80 80 80 00")->op == Opcode::I64TruncSatF64U);
}

TEST_CASE("instructions stay in their range") {
  // nop, i32.const 1 whose number lies beyond the range
  const Module module = moduleOf(bytesOf("01 41 01 0b 05"));
  Instruction instruction;

  InstructionDecoder decoder(module, {0, 2});
  CHECK(decoder.next(instruction));
  CHECK_FALSE(decoder.next(instruction));
  const Error error = decoder.takeError();
  CHECK(error.message() == "unexpected end of section or function");
  CHECK(error.offset() == 1);
  CHECK(decoder.atEnd());

  decoder.restart({1, 2});
  CHECK_FALSE(decoder.atEnd());
  CHECK(decoder.next(instruction));
  CHECK(instruction.offset == 1);
  CHECK(decoder.atEnd());
  CHECK(decoder.offset() == 3);
  // Nothing is left, and what follows decides how the suite calls it.
  CHECK_FALSE(decoder.next(instruction));
  CHECK(decoder.takeError().message() == "section size mismatch");
  decoder.restart({3, 1});
  CHECK(decoder.next(instruction));
  CHECK_FALSE(decoder.next(instruction));
  CHECK(decoder.takeError().message() == "END opcode expected");
  decoder.restart({3, 2});
  CHECK(decoder.next(instruction));
  CHECK(decoder.next(instruction));
  CHECK_FALSE(decoder.next(instruction));
  CHECK_FALSE(decoder.next(instruction));
  CHECK(decoder.takeError().message() == "unexpected end of section or function");
}

}  // namespace wald::binary
