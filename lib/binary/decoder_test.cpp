#include "binary/decoder.h"

#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "binary/sample_module.h"
#include "support/test_bytes.h"
#include "wasm/limits.h"

namespace wald::binary {

namespace {

using test::bytesOf;
using wasm::AbsHeap;
using wasm::CompKind;
using wasm::ExternKind;
using wasm::HeapType;
using wasm::Module;
using wasm::Opcode;
using wasm::SectionId;
using wasm::SegmentMode;
using wasm::ValType;

constexpr std::string_view header = "00 61 73 6d 01 00 00 00 ";

Module decoded(std::vector<std::uint8_t> bytes, wasm::Features features = {}) {
  auto module = decodeModule(std::move(bytes), features);
  if (!module) FAIL(module.error().format("module"));
  return std::move(*module);
}

/// Decodes a header and these sections.
Module decodedSections(std::string_view sections, wasm::Features features = {}) {
  return decoded(bytesOf(std::string(header) + std::string(sections)), features);
}

std::string failureOfBytes(std::vector<std::uint8_t> bytes, wasm::Features features = {}) {
  const auto module = decodeModule(std::move(bytes), features);
  return module ? "none" : module.error().format("");
}

/// How a header and these sections fail. Sections begin at offset 0x8.
std::string failureOf(std::string_view sections, wasm::Features features = {}) {
  return failureOfBytes(bytesOf(std::string(header) + std::string(sections)), features);
}

wasm::Features without(wasm::Feature feature) {
  wasm::Features features;
  features.set(feature, false);
  return features;
}

std::string leb(std::uint64_t value) {
  std::string hex;
  for (; value >= 0x80; value >>= 7) hex += fmt::format("{:02x} ", (value & 0x7f) | 0x80);
  return hex + fmt::format("{:02x} ", value);
}

}  // namespace

TEST_CASE("the header tells modules, components and other files apart") {
  CHECK(decodedSections("").types.empty());
  CHECK(failureOfBytes({}) == ":0x0: malformed: unexpected end");
  CHECK(failureOfBytes(bytesOf("00 61 73")) == ":0x0: malformed: unexpected end");
  CHECK(failureOfBytes(bytesOf("00 61 73 6d")) == ":0x4: malformed: unexpected end");
  CHECK(failureOfBytes(bytesOf("00 61 73 6d 01 00 00")) == ":0x6: malformed: unexpected end");
  CHECK(failureOfBytes(bytesOf("7f 'ELF' 00 00 00 00")) ==
        ":0x0: malformed: magic header not detected");
  CHECK(failureOfBytes(bytesOf("00 61 73 6d 0d 00 00 00")) ==
        ":0x4: malformed: unknown binary version: 0xd");
  CHECK(failureOfBytes(bytesOf("00 61 73 6d 0d 00 01 00")) ==
        ":0x4: unsupported: this is a component, not a core module; wald runs core modules");
  CHECK(hasMagic(bytesOf("00 61 73 6d")));
  CHECK_FALSE(hasMagic(bytesOf("00 61 73")));
  CHECK_FALSE(hasMagic(bytesOf("'(module)'")));
}

TEST_CASE("a module with every section is decoded") {
  const Module module = decoded(test::sampleModule());
  const auto definedRef = [](std::uint32_t index) {
    return ValType::ref(HeapType::defined(index), true);
  };

  REQUIRE(module.types.size() == 6);
  REQUIRE(module.recGroups.size() == 5);
  CHECK(module.recGroups[1].first == 1);
  CHECK(module.recGroups[1].count == 2);
  CHECK_FALSE(module.types[1].isFinal);
  CHECK(module.types[1].comp.kind == CompKind::Struct);
  CHECK(module.types[1].comp.fields[0] == wasm::FieldType{ValType::Code::I8, true});
  CHECK(module.types[1].comp.fields[1].type == definedRef(2));
  CHECK(module.types[2].comp.kind == CompKind::Array);
  CHECK(module.types[3].isFinal);
  CHECK(module.types[3].supertypes == std::vector<std::uint32_t>{1});
  CHECK(toString(module.types[4].comp) == "(i32, v128, externref) -> (i64)");

  REQUIRE(module.imports.size() == 5);
  CHECK(module.imports[2].name == "mem");
  CHECK(module.imports[2].type.memory().shared);
  CHECK(module.imports[2].type.memory().address == wasm::AddressType::I64);
  CHECK(module.imports[2].type.memory().limits.max == 2);
  CHECK(module.imports[3].type.global().isMutable);
  CHECK(module.imports[4].type.tag().type == 5);
  CHECK(module.importedFunctions == 1);
  CHECK(module.importedTables == 1);
  CHECK(module.importedMemories == 1);
  CHECK(module.importedGlobals == 1);
  CHECK(module.importedTags == 1);

  REQUIRE(module.functions.size() == 3);
  CHECK(module.isImportedFunction(0));
  CHECK_FALSE(module.isImportedFunction(1));
  REQUIRE(module.tables.size() == 3);
  CHECK_FALSE(module.tables[1].init);
  CHECK(module.tables[1].type.element == definedRef(1));
  CHECK(module.tables[1].type.limits.max == 10);
  REQUIRE(module.tables[2].init);
  CHECK(module.instructionsOf(*module.tables[2].init)[0].op == Opcode::RefFunc);
  CHECK(module.tables[2].type.address == wasm::AddressType::I64);
  REQUIRE(module.memories.size() == 3);
  CHECK(module.memories[1].type.pageSizeLog2 == 16);
  CHECK(module.memories[2].type.pageSizeLog2 == 0);
  CHECK(module.memories[2].type.limits.max == 7);
  CHECK(module.tags.size() == 2);

  REQUIRE(module.globals.size() == 3);
  const auto init = module.instructionsOf(module.globals[1].init);
  REQUIRE(init.size() == 1);
  CHECK(init[0].op == Opcode::I32Const);
  CHECK(init[0].value == 42);
  CHECK(module.bytes[init[0].offset] == 0x41);
  CHECK(module.view(module.globals[1].init.bytes).size() == 3);

  REQUIRE(module.exports.size() == 2);
  CHECK(module.exports[1].name == "tag");
  CHECK(module.exports[1].kind == ExternKind::Tag);
  CHECK(module.start == 1);
  CHECK(module.dataCount == 3);

  REQUIRE(module.elems.size() == 8);
  CHECK(module.elems[0].functions == std::vector<std::uint32_t>{0, 1});
  CHECK(module.elems[0].type == ValType::ref(AbsHeap::Func, false));
  CHECK(module.elems[1].mode == SegmentMode::Passive);
  CHECK(module.elems[2].table == 1);
  CHECK(module.elems[3].mode == SegmentMode::Declarative);
  CHECK(module.elems[4].type == wasm::types::funcref);
  CHECK(module.elems[6].table == 1);
  CHECK(module.elems[6].type == definedRef(1));
  CHECK(module.elems[7].size() == 2);
  CHECK(module.instructionsOf(module.elems[7].expressions[1])[0].op == Opcode::RefNull);

  REQUIRE(module.codes.size() == 2);
  REQUIRE(module.localsOf(module.codes[0]).size() == 2);
  CHECK(module.localsOf(module.codes[0])[0].count == 2);
  CHECK(module.localsOf(module.codes[0])[1].type == wasm::types::f64);
  CHECK(module.view(module.codes[0].body).size() == 6);
  CHECK(module.view(module.codes[1].body)[0] == 0x0b);

  REQUIRE(module.datas.size() == 3);
  CHECK(module.datas[1].mode == SegmentMode::Passive);
  CHECK(module.datas[2].memory == 1);
  CHECK(module.view(module.datas[0].bytes)[1] == 'b');

  REQUIRE(module.customs.size() == 3);
  CHECK(module.customs[0].after == SectionId::Custom);
  CHECK(module.customs[1].after == SectionId::Function);
  CHECK(module.customs[2].after == SectionId::Data);
  CHECK(module.view(module.customs[0].content).size() == 2);
}

TEST_CASE("a module cut off anywhere is refused, or ends between two sections") {
  const auto bytes = test::sampleModule();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    INFO(size);
    const auto module = decodeModule(std::vector(bytes.data(), bytes.data() + size), {});
    if (module) {
      // Without the code, only up to the functions; with all the data, only custom sections are missing.
      CHECK((module->functions.size() == module->importedFunctions || module->datas.size() == 3));
    } else {
      CHECK(module.error().offset() <= size);
      CHECK(module.error().kind() == ErrorKind::Malformed);
    }
  }
}

