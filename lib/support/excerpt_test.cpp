#include "support/excerpt.h"

#include <catch2/catch.hpp>

namespace wald {
namespace {

std::string excerpt(std::uint32_t column, std::string_view line, std::size_t indentation = 2) {
  return excerptOf(Error(ErrorCode::UnexpectedToken).atLine(1, column, line), indentation);
}

}  // namespace

TEST_CASE("an excerpt has the line, and a caret below the column") {
  CHECK(excerpt(1, "abc") == "  abc\n  ^\n");
  CHECK(excerpt(3, "abc", 5) == "     abc\n       ^\n");
  CHECK(excerpt(4, "abc") == "  abc\n     ^\n");
  CHECK(excerpt(1, "").empty());
  CHECK(excerptOf(Error(ErrorCode::UnexpectedEnd).at(3)).empty());
}

TEST_CASE("the caret counts characters as they are shown") {
  CHECK(excerpt(3, "\xc3\xa9\xe2\x82\xacx") == "  \xc3\xa9\xe2\x82\xacx\n    ^\n");
  CHECK(excerpt(3, "\t\tx") == "    x\n    ^\n");
  CHECK(excerpt(3, "a\x1b"
                   "c") == "  a\\x1bc\n       ^\n");
}

TEST_CASE("of a long line the part around the column is shown") {
  const std::string line = std::string(1'000, 'a') + "\xc3\xa9" + std::string(1'000, 'b');
  CHECK(excerpt(1'001, line) == "  " + std::string(50, 'a') + "\xc3\xa9" + std::string(49, 'b') +
                                    "\n  " + std::string(50, ' ') + "^\n");
  CHECK(excerpt(100, line) == "  " + std::string(100, 'a') + "\n  " + std::string(99, ' ') + "^\n");
  CHECK(excerpt(2'002, line) ==
        "  " + std::string(50, 'b') + "\n  " + std::string(50, ' ') + "^\n");
}

}  // namespace wald
