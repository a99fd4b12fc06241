#include "codegen/data_image.h"

#include <string>

#include <catch2/catch.hpp>

#include "codegen/codegen_test.h"

// What active data segments make of memories.

namespace wald::codegen {

namespace {

/// The stretches as text, or "unknown".
std::string imageOf(std::string_view fields) {
  const auto module = test::validate("(module " + std::string(fields) + ")", wasm::Features::all());
  const auto runs = mergedData(*module);
  if (!runs) return "unknown";
  std::string text;
  for (const DataRun& run : *runs) {
    if (!text.empty()) text += "; ";
    text += std::to_string(run.memory) + ":" + std::to_string(run.place) + " ";
    for (const std::uint8_t byte : run.bytes) text += byte == 0 ? '.' : static_cast<char>(byte);
  }
  return text;
}

}  // namespace

TEST_CASE("data segments that lie close together become one") {
  CHECK(imageOf("(memory 1)") == "");
  CHECK(imageOf("(memory 1) (data (i32.const 8) \"abc\")") == "0:8 abc");
  CHECK(imageOf("(memory 1) (data (i32.const 8) \"abc\") (data (i32.const 11) \"d\")") ==
        "0:8 abcd");
  CHECK(imageOf("(memory 1) (data (i32.const 8) \"abc\") (data (i32.const 4) \"d\")") ==
        "0:4 d...abc");
  CHECK(imageOf("(memory 1) (data (i32.const 8) \"abc\") (data (i32.const 75) \"d\")") ==
        "0:8 abc" + std::string(64, '.') + "d");
  CHECK(imageOf("(memory 1) (data (i32.const 8) \"abc\") (data (i32.const 76) \"d\")") ==
        "0:8 abc; 0:76 d");
  CHECK(imageOf("(memory 1) (memory 1) (data (memory 1) (i32.const 0) \"x\") (data (i32.const 0) "
                "\"y\")") == "0:0 y; 1:0 x");
  CHECK(imageOf("(memory i64 1) (data (i64.const 65535) \"x\")") == "0:65535 x");
}

TEST_CASE("where data segments overlap, the last one holds") {
  CHECK(imageOf("(memory 1) (data (i32.const 0) \"abcdef\") (data (i32.const 2) \"xy\")") ==
        "0:0 abxyef");
  CHECK(imageOf("(memory 1) (data (i32.const 2) \"xy\") (data (i32.const 0) \"abcdef\")") ==
        "0:0 abcdef");
  CHECK(imageOf("(memory 1) (data (i32.const 2) \"xyz\") (data (i32.const 0) \"abc\")") ==
        "0:0 abcyz");
}

TEST_CASE("data is left as it is where its place is not known or may be outside") {
  CHECK(imageOf("(memory (import \"m\" \"m\") 1) (data (i32.const 0) \"x\")") == "unknown");
  CHECK(imageOf("(memory 1) (data (i32.const 65536) \"x\")") == "unknown");
  CHECK(imageOf("(memory 1) (data (i32.const 65535) \"xy\")") == "unknown");
  CHECK(imageOf("(memory 1) (data (i32.const -1) \"x\")") == "unknown");
  CHECK(imageOf("(memory i64 1) (data (i64.const -1) \"xy\")") == "unknown");
  CHECK(imageOf("(memory 1) (data (i32.const 65536) \"\")") == "");
  CHECK(imageOf("(memory 1) (data (i32.const 65537) \"\")") == "unknown");
  CHECK(imageOf("(global (import \"m\" \"g\") i32) (memory 1) (data (global.get 0) \"x\")") ==
        "unknown");
}

TEST_CASE("data is left as it is where instructions use segments") {
  CHECK(imageOf("(memory 1) (data (i32.const 0) \"x\") (func (data.drop 0))") == "unknown");
  CHECK(imageOf("(memory 1) (data \"x\") (func (memory.init 0 (i32.const 0) (i32.const 0) "
                "(i32.const 1)))") == "unknown");
  CHECK(imageOf("(memory 1) (data (i32.const 0) \"x\") (data \"never used\")") == "0:0 x");
}

}  // namespace wald::codegen
