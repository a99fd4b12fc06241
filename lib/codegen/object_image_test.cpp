#include "codegen/object_image.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/SourceMgr.h>

#include "codegen/target.h"

namespace wald::codegen {
namespace {

Bytes objectOf(const std::string& text) {
  auto machine = makeTargetMachine(Level::O2, "baseline");
  REQUIRE(machine);
  llvm::LLVMContext context;
  llvm::SMDiagnostic problem;
  const auto module = llvm::parseAssemblyString(text, problem, context);
  if (!module) FAIL(problem.getMessage().str() << ", line " << problem.getLineNo());
  module->setTargetTriple((*machine)->getTargetTriple().str());
  module->setDataLayout((*machine)->createDataLayout());
  auto object = emitObject(*module, **machine, Output::Object);
  REQUIRE(object);
  return std::move(*object);
}

Result<ObjectImage> link(const std::vector<std::string>& texts,
                         const std::vector<std::uint32_t>& bodies) {
  std::vector<Bytes> objects;
  for (const std::string& text : texts) objects.push_back(objectOf(text));
  return linkObjects(objects, bodies);
}

ObjectImage linked(const std::vector<std::string>& texts,
                   const std::vector<std::uint32_t>& bodies) {
  auto image = link(texts, bodies);
  if (!image) FAIL(image.error().message());
  return std::move(*image);
}

std::string messageOf(const std::string& text) {
  const auto image = link({text}, {0});
  return image ? std::string() : image.error().message();
}

/// The last row that is not behind a place in the code.
template <typename Row>
const Row& rowAt(const std::vector<Row>& rows, std::uint32_t code) {
  const auto after = std::upper_bound(rows.begin(), rows.end(), code,
                                      [](std::uint32_t c, const Row& row) { return c < row.code; });
  REQUIRE(after != rows.begin());
  return *(after - 1);
}

const artifact::UnwindShape& shapeAt(const ObjectImage& image, std::uint32_t code) {
  return image.unwindShapes[rowAt(image.unwindRows, code).shape];
}

constexpr const char* debug = R"(
!llvm.module.flags = !{!0, !1}
!llvm.dbg.cu = !{!2}
!0 = !{i32 2, !"Debug Info Version", i32 3}
!1 = !{i32 2, !"Dwarf Version", i32 4}
!2 = distinct !DICompileUnit(language: DW_LANG_C, file: !3, emissionKind: LineTablesOnly, isOptimized: true)
!3 = !DIFile(filename: "wasm", directory: "")
!4 = !DISubroutineType(types: !5)
!5 = !{}
!6 = distinct !DISubprogram(name: "f", file: !3, line: 1, scopeLine: 1, type: !4, unit: !2, spFlags: DISPFlagDefinition)
!11 = !DILocation(line: 101, scope: !6)
!12 = !DILocation(line: 0, scope: !6)
!13 = !DILocation(line: 108, scope: !6)
)";

TEST_CASE("calls between objects are resolved, whichever comes first") {
  const auto image = linked(
      {
          "declare hidden i64 @f1(i64)\n"
          "define hidden i64 @f0(i64 %a) uwtable { %r = call i64 @f1(i64 %a) %s = add i64 %r, 1 "
          "ret i64 %s }",
          "declare hidden i64 @f0(i64)\n"
          "define hidden i64 @f1(i64 %a) uwtable { %r = call i64 @f0(i64 %a) %s = add i64 %r, 2 "
          "ret i64 %s }",
      },
      {10, 20});
  REQUIRE(image.functions.size() == 3);
  CHECK(image.functions[0] == 0);
  const auto calls = [&](std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t at = image.functions[from]; at < image.functions[from + 1] - 4; ++at) {
      std::int32_t distance = 0;
      std::memcpy(&distance, &image.code[at + 1], sizeof distance);
      if (image.code[at] == 0xe8 &&
          at + 5 + static_cast<std::uint32_t>(distance) == image.functions[to]) {
        return true;
      }
    }
    return false;
  };
  CHECK(calls(0, 1));
  CHECK(calls(1, 0));
}

TEST_CASE("frames are described at every instruction") {
  const auto image = linked({"define hidden i64 @f0(i64 %a, i64 %b) uwtable {\n"
                             "  call void @f1(i64 %b, i64 %a) call void @f1(i64 %a, i64 %b)\n"
                             "  %r = add i64 %a, %b ret i64 %r }\n"
                             "define hidden void @f1(i64 %a, i64 %b) uwtable { ret void }"},
                            {10, 20});
  const std::uint32_t begin = image.functions[0];
  CHECK(shapeAt(image, begin).cfaOffset == 8);
  // push r14; push rbx; push rax
  const auto inside = std::find(image.code.begin(), image.code.end(), 0xe8) - image.code.begin();
  const auto& shape = shapeAt(image, static_cast<std::uint32_t>(inside));
  CHECK_FALSE(shape.cfaIsRbp);
  CHECK(shape.cfaOffset == 32);
  CHECK(shape.saved[3 + 0] == 0);  // r13
  CHECK(shape.saved[4] == 16);     // r14
  CHECK(shape.saved[0] == 24);     // rbx
  const std::uint32_t last = image.functions[1];
  CHECK(shapeAt(image, last).cfaOffset == 8);
  CHECK(shapeAt(image, last).saved[0] == 0);
  // The epilogue too: at its return the frame is as at its start.
  const auto ret =
      std::find(image.code.begin() + inside, image.code.end(), 0xc3) - image.code.begin();
  CHECK(shapeAt(image, static_cast<std::uint32_t>(ret)).cfaOffset == 8);
  CHECK(image.unwindShapes.size() < image.unwindRows.size());
}

