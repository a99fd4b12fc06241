// How fast modules are decoded, validated, turned into trees, printed and parsed, beside memcpy over the same bytes.
//
//   wald-bench-validation [--rounds N] [--text] FILE…
//
// For each module (in the binary format) the best of N rounds, in MB (10^6 bytes) of code a second; what takes the
// time of validation is the code. The copy is of the code section's bytes too. Trees are built of all functions, one after another in the
// same memory; what they take is told in bytes for each byte of code. With --text, printing and parsing the text as well.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "binary/decoder.h"
#include "ir/tree.h"
#include "text/parser.h"
#include "text/printer.h"
#include "valid/validate.h"

namespace {

using namespace wald;
using Bytes = std::vector<std::uint8_t>;
using Clock = std::chrono::steady_clock;

struct Options {
  unsigned rounds = 5;
  bool withText = false;
  std::vector<const char*> files;
};

double secondsSince(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

bool readFile(const char* path, Bytes& bytes) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path, "rb"));
  if (!file) return false;
  std::uint8_t buffer[1 << 16];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    bytes.insert(bytes.end(), buffer, buffer + count);
  }
  return std::ferror(file.get()) == 0;
}

/// Where the code lies in a module's bytes.
wasm::ByteRange codeRange(const wasm::Module& module) {
  if (module.codes.empty()) return {};
  const std::uint32_t begin = module.codes.front().offset;
  const wasm::ByteRange last = module.codes.back().body;
  return {begin, last.offset + last.size - begin};
}

/// The best times of one module, in seconds.
struct Times {
  double copy = 1e9;
  double decode = 1e9;
  double validate = 1e9;
  double trees = 1e9;
  std::size_t treeBytes = 0;  ///< of all trees together
  double print = 1e9;
  double parse = 1e9;
};

void note(double& best, Clock::time_point begin) { best = std::min(best, secondsSince(begin)); }

bool fail(const char* path, const Error& error) {
  fmt::print(stderr, "error: {}\n", error.format(path));
  return false;
}

std::size_t bytesOf(const ir::Function& tree) {
  return tree.arena.bytes() + tree.statements.size() * sizeof tree.statements[0] +
         tree.labels.size() * sizeof tree.labels[0] + tree.locals.size() * sizeof tree.locals[0];
}

bool buildTrees(const char* path, const ir::ValidModule& module, Times& times) {
  times.treeBytes = 0;
  Arena arena;
  const Clock::time_point begin = Clock::now();
  for (std::uint32_t i = 0; i < module.module().codes.size(); ++i) {
    auto tree = module.buildTree(i, {.countsFuel = false, .arena = std::move(arena)});
    if (!tree) return fail(path, tree.error());
    times.treeBytes += bytesOf(**tree);
    arena = std::move((*tree)->arena);
    arena.clear();
  }
  note(times.trees, begin);
  return true;
}

bool measureOnce(const char* path, const Bytes& bytes, bool withText, Times& times) {
  const wasm::Features features = wasm::Features::all();
  Bytes input = bytes;
  Clock::time_point begin = Clock::now();
  auto module = binary::decodeModule(std::move(input), features);
  if (!module) return fail(path, module.error());
  note(times.decode, begin);

  const wasm::ByteRange code = codeRange(*module);
  Bytes copy(code.size, 1);
  begin = Clock::now();
  std::memcpy(copy.data(), module->bytes.data() + code.offset, code.size);
  // Without a use the copy would not have to be made.
  const volatile std::uint8_t used = copy.empty() ? std::uint8_t{0} : copy[copy.size() / 2];
  static_cast<void>(used);
  note(times.copy, begin);

  if (withText) {
    std::string text;
    begin = Clock::now();
    const auto printed = text::printModule(*module, {}, [&](std::string_view part) {
      text += part;
      return true;
    });
    if (!printed) return fail(path, printed.error());
    note(times.print, begin);
    begin = Clock::now();
    const auto parsed = text::parseModule(text, features);
    if (!parsed) return fail(path, parsed.error());
    note(times.parse, begin);
  }

  begin = Clock::now();
  const auto valid = valid::validateModule(std::move(*module));
  if (!valid) return fail(path, valid.error());
  note(times.validate, begin);
  return buildTrees(path, **valid, times);
}

bool measure(const char* path, const Options& options) {
  Bytes bytes;
  if (!readFile(path, bytes)) {
    fmt::print(stderr, "error: {}: can't be read\n", path);
    return false;
  }
  Times times;
  for (unsigned round = 0; round < options.rounds; ++round) {
    if (!measureOnce(path, bytes, options.withText, times)) return false;
  }
  const auto module = binary::decodeModule(std::move(bytes), wasm::Features::all());
  const double megabytes = codeRange(*module).size / 1e6;
  const std::string_view name =
      std::string_view(path).substr(std::string_view(path).rfind('/') + 1);
  fmt::print("{:28} {:8.2f} {:10.0f} {:10.0f} {:10.0f} {:8.0f} {:10.0f} {:8.1f}", name, megabytes,
             megabytes / times.validate, megabytes / (times.decode + times.validate),
             megabytes / times.copy, times.validate / times.copy, megabytes / times.trees,
             static_cast<double>(times.treeBytes) / (1e6 * megabytes));
  if (options.withText) {
    fmt::print(" {:10.0f} {:10.0f}", megabytes / times.print, megabytes / times.parse);
  }
  fmt::print("\n");
  std::fflush(stdout);
  return true;
}

bool parseOptions(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--text") {
      options.withText = true;
    } else if (argument == "--rounds" && i + 1 < argc) {
      const std::string_view value = argv[++i];
      const auto [end, code] =
          std::from_chars(value.data(), value.data() + value.size(), options.rounds);
      if (code != std::errc() || end != value.data() + value.size() || options.rounds == 0)
        return false;
    } else if (argument.starts_with('-')) {
      return false;
    } else {
      options.files.push_back(argv[i]);
    }
  }
  return !options.files.empty();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parseOptions(argc, argv, options)) {
    fmt::print(stderr, "usage: wald-bench-validation [--rounds N] [--text] FILE…\n");
    return 2;
  }
  fmt::print("{:28} {:>8} {:>10} {:>10} {:>10} {:>8} {:>10} {:>8}{}\n", "MB of code a second", "MB",
             "validate", "and decode", "memcpy", "ratio", "trees", "bytes",
             options.withText ? "      print      parse" : "");
  bool passed = true;
  for (const char* file : options.files) passed &= measure(file, options);
  return passed ? 0 : 1;
}
