#include "snapshot/memory_image.h"

#include <catch2/catch.hpp>

namespace wald::snapshot {

namespace {

using Runs = std::vector<MemoryRun>;

Runs runsOf(const std::vector<std::uint8_t>& bytes, std::uint64_t gap) {
  Runs runs;
  appendRuns(runs, 3, bytes, gap);
  return runs;
}

}  // namespace

TEST_CASE("a zero memory has no runs, whatever its size") {
  for (const std::size_t size : {0, 1, 7, 8, 63, 64, 65, 1000}) {
    CHECK(runsOf(std::vector<std::uint8_t>(size), 0).empty());
  }
}

TEST_CASE("a run begins and ends with what is not zero, wherever it lies") {
  for (const std::size_t size : {1, 9, 64, 71, 200}) {
    for (std::size_t begin = 0; begin < size; ++begin) {
      for (const std::size_t length : {1, 2, 8, 65}) {
        if (begin + length > size) continue;
        std::vector<std::uint8_t> bytes(size);
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(begin), length, std::uint8_t{5});
        REQUIRE(runsOf(bytes, 0) == Runs{{3, begin, length}});
      }
    }
  }
}

TEST_CASE("zeros up to the gap are part of a run") {
  std::vector<std::uint8_t> bytes(300);
  bytes[10] = bytes[20] = bytes[200] = 1;
  CHECK(runsOf(bytes, 8) == Runs{{3, 10, 1}, {3, 20, 1}, {3, 200, 1}});
  CHECK(runsOf(bytes, 9) == Runs{{3, 10, 11}, {3, 200, 1}});
  CHECK(runsOf(bytes, 179) == Runs{{3, 10, 191}});
}

TEST_CASE("runs of different memories stay apart") {
  Runs runs;
  const std::vector<std::uint8_t> bytes = {1};
  appendRuns(runs, 0, bytes, 100);
  appendRuns(runs, 1, bytes, 100);
  CHECK(runs == Runs{{0, 0, 1}, {1, 0, 1}});
  limitRuns(runs, 100, 1);
  CHECK(runs.size() == 2);
}

TEST_CASE("the nearest are joined where there are too many runs") {
  Runs runs{{0, 0, 1}, {0, 4, 1}, {0, 100, 1}, {0, 1000, 1}, {1, 0, 1}};
  limitRuns(runs, 1, 5);
  CHECK(runs.size() == 5);
  limitRuns(runs, 1, 4);
  CHECK(runs == Runs{{0, 0, 5}, {0, 100, 1}, {0, 1000, 1}, {1, 0, 1}});
  limitRuns(runs, 1, 2);
  CHECK(runs == Runs{{0, 0, 1001}, {1, 0, 1}});
}

}  // namespace wald::snapshot