TEST_CASE("sections have an order and a size") {
  CHECK(failureOf("0e 01 00") == ":0x8: malformed: malformed section id: 14");
  CHECK(failureOf("80 01 00") == ":0x8: malformed: malformed section id: 128");
  CHECK(failureOf("01 01 00 01 01 00") == ":0xb: malformed: unexpected content after last section: "
                                          "a type section after the type section");
  CHECK(failureOf("0a 01 00 0c 01 00") == ":0xb: malformed: unexpected content after last section: "
                                          "a datacount section after the code section");
  // The tag section stands between memories and globals.
  CHECK(decodedSections("05 01 00 0d 01 00 06 01 00").tags.empty());
  CHECK(failureOf("06 01 00 0d 01 00") == ":0xb: malformed: unexpected content after last section: "
                                          "a tag section after the global section");

  CHECK(failureOf("01") == ":0x9: malformed: unexpected end (type section)");
  CHECK(failureOf("01 05 00") == ":0x9: malformed: length out of bounds (type section)");
  CHECK(failureOf("01 83 80 80 80 10 00") == ":0x9: malformed: integer too large (type section)");
  // One type is declared, two are given; two are declared, one is given.
  CHECK(failureOf("01 07 01 60 00 00 60 00 00") ==
        ":0xe: malformed: section size mismatch (type section)");
  CHECK(failureOf("01 04 02 60 00 00") ==
        ":0xe: malformed: unexpected end of section or function (type section, item 1)");
  // The second function's type lies in the next section.
  CHECK(failureOf("03 02 02 00 0a 01 00") ==
        ":0xa: malformed: unexpected end of section or function (function section)");
  CHECK(failureOf("03 03 02 00 80 00") ==
        ":0xc: malformed: unexpected end of section or function (function section, item 1)");
}

