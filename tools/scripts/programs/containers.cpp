// The C++ standard library at work: streams, strings, containers, algorithms, smart pointers,
// virtual calls, function objects, static initialisation.
#include <algorithm>
#include <deque>
#include <functional>
#include <iomanip>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <queue>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
  virtual std::string name() const = 0;
};

struct Square : Shape {
  explicit Square(double side) : side_(side) {}
  double area() const override { return side_ * side_; }
  std::string name() const override { return "square"; }
  double side_;
};

struct Circle : Shape {
  explicit Circle(double radius) : radius_(radius) {}
  double area() const override { return 3.14159265358979 * radius_ * radius_; }
  std::string name() const override { return "circle"; }
  double radius_;
};

struct Counted {
  Counted() { ++live; }
  Counted(const Counted&) { ++live; }
  Counted& operator=(const Counted&) = default;
  ~Counted() { --live; }
  static int live;
};
int Counted::live = 0;

// Built before main and destroyed after it.
struct Global {
  Global() : words{"static", "initialisation"} {}
  ~Global() { std::cout << "destroyed" << std::endl; }
  std::vector<std::string> words;
} global;

}  // namespace

int main() {
  std::cout << "global:";
  for (const auto& word : global.words) {
    std::cout << ' ' << word;
  }
  std::cout << '\n';

  std::vector<int> numbers(1000);
  std::uint32_t state = 1;
  std::generate(numbers.begin(), numbers.end(), [&] {
    state = state * 1664525U + 1013904223U;
    return static_cast<int>(state >> 16);
  });
  std::sort(numbers.begin(), numbers.end());
  std::cout << "sorted: " << std::is_sorted(numbers.begin(), numbers.end()) << ' '
            << numbers.front() << ' ' << numbers.back() << '\n';
  std::nth_element(numbers.begin(), numbers.begin() + 500, numbers.end(), std::greater<>());
  std::cout << "median: " << numbers[500]
            << ", sum: " << std::accumulate(numbers.begin(), numbers.end(), 0LL) << '\n';

  std::istringstream text("the quick brown fox jumps over the lazy dog the end");
  std::map<std::string, int> counts;
  for (std::string word; text >> word;) {
    ++counts[word];
  }
  for (const auto& [word, count] : counts) {
    std::cout << word << '=' << count << ' ';
  }
  std::cout << '\n';

  std::unordered_map<int, std::string> names;
  for (int i = 0; i < 10000; ++i) {
    names.emplace(i * 7919, std::to_string(i));
  }
  std::cout << names.size() << ' ' << names.at(7919 * 1234) << ' ' << names.count(1) << '\n';

  std::priority_queue<std::tuple<int, std::string>> queue;
  queue.emplace(2, "second");
  queue.emplace(3, "first");
  queue.emplace(1, "third");
  while (!queue.empty()) {
    std::cout << std::get<1>(queue.top()) << ' ';
    queue.pop();
  }
  std::cout << '\n';

  std::vector<std::unique_ptr<Shape>> shapes;
  shapes.push_back(std::make_unique<Square>(1.5));
  shapes.push_back(std::make_unique<Circle>(2));
  for (const auto& shape : shapes) {
    std::cout << shape->name() << ' ' << std::fixed << std::setprecision(3) << shape->area() << ' ';
  }
  std::cout << '\n';

  {
    std::deque<Counted> deque(10);
    std::list<Counted> list(deque.begin(), deque.end());
    auto shared = std::make_shared<Counted>();
    std::weak_ptr<Counted> weak = shared;
    std::cout << Counted::live << ' ' << weak.use_count() << ' ';
    shared.reset();
    std::cout << weak.expired() << ' ';
  }
  std::cout << Counted::live << '\n';

  std::variant<int, std::string, double> variant = std::string("variant");
  std::optional<int> none;
  std::function<int(int)> factorial = [&](int n) { return n < 2 ? 1 : n * factorial(n - 1); };
  std::cout << std::get<std::string>(variant) << ' ' << none.value_or(-1) << ' ' << factorial(10)
            << '\n';

  std::ostringstream out;
  out << std::hex << std::showbase << 48879 << ' ' << std::dec << std::setw(8) << std::setfill('*')
      << -42 << ' ' << std::boolalpha << true << ' ' << std::scientific << std::setprecision(2)
      << 123456.789;
  std::cout << out.str() << '\n';

  std::set<char> letters;
  std::string line;
  int lines = 0;
  while (std::getline(std::cin, line)) {
    ++lines;
    letters.insert(line.begin(), line.end());
  }
  std::cout << lines << " lines of " << std::string(letters.begin(), letters.end()) << std::endl;
  return 0;
}