TEST_CASE("a frame of dynamic size is found by rbp") {
  const auto image = linked({"define hidden void @f0(i64 %n) uwtable {\n"
                             "  %a = alloca i8, i64 %n call void @f1(ptr %a) ret void }\n"
                             "define hidden void @f1(ptr %a) uwtable { ret void }"},
                            {10, 20});
  const auto call = std::find(image.code.begin(), image.code.end(), 0xe8) - image.code.begin();
  const auto& shape = shapeAt(image, static_cast<std::uint32_t>(call));
  CHECK(shape.cfaIsRbp);
  CHECK(shape.cfaOffset == 16);
  CHECK(shape.saved[1] == 16);
}

TEST_CASE("landing pads of calls that may throw") {
  const std::string text = R"(
declare i32 @wald_personality(...)
define hidden i64 @f0(ptr %code) uwtable personality ptr @wald_personality {
  call void %code()
  invoke void %code() to label %good unwind label %bad
good:
  ret i64 0
bad:
  %e = landingpad { ptr, i32 } catch ptr null
  %x = extractvalue { ptr, i32 } %e, 0
  %i = ptrtoint ptr %x to i64
  ret i64 %i
}
)";
  // The second object's tables are relocated by where its code went.
  const auto image = linked({text, "declare i32 @wald_personality(...)\n" +
                                       text.substr(text.find("define")).replace(19, 2, "f1")},
                            {10, 20});
  REQUIRE(image.landingPads.size() == 2);
  for (unsigned i = 0; i < 2; ++i) {
    const artifact::LandingPad& pad = image.landingPads[i];
    CHECK(pad.begin > image.functions[i]);
    CHECK(pad.begin < pad.end);
    CHECK(pad.end <= pad.pad);
    CHECK(pad.pad < image.functions[i + 1]);
    // The call by a register (ff /2) ends the range.
    CHECK(image.code[pad.end - 2] == 0xff);
  }
  CHECK(image.landingPads[1].pad - image.functions[1] ==
        image.landingPads[0].pad - image.functions[0]);
}

TEST_CASE("call sites come from lines") {
  const auto image = linked({std::string(R"(
define hidden void @f0() uwtable !dbg !6 {
  call void @f1(), !dbg !11
  call void @f1(), !dbg !12
  call void @f1(), !dbg !13
  ret void
}
define hidden void @f1() uwtable { ret void }
)") + debug},
                            {90, 120});
  std::vector<std::uint32_t> offsets;
  for (auto at = image.code.begin(); at != image.code.end(); ++at) {
    if (*at != 0xe8) continue;
    // As a frame's return address less one is looked up.
    const auto within = static_cast<std::uint32_t>(at - image.code.begin() + 4);
    offsets.push_back(rowAt(image.callSites, within).offset);
  }
  // Line 0 says nothing: what was before goes on.
  CHECK(offsets == std::vector<std::uint32_t>{100, 100, 107});
  CHECK(rowAt(image.callSites, image.functions[0]).offset == 90);
  CHECK(rowAt(image.callSites, image.functions[1]).offset == 120);
}

TEST_CASE("constants and tables of jumps follow the code") {
  const auto of = [](const std::string& number) {
    std::string text = "define hidden i64 @f" + number +
                       "(i64 %a, ptr %p) uwtable {\n"
                       "  switch i64 %a, label %other [";
    for (unsigned i = 0; i < 8; ++i) {
      text += " i64 " + std::to_string(i) + ", label %b" + std::to_string(i);
    }
    text += " ]\nother:\n ret i64 0\n";
    for (unsigned i = 0; i < 8; ++i) {
      const std::string n = std::to_string(i);
      text += "b" + n + ":\n store volatile i64 " + n + ", ptr %p\n ret i64 " + n + "7\n";
    }
    return text + "}";
  };
  const auto image = linked({of("0"), of("1")}, {10, 20});
  CHECK(image.code.size() >= image.functions.back() + 2 * 8 * 4);
  // All entries lead into the function that jumps by them, relative to the table.
  const std::size_t tables = (image.functions.back() + 63) / 64 * 64;
  for (unsigned table = 0; table < 2; ++table) {
    for (unsigned i = 0; i < 8; ++i) {
      std::int32_t distance = 0;
      const std::size_t start = tables + table * 32;
      std::memcpy(&distance, &image.code[start + i * 4], sizeof distance);
      const std::int64_t target = static_cast<std::int64_t>(start) + distance;
      CHECK(target > image.functions[table]);
      CHECK(target < image.functions[table + 1]);
    }
  }
}

TEST_CASE("what cannot be linked is named") {
  CHECK(
      messageOf(
          "declare hidden i64 @strange(i64)\n"
          "define hidden i64 @f0(i64 %a) uwtable { %r = call i64 @strange(i64 %a) ret i64 %r }") ==
      "compiled code needs the symbol 'strange', which nobody defines");
  CHECK(messageOf("@data = internal global i32 5\n"
                  "define hidden i32 @f0() uwtable { store volatile i32 7, ptr @data %r = load "
                  "volatile i32, ptr @data ret i32 %r }")
            .starts_with("compiled code has writable data: section .data"));
  CHECK(messageOf("define hidden void @f7() uwtable { ret void }") ==
        "function 0 was not compiled");
  CHECK(messageOf("declare void @far()\n"
                  "define hidden ptr @f0() uwtable { ret ptr @far }")
            .find("'far'") != std::string::npos);
}

}  // namespace
}  // namespace wald::codegen