TEST_CASE("vectors longer than their section take no memory") {
  for (const auto* section : {"01", "02", "03", "04", "05", "06", "07", "09", "0a", "0b", "0d"}) {
    INFO(section);
    const std::string failure = failureOf(std::string(section) + " 05 ff ff ff ff 0f");
    CHECK(failure.starts_with(":0xa: malformed: unexpected end of section or function"));
  }
  // Parameters, results, supertypes, fields and types of a group; entries of an element segment; locals.
  CHECK(failureOf("01 07 01 60 ff ff ff ff 0f") ==
        ":0xc: malformed: unexpected end of section or function (type section, item 0)");
  CHECK(failureOf("01 08 01 60 00 ff ff ff ff 0f") ==
        ":0xd: malformed: unexpected end of section or function (type section, item 0)");
  CHECK(failureOf("01 07 01 50 ff ff ff ff 0f") ==
        ":0xc: malformed: unexpected end of section or function (type section, item 0)");
  CHECK(failureOf("01 07 01 5f ff ff ff ff 0f") ==
        ":0xc: malformed: unexpected end of section or function (type section, item 0)");
  CHECK(failureOf("01 07 01 4e ff ff ff ff 0f") ==
        ":0xc: malformed: unexpected end of section or function (type section, item 0)");
  CHECK(failureOf("09 08 01 03 00 ff ff ff ff 0f") ==
        ":0xd: malformed: unexpected end of section or function (element section, item 0)");
  CHECK(failureOf("0a 07 01 05 ff ff ff ff 0f") ==
        ":0xc: malformed: unexpected end of section or function (code section, function 0)");
}

