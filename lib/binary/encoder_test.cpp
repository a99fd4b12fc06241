#include "binary/encoder.h"

#include <array>

#include <catch2/catch.hpp>

#include "binary/decoder.h"
#include "binary/sample_module.h"
#include "support/test_bytes.h"

namespace wald::binary {

namespace {

using test::bytesOf;

std::vector<std::uint8_t> again(const std::vector<std::uint8_t>& bytes) {
  const auto module = decodeModule(bytes, wasm::Features::all());
  if (!module) FAIL(module.error().format("module"));
  return encodeModule(*module);
}

}  // namespace

TEST_CASE("what was decoded from the shortest forms is encoded as the same bytes") {
  CHECK(again(test::sampleModule()) == test::sampleModule());
  const auto empty = bytesOf("00 61 73 6d 01 00 00 00");
  CHECK(again(empty) == empty);
}

TEST_CASE("numbers are shortened outside of bodies, and bodies are kept") {
  // (module (type (func)) (func (type 0) i32.const 1 drop) (func (type 0)))
  CHECK(again(bytesOf("00 61 73 6d 01 00 00 00"
                      "01 86 80 00 81 00 60 00 80 00"
                      "03 84 00 02 80 00 00"
                      "0a 8f 00 82 00 87 00 80 00 41 81 00 1a 0b 82 00 00 0b")) ==
        bytesOf("00 61 73 6d 01 00 00 00"
                "01 04 01 60 00 00"
                "03 03 02 00 00"
                "0a 0b 02 06 00 41 81 00 1a 0b 02 00 0b"));
}

TEST_CASE("sections without items are left out, but for what they count") {
  // A module with an empty type section and a data count of 0.
  CHECK(again(bytesOf("00 61 73 6d 01 00 00 00 01 01 00 0c 01 00")) ==
        bytesOf("00 61 73 6d 01 00 00 00 0c 01 00"));
}

TEST_CASE("custom sections keep their places and their order") {
  const auto bytes = bytesOf("00 61 73 6d 01 00 00 00"
                             "00 02 01 'a' 00 02 01 'b'"
                             "01 04 01 60 00 00"
                             "00 03 01 'a' 01"
                             "05 03 01 00 01"
                             "00 02 01 'c' 00 02 01 'a'");
  CHECK(again(bytes) == bytes);
  // Those after a section that is not written again stay between its neighbours.
  CHECK(again(bytesOf("00 61 73 6d 01 00 00 00"
                      "02 01 00"
                      "00 02 01 'a'"
                      "05 03 01 00 01")) == bytesOf("00 61 73 6d 01 00 00 00"
                                                    "00 02 01 'a'"
                                                    "05 03 01 00 01"));
}

TEST_CASE("of a changed module the other sections are copied as they are") {
  // (module (type (func)) (func (type 0)) (memory 1) (func…)) with numbers longer than they need be.
  const auto original = bytesOf("00 61 73 6d 01 00 00 00"
                                "01 84 00 01 60 00 00"
                                "03 83 00 81 00 00"
                                "05 84 00 01 00 81 00"
                                "0a 87 00 01 84 00 00 01 01 0b"
                                "00 02 01 'n'");
  auto module = decodeModule(original, wasm::Features::all());
  REQUIRE(module);
  module->memories[0].type.limits.min = 3;
  module->exports.push_back({.name = "m", .kind = wasm::ExternKind::Memory});
  constexpr std::array changed = {wasm::SectionId::Memory, wasm::SectionId::Export};
  CHECK(encodeChanged(*module, original, changed) == bytesOf("00 61 73 6d 01 00 00 00"
                                                             "01 04 01 60 00 00"
                                                             "03 03 81 00 00"
                                                             "05 03 01 00 03"
                                                             "07 05 01 01 'm' 02 00"
                                                             "0a 07 01 84 00 00 01 01 0b"
                                                             "00 02 01 'n'"));
}

}  // namespace wald::binary
