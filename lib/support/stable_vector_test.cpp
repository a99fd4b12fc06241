#include "support/stable_vector.h"

#include <catch2/catch.hpp>

namespace wald {

namespace {

/// Neither copied nor moved; counts those that are alive.
struct Counted {
  Counted(int value, int& count) : number(value), alive(count) { ++alive; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --alive; }
  int number;
  int& alive;
};

std::vector<int> numbersOf(const StableVector<Counted>& elements) {
  std::vector<int> numbers;
  elements.forEach([&](const Counted& element) { numbers.push_back(element.number); });
  return numbers;
}

}  // namespace

TEST_CASE("elements of a stable vector stay where they are") {
  int alive = 0;
  {
    StableVector<Counted> elements;
    CHECK(numbersOf(elements).empty());
    std::vector<Counted*> places;
    for (int i = 0; i < 3000; ++i) places.push_back(&elements.emplace_back(i, alive));
    CHECK(elements.size() == 3000);
    CHECK(alive == 3000);
    for (int i = 0; i < 3000; ++i) CHECK(places[static_cast<std::size_t>(i)]->number == i);
    const std::vector<int> numbers = numbersOf(elements);
    REQUIRE(numbers.size() == 3000);
    for (int i = 0; i < 3000; ++i) CHECK(numbers[static_cast<std::size_t>(i)] == i);

    // Down over the ends of several blocks, and up again.
    while (elements.size() > 1) elements.pop_back();
    CHECK(alive == 1);
    CHECK(numbersOf(elements) == std::vector{0});
    for (int i = 1; i < 100; ++i) CHECK(elements.emplace_back(-i, alive).number == -i);
    CHECK(alive == 100);
    CHECK(numbersOf(elements)[99] == -99);
    CHECK(places[0]->number == 0);
    while (elements.size() > 0) elements.pop_back();
    CHECK(alive == 0);
    elements.emplace_back(7, alive);
    CHECK(numbersOf(elements) == std::vector{7});
  }
  CHECK(alive == 0);
}

}  // namespace wald