TEST_CASE("custom sections have a name, and their content is free") {
  CHECK(failureOf("00") == ":0x9: malformed: unexpected end (custom section)");
  CHECK(failureOf("00 00").starts_with(":0xa: malformed: unexpected end"));
  CHECK(failureOf("00 02 02 'a'") ==
        ":0xa: malformed: length out of bounds (custom section, item 0)");
  // The name crosses the end of its section.
  CHECK(failureOf("00 02 02 'ab' 01 01 00") ==
        ":0xa: malformed: unexpected end of section or function (custom section, item 0)");
  CHECK(failureOf("00 03 02 c0 80") ==
        ":0xa: malformed: malformed UTF-8 encoding (custom section, item 0)");
  CHECK(decodedSections("00 04 01 'a' ff ff").customs[0].content.size == 2);
}

TEST_CASE("malformed types") {
  CHECK(failureOf("01 04 01 5d 00 00") ==
        ":0xb: malformed: malformed definition type (type section, item 0)");
  CHECK(failureOf("01 05 01 e0 7f 00 00") ==
        ":0xb: malformed: integer representation too long (type section, item 0)");
  CHECK(failureOf("01 05 01 60 01 40 00") ==
        ":0xd: malformed: malformed value type (type section, item 0)");
  // (array (field i8 with mutability 2)), (struct (field 0x7a))
  CHECK(failureOf("01 04 01 5e 78 02") ==
        ":0xd: malformed: malformed mutability (type section, item 0)");
  CHECK(failureOf("01 05 01 5f 01 7a 00") ==
        ":0xd: malformed: malformed storage type (type section, item 0)");
  // The second type of a group, after a type outside of it.
  CHECK(failureOf("01 0a 02 60 00 00 4e 02 60 00 00 41") ==
        ":0x13: malformed: malformed definition type (type section, item 2)");
  CHECK(failureOf("06 05 01 7f 02 41 00") ==
        ":0xc: malformed: malformed mutability (global section, item 0)");
  CHECK(failureOf("04 04 01 7f 00 00") ==
        ":0xb: malformed: malformed reference type (table section, item 0)");
  CHECK(failureOf("04 04 01 70 08 00") ==
        ":0xc: malformed: malformed limits flags (table section, item 0)");
  CHECK(failureOf("05 03 01 10 00") ==
        ":0xb: malformed: malformed limits flags (memory section, item 0)");
  CHECK(failureOf("05 04 01 08 00 41") ==
        ":0xd: malformed: invalid custom page size (memory section, item 0)");
  CHECK(failureOf("0d 03 01 01 00") ==
        ":0xb: malformed: malformed tag attribute (tag section, item 0)");
  CHECK(failureOf("04 07 01 40 01 70 00 00 0b") ==
        ":0xc: malformed: zero byte expected (table section, item 0)");
  // 2^63-1 pages is not for the decoder to judge.
  CHECK(decodedSections("05 0b 01 00 ff ff ff ff ff ff ff ff 7f").memories[0].type.limits.min ==
        0x7fff'ffff'ffff'ffff);
}

TEST_CASE("malformed imports and exports") {
  CHECK(failureOf("02 05 01 00 00 05 00") ==
        ":0xd: malformed: malformed import kind: 5 (import section, item 0)");
  CHECK(failureOf("02 05 01 01 ff 00 00") ==
        ":0xb: malformed: malformed UTF-8 encoding (import section, item 0)");
  CHECK(failureOf("07 04 01 00 05 00") ==
        ":0xc: malformed: malformed export kind: 5 (export section, item 0)");
  // Two exports are declared; the index of the second is cut off.
  CHECK(failureOf("07 07 02 00 00 00 00 00 80") ==
        ":0x10: malformed: unexpected end of section or function (export section, item 1)");
}

TEST_CASE("places count the imports of an index space") {
  // (import "" "" (global i32)) (global i32 with mutability 2)
  CHECK(failureOf("02 06 01 00 00 03 7f 00 06 05 01 7f 02 41 00") ==
        ":0x14: malformed: malformed mutability (global section, item 1)");
}

TEST_CASE("constant expressions are kept to their end") {
  // (global i32 (i32.add (i32.const 1) (i32.const 2)))
  const Module sum = decodedSections("06 09 01 7f 00 41 01 41 02 6a 0b");
  CHECK(sum.instructionsOf(sum.globals[0].init).size() == 3);
  // A block is for validation to refuse, and with it all that follows the first such instruction.
  // (global i32 (block (result i32) i32.const 1 end))
  const Module block = decodedSections("06 09 01 7f 00 02 7f 41 01 0b 0b");
  REQUIRE(block.instructionsOf(block.globals[0].init).size() == 1);
  CHECK(block.instructionsOf(block.globals[0].init)[0].op == Opcode::Block);
  CHECK(block.globals[0].init.bytes.size == 6);

  CHECK(failureOf("06 05 01 7f 00 41 00") ==
        ":0xf: malformed: unexpected end of section or function (global section, item 0)");
  CHECK(failureOf("06 06 01 7f 00 41 00 05") ==
        ":0xf: malformed: END opcode expected (global section, item 0)");
  CHECK(failureOf("06 07 01 7f 00 ff 00 0b 0b") ==
        ":0xd: malformed: illegal opcode ff (global section, item 0)");
  CHECK(failureOf("06 0a 01 7f 00 41 80 80 80 80 70 0b") ==
        ":0xe: malformed: integer too large (global section, item 0)");
  // The missing `end` is not looked for in the next section's contents.
  CHECK(failureOf("06 05 01 7f 00 41 00 0b 01 00")
            .starts_with(":0xb: malformed: unexpected end of section or function"));
}

TEST_CASE("malformed segments") {
  CHECK(failureOf("09 03 01 08 00") ==
        ":0xb: malformed: malformed segment flags: 8 (element section, item 0)");
  CHECK(failureOf("09 04 01 01 01 00") ==
        ":0xc: malformed: malformed element kind (element section, item 0)");
  CHECK(failureOf("09 04 01 05 7f 00") ==
        ":0xc: malformed: malformed reference type (element section, item 0)");
  CHECK(failureOf("0b 03 01 03 00") ==
        ":0xb: malformed: malformed segment flags: 3 (data section, item 0)");
  CHECK(failureOf("0b 04 01 01 02 'a'") ==
        ":0xc: malformed: unexpected end of section or function (data section, item 0)");
  CHECK(failureOf("0c 01 01 0b 01 00") ==
        ":0xa: malformed: data count and data section have inconsistent lengths: 1 and 0");
  CHECK(failureOf("0c 01 02") ==
        ":0xa: malformed: data count and data section have inconsistent lengths: 2 and 0");
}

TEST_CASE("functions and their code must agree") {
  // (type (func)) and two functions
  constexpr std::string_view functions = "01 04 01 60 00 00 03 03 02 00 00 ";
  const auto failure = [&](std::string_view code) {
    return failureOf(std::string(functions) + std::string(code));
  };
  CHECK(failure("") ==
        ":0x10: malformed: function and code section have inconsistent lengths: 2 and 0");
  CHECK(failure("0a 04 01 02 00 0b") ==
        ":0x15: malformed: function and code section have inconsistent lengths: 2 and 1");
  CHECK(failure("0a 07 02 02 00 0b 03 00 0b") ==
        ":0x19: malformed: length out of bounds (code section, function 1)");
  CHECK(failure("0a 06 02 02 00 0b 01 01") ==
        ":0x1a: malformed: unexpected end of section or function (code section, function 1)");
}

TEST_CASE("there may be many locals, but not too many") {
  const auto failure = [](std::string_view locals) {
    const auto size = bytesOf(locals).size();
    return failureOf(fmt::format("01 04 01 60 00 00 03 02 01 00 0a {:02x} 01 {:02x} {} 0b",
                                 size + 3, size + 1, locals));
  };
  CHECK(failure("03 00 7f 00 7e 02 7d") == "none");
  CHECK(failure("02 ff ff ff ff 0f 7f 02 7e") ==
        ":0x1d: malformed: too many locals (code section, function 0)");
  CHECK(failure("01 d0 86 03 7f") == "none");
  CHECK(failure("01 d1 86 03 7f") == ":0x16: limit: implementation limit exceeded: "
                                     "50001 locals (at most 50000) (code section, function 0)");
}

TEST_CASE("limits are named") {
  // 1001 parameters
  std::string params = "01 " + leb(1001 + 5) + "01 60 " + leb(1001);
  for (int i = 0; i < 1001; ++i) params += "7f ";
  CHECK(failureOf(params + "00") == ":0xd: limit: implementation limit exceeded: "
                                    "1001 parameters (at most 1000) (type section, item 0)");

  // The limit on an index space counts the imports.
  const std::string tables = "02 07 01 00 00 01 70 00 00 04 " + leb(3 * wasm::limits::tables + 3) +
                             leb(wasm::limits::tables);
  auto bytes = bytesOf(std::string(header) + tables);
  for (std::uint32_t i = 0; i < wasm::limits::tables; ++i) {
    bytes.insert(bytes.end(), {0x70, 0x00, 0x00});
  }
  CHECK(failureOfBytes(bytes) == ":0x15: limit: implementation limit exceeded: "
                                 "100001 tables (at most 100000) (table section)");
}

TEST_CASE("the first error of the file is told, also when it is in a function's body") {
  // (func: an illegal opcode) and then a section that does not exist
  CHECK(failureOf("01 04 01 60 00 00 03 02 01 00 0a 05 01 03 00 ff 0b 0e 00") ==
        ":0x17: malformed: illegal opcode ff (code section, function 0)");
  // By itself, the body is for validation to read.
  CHECK(decodedSections("01 04 01 60 00 00 03 02 01 00 0a 05 01 03 00 ff 0b").codes.size() == 1);
}

TEST_CASE("features that are off are named where they are used") {
  using wasm::Feature;
  CHECK(failureOf("01 05 01 60 00 01 7b", without(Feature::Simd)) ==
        ":0xe: unsupported: feature is not enabled: simd (type section, item 0)");
  CHECK(failureOf("01 06 01 60 00 02 7f 7f", without(Feature::MultiValue)) ==
        ":0xd: unsupported: feature is not enabled: multi-value (type section, item 0)");
  CHECK(failureOf("01 05 01 60 01 6f 00", without(Feature::ReferenceTypes)) ==
        ":0xd: unsupported: feature is not enabled: reference-types (type section, item 0)");
  CHECK(failureOf("01 03 01 5f 00", without(Feature::Gc)) ==
        ":0xb: unsupported: feature is not enabled: gc (type section, item 0)");
  CHECK(failureOf("05 03 01 04 00", without(Feature::Memory64)) ==
        ":0xb: unsupported: feature is not enabled: memory64 (memory section, item 0)");
  CHECK(failureOf("05 04 01 03 00 00", without(Feature::Threads)) ==
        ":0xb: unsupported: feature is not enabled: threads (memory section, item 0)");
  CHECK(failureOf("0d 01 00", without(Feature::Exceptions)) ==
        ":0xa: unsupported: feature is not enabled: exceptions (tag section)");
  CHECK(failureOf("0b 03 01 01 00", without(Feature::BulkMemory)) ==
        ":0xb: unsupported: feature is not enabled: bulk-memory (data section, item 0)");
  // The page size's flag is malformed to a suite that does not know it.
  CHECK(failureOf("05 02 01 08", without(Feature::CustomPageSizes)) ==
        ":0xb: malformed: malformed limits flags: custom-page-sizes is not enabled "
        "(memory section, item 0)");
}

}  // namespace wald::binary
