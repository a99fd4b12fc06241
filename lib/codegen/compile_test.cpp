#include "codegen/codegen_test.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <sys/mman.h>

#include "artifact/cpu_features.h"
#include "binary/decoder.h"

namespace wald::codegen {
namespace {

using test::compileBytes;
using test::Compiled;
using test::compileModule;
using test::validate;

/// Code that can be run, for functions of two integers that need nothing of the runtime.
class Runnable {
public:
  explicit Runnable(const artifact::Artifact& artifact)
      : functions_(artifact.tables.functions), size_(artifact.tables.code.size()) {
    // The sanitizer of calls looks at what is in front of a function.
    memory_ =
        mmap(nullptr, front + size_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory_ != MAP_FAILED);
    std::memcpy(code(), artifact.tables.code.data(), size_);
    REQUIRE(mprotect(memory_, front + size_, PROT_READ | PROT_EXEC) == 0);
  }
  ~Runnable() { munmap(memory_, front + size_); }
  Runnable(const Runnable&) = delete;
  Runnable& operator=(const Runnable&) = delete;

  std::uint32_t call(std::size_t function, std::uint64_t a, std::uint64_t b = 0) const {
    using Code = std::uint64_t (*)(void* context, void* base, std::uint64_t, std::uint64_t);
    const auto entry = reinterpret_cast<Code>(code() + functions_[function]);
    return static_cast<std::uint32_t>(entry(nullptr, nullptr, a, b));
  }

private:
  static constexpr std::size_t front = 4096;
  std::uint8_t* code() const { return static_cast<std::uint8_t*>(memory_) + front; }

