#include "tools/wald/toml.h"

#include <catch2/catch.hpp>

using namespace wald::command;
using Catch::Matchers::Contains;

namespace {

std::vector<toml::Entry> parsed(std::string_view text) {
  auto entries = toml::parse(text);
  INFO(text);
  REQUIRE(entries);
  return *entries;
}

std::string failure(std::string_view text) {
  const auto entries = toml::parse(text);
  INFO(text);
  REQUIRE_FALSE(entries);
  CHECK(entries.error().kind() == wald::ErrorKind::Usage);
  return std::string(entries.error().message());
}

toml::Scalar scalar(std::string_view text) {
  const auto entries = parsed("k = " + std::string(text));
  REQUIRE(entries.size() == 1);
  CHECK_FALSE(entries[0].isArray);
  REQUIRE(entries[0].values.size() == 1);
  return entries[0].values[0].scalar;
}

std::string text(std::string_view value) { return std::get<std::string>(scalar(value)); }

}  // namespace

TEST_CASE("toml: keys, tables, comments and lines") {
  const auto entries =
      parsed("# first\n\na-b_1 = 1 # one\r\n  \"c d\"=true\n[t] # table\n'x'\t=\t\"\"\n"
             "[ u ]\nx = 'y'");
  REQUIRE(entries.size() == 4);
  CHECK((entries[0].key == "a-b_1" && entries[0].table.empty() && entries[0].line == 3));
  CHECK((entries[1].key == "c d" && entries[1].line == 4));
  CHECK((entries[2].key == "x" && entries[2].table == "t" && entries[2].line == 6));
  CHECK((entries[3].key == "x" && entries[3].table == "u" && entries[3].line == 8));
  CHECK(parsed("").empty());
  CHECK(parsed("# only").empty());
}

TEST_CASE("toml: values") {
  CHECK(std::get<bool>(scalar("true")));
  CHECK_FALSE(std::get<bool>(scalar("false")));
  CHECK(std::get<std::int64_t>(scalar("0")) == 0);
  CHECK(std::get<std::int64_t>(scalar("+1_000_000")) == 1'000'000);
  CHECK(std::get<std::int64_t>(scalar("-12")) == -12);
  CHECK(std::get<std::int64_t>(scalar("9223372036854775807")) == INT64_MAX);
  CHECK(text(R"("a # b")") == "a # b");
  CHECK(text(R"('a\n"')") == "a\\n\"");
  CHECK(text(R"("\b\t\n\f\r\"\\")") == "\b\t\n\f\r\"\\");
  CHECK(text(R"("\u00e4\U0001F600")") == "ä😀");
  CHECK(text("\"ä€😀\"") == "ä€😀");
}

TEST_CASE("toml: arrays") {
  const auto entries =
      parsed("a = [] \nb = [1]\nc = [ # of strings\n  'x', # first\n\n  \"y\",\n]\nd = 1");
  REQUIRE(entries.size() == 4);
  CHECK((entries[0].isArray && entries[0].values.empty()));
  CHECK((entries[1].isArray && entries[1].values.size() == 1));
  REQUIRE(entries[2].values.size() == 2);
  CHECK(entries[2].values[1].line == 6);
  CHECK(std::get<std::string>(entries[2].values[1].scalar) == "y");
  CHECK(entries[3].line == 8);
}

TEST_CASE("toml: what it does not read it names, with the line") {
  CHECK_THAT(failure("a = 1\n[[t]]"), Contains("2: arrays of tables"));
  CHECK_THAT(failure("[a.b]"), Contains("1: tables in tables"));
  CHECK_THAT(failure("a.b = 1"), Contains("keys with dots"));
  CHECK_THAT(failure("a = {b = 1}"), Contains("tables in braces"));
  CHECK_THAT(failure("a = [[1]]"), Contains("arrays in arrays"));
  CHECK_THAT(failure("a = \"\"\"x\"\"\""), Contains("strings of several lines"));
  CHECK_THAT(failure("a = 1.5"), Contains("'1.5' is no string"));
  CHECK_THAT(failure("a = 1979-05-27T07:32:00Z"), Contains("'1979-05-27T07:32:00Z' is no string"));
  CHECK_THAT(failure("a = 0x10"), Contains("'0x10' is no string"));
}

TEST_CASE("toml: what is wrong") {
  CHECK_THAT(failure("a"), Contains("1: '=' is expected after \"a\""));
  CHECK_THAT(failure("\n= 1"), Contains("2: a key is expected, found '='"));
  CHECK_THAT(failure("a = "), Contains("a value is expected"));
  CHECK_THAT(failure("a = 1 2"), Contains("the end of the line is expected, found '2'"));
  CHECK_THAT(failure("a = 1\nb = 2\na = 3"), Contains("3: \"a\" is there twice"));
  CHECK_THAT(failure("[a]\n[a]"), Contains("2: the table \"a\" is there twice"));
  CHECK_THAT(failure("[a"), Contains("']' is expected"));
  CHECK_THAT(failure("a = [1 2]"), Contains("',' or ']'"));
  CHECK_THAT(failure("a = [1"), Contains("',' or ']'"));
  CHECK_THAT(failure("a = ["), Contains("a value is expected"));
  CHECK_THAT(failure("a = 'x\n'"), Contains("1: a string without an end"));
  CHECK_THAT(failure("a = \"x"), Contains("a string without an end"));
  CHECK_THAT(failure("a = \"\\x\""), Contains("no such escape"));
  CHECK_THAT(failure("a = \"\\ud800\""), Contains("no such escape"));
  CHECK_THAT(failure("a = \"\\u12"), Contains("no such escape"));
  CHECK_THAT(failure("a = \"\\"), Contains("no such escape"));
  CHECK_THAT(failure("a = 01"), Contains("'01' is no string"));
  CHECK_THAT(failure("a = 1__0"), Contains("'1__0' is no string"));
  CHECK_THAT(failure("a = 9223372036854775808"), Contains("is no string"));
  CHECK_THAT(failure("a = 1\nb = \"\xff\""), Contains("2: no UTF-8"));
  CHECK_THAT(failure(std::string_view("a = 1\0", 6)), Contains("1: a control character"));
  CHECK_THAT(failure("a = 'x\x1b'"), Contains("1: a control character"));
}
