#include "tools/wald/report.h"

#include <catch2/catch.hpp>

using namespace wald;
using namespace wald::command;

TEST_CASE("every kind of error has its exit status") {
  CHECK(exitStatusOf(ErrorKind::Malformed) == 1);
  CHECK(exitStatusOf(ErrorKind::Invalid) == 1);
  CHECK(exitStatusOf(ErrorKind::Unlinkable) == 1);
  CHECK(exitStatusOf(ErrorKind::Unsupported) == 1);
  CHECK(exitStatusOf(ErrorKind::Io) == 1);
  CHECK(exitStatusOf(ErrorKind::Usage) == 2);
  CHECK(exitStatusOf(ErrorKind::Limit) == 125);
}

TEST_CASE("a trap names its kind and its frames, innermost first") {
  runtime::Trap trap{.kind = wasm::TrapKind::MemoryOutOfBounds};
  trap.frames = {{"parse_number", "app.wasm", 7, 0x1f3a}, {"main", "app.wasm", 3, 0xa10}};
  CHECK(describeTrap(trap) == "wasm trap: out of bounds memory access\n"
                              "  at parse_number (app.wasm+0x1f3a)\n"
                              "  at main (app.wasm+0x0a10)\n");
}

TEST_CASE("repeated frames are counted, and control characters shown as codes") {
  runtime::Trap trap{.kind = wasm::TrapKind::StackOverflow};
  trap.frames.assign(4, {"f\x1b[31m", "a.wasm", 0, 0x20});
  trap.frames.push_back({"main", "a.wasm", 1, 0x30});
  trap.omittedFrames = 5;
  CHECK(describeTrap(trap) == "wasm trap: call stack exhausted\n"
                              "  at f\\x1b[31m (a.wasm+0x0020)\n"
                              "  … 3 more times\n"
                              "  at main (a.wasm+0x0030)\n"
                              "  … 5 more frames\n");
}
