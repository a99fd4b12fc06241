// Damages modules at random and runs what reads them: README.md.

#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "exercise.h"
#include "mutator.h"

namespace wald::fuzz {

namespace {

struct Options {
  std::uint64_t count = 1000;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> only;
  bool trace = false;
  std::string save;
  std::vector<std::string> files;
};

struct Totals {
  std::uint64_t cases = 0;
  std::uint64_t accepted = 0;
  double slowest = 0;  ///< seconds
  std::string slowestCase;
};

std::optional<std::vector<std::uint8_t>> readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::vector<std::uint8_t>(std::istreambuf_iterator<char>(file), {});
}

std::optional<std::uint64_t> numberOf(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool parse(int argc, char** argv, Options& options) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--trace") {
      options.trace = true;
      continue;
    }
    if (!argument.starts_with("--")) {
      options.files.emplace_back(argument);
      continue;
    }
    if (++i == arguments.size()) return false;
    if (argument == "--save") {
      options.save = arguments[i];
      continue;
    }
    const auto number = numberOf(arguments[i]);
    if (!number) return false;
    if (argument == "--count") {
      options.count = *number;
    } else if (argument == "--seed") {
      options.seed = *number;
    } else if (argument == "--only") {
      options.only = *number;
    } else {
      return false;
    }
  }
  return !options.files.empty();
}

/// Cases of different modules and seeds are unrelated.
std::uint64_t hashOf(const std::vector<std::uint8_t>& module, std::uint64_t seed) {
  std::uint64_t hash = 0xcbf29ce484222325u ^ seed;
  for (const auto byte : module) hash = (hash ^ byte) * 0x100000001b3u;
  return hash;
}

void run(const std::string& path, const std::vector<std::uint8_t>& module, std::uint64_t hash,
         std::uint64_t number, const Options& options, Totals& totals) {
  std::vector<std::uint8_t> bytes = module;
  Mutator(hash + number * 0xd1342543de82ef95u).mutate(bytes);
  const std::string name = fmt::format("{} --seed {} --only {}", path, options.seed, number);
  if (options.trace) fmt::print(stderr, "{}\n", name);
  if (!options.save.empty()) {
    std::ofstream(options.save, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  const auto start = std::chrono::steady_clock::now();
  const bool accepted = exercise(std::move(bytes));
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  ++totals.cases;
  if (accepted) ++totals.accepted;
  if (time.count() > totals.slowest) {
    totals.slowest = time.count();
    totals.slowestCase = name;
  }
}

int mainOf(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    fmt::print(stderr, "usage: wald-mutate [--count N] [--seed N] [--only CASE] [--trace] "
                       "[--save FILE] MODULE…\n");
    return 2;
  }
  Totals totals;
  for (const auto& path : options.files) {
    const auto module = readFile(path);
    if (!module) {
      fmt::print(stderr, "wald-mutate: cannot read {}\n", path);
      return 1;
    }
    const std::uint64_t hash = hashOf(*module, options.seed);
    const std::uint64_t first = options.only.value_or(0);
    const std::uint64_t end = options.only ? first + 1 : options.count;
    for (std::uint64_t number = first; number < end; ++number) {
      run(path, *module, hash, number, options, totals);
    }
  }
  fmt::print("{} cases, {} accepted; the slowest took {:.3f} s ({})\n", totals.cases,
             totals.accepted, totals.slowest, totals.slowestCase);
  return 0;
}

}  // namespace

}  // namespace wald::fuzz

int main(int argc, char** argv) { return wald::fuzz::mainOf(argc, argv); }
