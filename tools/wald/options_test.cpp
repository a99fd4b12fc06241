#include "tools/wald/options.h"

#include <catch2/catch.hpp>

#include "tools/wald/run_options.h"

using namespace wald;
using namespace wald::command;

namespace {

/// Arguments as `main` gets them.
class Args {
public:
  Args(std::initializer_list<const char*> args) : strings_(args.begin(), args.end()) {
    for (std::string& argument : strings_) pointers_.push_back(argument.data());
  }
  operator std::span<char* const>() const { return pointers_; }

private:
  std::vector<std::string> strings_;
  std::vector<char*> pointers_;
};

using Operands = OptionSet::Operands;

}  // namespace

TEST_CASE("everything after the first operand is left alone") {
  RunOptions options;
  const Args args{"--invoke", "f", "-v", "app.wasm", "--help", "-v", "--", "x"};
  const auto operands = runOptionSet(options).parse(args, Operands::First);
  REQUIRE(operands);
  CHECK(*operands == std::vector<std::string_view>{"app.wasm", "--help", "-v", "--", "x"});
  CHECK(options.invoke == "f");
  CHECK(options.verbose);
  CHECK_FALSE(options.help);
}

TEST_CASE("values may be joined by an equals sign, and two dashes end the options") {
  RunOptions options;
  const Args args{"--env=A=b=c", "--max-memory=1K", "--", "--odd.wasm"};
  const auto operands = runOptionSet(options).parse(args, Operands::First);
  REQUIRE(operands);
  CHECK(*operands == std::vector<std::string_view>{"--odd.wasm"});
  CHECK(options.wasi.env == std::vector<std::string>{"A=b=c"});
  CHECK(options.config.limits.memoryBytes == 1024);
}

TEST_CASE("a dash alone is an operand, and options may follow operands where all are read") {
  RunOptions options;
  const Args args{"-", "a", "-v", "b"};
  CHECK(*runOptionSet(options).parse(args, Operands::First) ==
        std::vector<std::string_view>{"-", "a", "-v", "b"});
  CHECK(*runOptionSet(options).parse(args, Operands::All) ==
        std::vector<std::string_view>{"-", "a", "b"});
  CHECK(options.verbose);
}

TEST_CASE("mistakes are named") {
  const auto messageOf = [](const Args& args) {
    RunOptions options;
    const auto operands = runOptionSet(options).parse(args, Operands::First);
    REQUIRE_FALSE(operands);
    CHECK(operands.error().kind() == ErrorKind::Usage);
    return operands.error().message();
  };
  CHECK(messageOf({"--invok", "f"}) == "unknown option '--invok'; is it '--invoke'?");
  CHECK(messageOf({"--frobnicate"}) == "unknown option '--frobnicate'");
  CHECK(messageOf({"-x"}) == "unknown option '-x'");
  CHECK(messageOf({"--dir"}) == "option '--dir' needs a value: --dir HOST[::GUEST][:ro|:rw]");
  CHECK(messageOf({"--no-guard=yes"}) == "option '--no-guard' takes no value");
  CHECK(messageOf({"--max-memory", "many"}) ==
        "--max-memory many: not a size such as 65536, 64K, 512M or 2G");
  CHECK(messageOf({"--preload", "x.wasm"}) == "--preload x.wasm: not of the form NAME=FILE");
  CHECK(messageOf({"--enable", "gcc"}).starts_with("--enable gcc: no such feature; there are mvp"));
}

TEST_CASE("sizes") {
  CHECK(*parseSize("0") == 0);
  CHECK(*parseSize("65536") == 65536);
  CHECK(*parseSize("64K") == 65536);
  CHECK(*parseSize("3m") == 3u << 20);
  CHECK(*parseSize("2G") == std::uint64_t{2} << 30);
  for (const char* text : {"", "K", "-1", "1T", "1KK", "1 K", "0x10", "99999999999999999999",
                           "18446744073709551615K"}) {
    CHECK_FALSE(parseSize(text));
  }
}

TEST_CASE("times") {
  using namespace std::chrono_literals;
  CHECK(*parseDuration("2") == 2s);
  CHECK(*parseDuration("1.5s") == 1500ms);
  CHECK(*parseDuration("200ms") == 200ms);
  CHECK(*parseDuration("7us") == 7us);
  CHECK(*parseDuration("10m") == 10min);
  CHECK(*parseDuration("1h") == 1h);
  for (const char* text : {"", "0", "0ms", "-1", "s", "1 s", "1d", "1e3", "nan", "inf", "1e400",
                           "99999999999999999999"}) {
    CHECK_FALSE(parseDuration(text));
  }
}

TEST_CASE("granted directories") {
  const auto parsed = [](std::string_view text) {
    const auto preopen = parsePreopen(text);
    REQUIRE(preopen);
    return std::tuple(preopen->hostPath, preopen->guestPath, preopen->writable);
  };
  using Row = std::tuple<std::string, std::string, bool>;
  CHECK(parsed(".") == Row(".", ".", false));
  CHECK(parsed("a:rw") == Row("a", "a", true));
  CHECK(parsed("a::/b") == Row("a", "/b", false));
  CHECK(parsed("a::/b:ro") == Row("a", "/b", false));
  CHECK(parsed("a::/b:rw") == Row("a", "/b", true));
  CHECK(parsed("a:b") == Row("a:b", "a:b", false));
  CHECK_FALSE(parsePreopen(""));
  CHECK_FALSE(parsePreopen("::/x"));
  CHECK_FALSE(parsePreopen("a::"));
  CHECK_FALSE(parsePreopen(":rw"));
}

TEST_CASE("the last value of a variable counts, and what the host lacks is not set") {
  RunOptions options;
  const Args args{"--env", "A=1", "--env", "B=2", "--env", "A=3", "--env", "WALD_TEST_IS_NOT_SET"};
  REQUIRE(runOptionSet(options).parse(args, Operands::First));
  CHECK(options.wasi.env == std::vector<std::string>{"B=2", "A=3"});
}

TEST_CASE("the nearest of some names") {
  constexpr std::string_view names[] = {"add", "multiply", "fac"};
  CHECK(nearestOf("ad", names) == "add");
  CHECK(nearestOf("mulitply", names) == "multiply");
  CHECK(nearestOf("subtract", names).empty());
}
