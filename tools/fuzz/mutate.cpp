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
#include "text/script.h"

namespace wald::fuzz {

namespace {

using Bytes = std::vector<std::uint8_t>;

struct Options {
  std::uint64_t count = 1000;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> only;
  bool trace = false;
  bool asText = false;
  std::string save;
  std::vector<std::string> files;
};

struct Totals {
  std::uint64_t cases = 0;
  std::uint64_t accepted = 0;
  double slowest = 0;  ///< seconds
  std::string slowestCase;
};

std::optional<Bytes> readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

void collect(const std::vector<text::ScriptCommand>& commands, std::vector<Bytes>& modules) {
  for (const auto& command : commands) {
    if (!command.module.binary.empty()) modules.push_back(command.module.binary);
    collect(command.commands, modules);
  }
}

/// The modules of a file: itself, or those of a script.
std::optional<std::vector<Bytes>> modulesOf(const std::string& path) {
  auto content = readFile(path);
  if (!content) return std::nullopt;
  if (!path.ends_with(".wast")) return std::vector<Bytes>{std::move(*content)};
  const std::string_view source(reinterpret_cast<const char*>(content->data()), content->size());
  const auto commands = text::parseScript(source, wasm::Features::all());
  if (!commands) {
    fmt::print(stderr, "{}\n", commands.error().format(path));
    return std::nullopt;
  }
  std::vector<Bytes> modules;
  collect(*commands, modules);
  return modules;
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
    if (argument == "--text") {
      options.asText = true;
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
      options.only = number;
    } else {
      return false;
    }
  }
  return !options.files.empty();
}

/// Cases of different modules and seeds are unrelated.
std::uint64_t seedOf(const Bytes& module, std::uint64_t seed, std::uint64_t number) {
  const std::string_view text(reinterpret_cast<const char*>(module.data()), module.size());
  return std::hash<std::string_view>()(text) ^ seed * 0x9e3779b97f4a7c15u ^
         number * 0xd1342543de82ef95u;
}

void run(const std::string& path, const Bytes& module, std::uint64_t number, const Options& options,
         Totals& totals) {
  Mutator mutator(seedOf(module, options.seed, number));
  // The two layouts take turns, however many modules there are.
  Bytes bytes = options.asText ? textOf(module, number / 7 % 2 == 0) : module;
  options.asText ? mutator.mutateText(bytes) : mutator.mutate(bytes);
  const std::string name = fmt::format("{}{} --seed {} --only {}", options.asText ? "--text " : "",
                                       path, options.seed, number);
  if (options.trace) fmt::print(stderr, "{}\n", name);
  if (!options.save.empty()) {
    std::ofstream(options.save, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  const auto start = std::chrono::steady_clock::now();
  const bool accepted = options.asText ? exerciseText(bytes) : exercise(std::move(bytes));
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
    fmt::print(stderr, "usage: wald-mutate [--count N] [--seed N] [--only CASE] [--text] "
                       "[--trace] [--save FILE] MODULE…\n");
    return 2;
  }
  Totals totals;
  for (const auto& path : options.files) {
    const auto modules = modulesOf(path);
    if (!modules) {
      fmt::print(stderr, "wald-mutate: cannot read {}\n", path);
      return 1;
    }
    if (modules->empty()) continue;
    const std::uint64_t first = options.only.value_or(0);
    const std::uint64_t end = options.only ? first + 1 : options.count;
    // The cases of a script go round its modules.
    for (std::uint64_t number = first; number < end; ++number) {
      run(path, (*modules)[number % modules->size()], number, options, totals);
    }
  }
  fmt::print("{} cases, {} accepted; the slowest took {:.3f} s ({})\n", totals.cases,
             totals.accepted, totals.slowest, totals.slowestCase);
  return 0;
}

}  // namespace

}  // namespace wald::fuzz

int main(int argc, char** argv) { return wald::fuzz::mainOf(argc, argv); }