  std::span<const std::uint32_t> functions_;
  std::size_t size_;
  void* memory_;
};

/// Functions of which each calls the one before it, and takes a way of many: enough for several partitions.
std::string largeModule(unsigned functions) {
  std::string text = "(module (func (param i32 i32) (result i32) (local.get 0))\n";
  for (unsigned i = 1; i < functions; ++i) {
    text += fmt::format("(func (param i32 i32) (result i32) (local i32) (local.set 2 "
                        "(i32.add (call {} (local.get 0) (local.get 1)) (i32.const {})))\n",
                        i - 1, i);
    text += "(block (block (block (block (block (block (br_table 0 1 2 3 4 5 (local.get 1)))"
            " (return (i32.mul (local.get 2) (i32.const 3))))"
            " (return (i32.sub (i32.const 7) (local.get 2))))"
            " (return (i32.xor (local.get 2) (i32.const 85))))"
            " (return (i32.rotl (local.get 2) (i32.const 5))))"
            " (return (i32.shr_u (local.get 2) (i32.const 1))))";
    for (unsigned k = 0; k < 200; ++k) {
      text += fmt::format("(local.set 2 (i32.add (i32.rotl (local.get 2) (i32.const {})) "
                          "(i32.xor (local.get 0) (i32.const {}))))\n",
                          k % 31 + 1, k * 7919 + i);
    }
    text += "(local.get 2))\n";
  }
  return text + ")";
}

TEST_CASE("a module becomes code that runs") {
  const auto compiled = compileModule(
      "(module (func (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))"
      "  (func (param i32 i32) (result i32) (call 0 (local.get 1) (i32.const 40))))");
  const Runnable code(*compiled);
  CHECK(code.call(0, 2, 3) == 5);
  CHECK(code.call(1, 0, 2) == 42);
  CHECK(compiled->tables.functions.size() == 3);
  CHECK(compiled->cpu == "baseline");
}

TEST_CASE("partitions are linked with each other, and with their constants") {
  const auto module = validate(largeModule(160));
  CompileOptions options;
  options.level = Level::O1;
  unsigned steps = 0;
  options.progress = [&](const Progress& progress) {
    ++steps;
    CHECK(progress.functionsDone <= progress.functions);
  };
  const auto one = compileBytes(*module, options);
  CHECK(steps > 2);
  options.jobs = 3;
  CHECK(compileBytes(*module, options) == one);

  const Compiled compiled(one);
  const Runnable code(*compiled);
  CHECK(code.call(1, 10, 0) == 33);
  CHECK(code.call(1, 10, 2) == (11 ^ 85));
  // Through all: f(n) = (f(n - 1) + n) rotated by 5.
  std::uint32_t expected = 1;
  for (std::uint32_t i = 1; i < 160; ++i) {
    expected += i;
    expected = expected << 5 | expected >> 27;
  }
  CHECK(code.call(159, 1, 3) == expected);
}

TEST_CASE("levels and CPUs") {
  const std::string text =
      "(module (func (param i32 i32) (result i32) (i32.mul (local.get 0) (local.get 1))))";
  for (const Level level : {Level::O0, Level::O1, Level::O2, Level::O3, Level::Os}) {
    const auto compiled = compileModule(text, {.level = level});
    CHECK(Runnable(*compiled).call(0, 6, 7) == 42);
  }
  const auto avx2 = std::uint64_t{1} << static_cast<unsigned>(artifact::CpuFeature::Avx2);
  CHECK((compileModule(text, {.cpu = "baseline"})->cpuFeatures & avx2) == 0);
  CHECK((compileModule(text, {.cpu = "v3"})->cpuFeatures & avx2) != 0);
  const auto native = compileModule(text, {.cpu = "native"});
  CHECK(artifact::checkHost(*native));
  const auto module = validate(text);
  const auto unknown = compile(*module, module->module().bytes, {.cpu = "z80"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind() == ErrorKind::Usage);
}

TEST_CASE("the variant is that of the options") {
  const auto compiled =
      compileModule("(module (memory 1))", {.guardedMemory = false, .deterministic = true});
  CHECK(compiled->variant.memory == artifact::MemoryMode::Checked);
  CHECK(compiled->variant.deterministic == 1);
  CHECK(compiled->variant.signals == artifact::Signals::Handled);
  CHECK(compiled->tables.functions.size() == 1);
  CHECK(compileModule("(module)", {.guardedMemory = false, .useSignals = false})->variant.signals ==
        artifact::Signals::None);
}

TEST_CASE("the module in an artifact has no code") {
  const std::string text = "(module (func $f (export \"f\") (result i32) (i32.const 1)) (memory 1) "
                           "(data (i32.const 0) \"abc\"))";
  const auto module = validate(text);
  const auto compiled = compileModule(text);
  const auto& codes = module->module().codes;
  REQUIRE(codes.size() == 1);
  const std::size_t section =
      1 + 1 + 1 + 1 + 1 + codes[0].body.size;  // id, size, count, size, locals
  CHECK(compiled->module.size() == module->module().bytes.size() - section);
}

TEST_CASE("data segments in an artifact are as few as they can be") {
  const auto datasOf = [](const std::string& fields) {
    const auto compiled = compileModule("(module (memory 2) " + fields + ")");
    auto module =
        binary::decodeModule(std::vector(compiled->module.begin(), compiled->module.end()),
                             wasm::Features::all(), binary::ModuleSource::CodeRemoved);
    REQUIRE(module);
    return module->datas.size();
  };
  const std::string three = "(data (i32.const 0) \"a\") (data (i32.const 1) \"b\") "
                            "(data (i32.const 70000) \"c\") (data \"passive\")";
  CHECK(datasOf(three) == 2);
  CHECK(datasOf(three + "(func (data.drop 1))") == 4);
}

TEST_CASE("what would be compiled can be looked at") {
  const auto module = validate("(module (func (result i32) (i32.const 42)))");
  const auto textOf = [&](Output output) {
    const auto bytes = compileBytes(*module, {.output = output});
    return std::string(bytes.begin(), bytes.end());
  };
  CHECK(textOf(Output::LlvmIr).find("define hidden") != std::string::npos);
  CHECK(textOf(Output::Assembly).find("movl\t$42, %eax") != std::string::npos);
  CHECK(textOf(Output::Object)
            .starts_with("\x7f"
                         "ELF"));
}

}  // namespace
}  // namespace wald::codegen
