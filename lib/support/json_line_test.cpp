#include "support/json_line.h"

#include <catch2/catch.hpp>

using wald::escapeJson;
using wald::JsonLine;

TEST_CASE("json line: objects, arrays and values") {
  JsonLine line;
  line.beginObject().string("a", "x").number("b", ~std::uint64_t{0}).boolean("c", true);
  line.beginArray("d").string("y").string("z").beginObject().end().end();
  line.beginObject("e").end().boolean("f", false).end();
  CHECK(line.text() ==
        R"({"a":"x","b":18446744073709551615,"c":true,"d":["y","z",{}],"e":{},"f":false})");
  CHECK_FALSE(line.isCut());
}

TEST_CASE("json line: what a guest writes stays in its string") {
  CHECK(escapeJson("a\"b\\c") == R"(a\"b\\c)");
  CHECK(escapeJson("\n\r\t\x1b\x7f") == R"(\u000a\u000d\u0009\u001b\u007f)");
  CHECK(escapeJson(std::string_view("\0", 1)) == R"(\u0000)");
  CHECK(escapeJson("\u0085\u2028\u2029") == R"(\u0085\u2028\u2029)");
  CHECK(escapeJson("ä€😀") == "ä€😀");
}

TEST_CASE("json line: bytes that are no UTF-8 are told apart") {
  CHECK(escapeJson("\xff") == R"(\udcff)");
  CHECK(escapeJson("\xc3") == R"(\udcc3)");            // cut off
  CHECK(escapeJson("\xc0\xaf") == R"(\udcc0\udcaf)");  // longer than needed
  CHECK(escapeJson("\xe0\x80\xaf") == R"(\udce0\udc80\udcaf)");
  CHECK(escapeJson("\xed\xa0\x80") == R"(\udced\udca0\udc80)");  // a surrogate
  CHECK(escapeJson("\xf4\x90\x80\x80") == R"(\udcf4\udc90\udc80\udc80)");
  CHECK(escapeJson("a\xe2\x82z") == R"(a\udce2\udc82z)");
}

TEST_CASE("json line: long strings are cut between characters") {
  JsonLine line(6);
  line.beginObject().string("a", "123456").string("b", "1234\n").string("c", "12345€").end();
  CHECK(line.text() == R"({"a":"123456","b":"1234","c":"12345"})");
  CHECK(line.isCut());
}
