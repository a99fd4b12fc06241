#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "binary/decoder.h"
#include "ir/check.h"
#include "ir/printer.h"
#include "text/parser.h"
#include "valid/validate.h"

// The trees of the modules in `golden/`, as text beside them. WALD_BLESS=1 in the environment writes them anew.

namespace wald::valid {

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(WALD_SOURCE_DIR) / "lib" / "valid" / "golden";

std::string contentOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::shared_ptr<const ir::ValidModule> validate(std::string_view text) {
  auto bytes = text::parseModule(text, wasm::Features());
  if (!bytes) FAIL(bytes.error().format(""));
  auto module = binary::decodeModule(std::move(*bytes), wasm::Features());
  if (!module) FAIL(module.error().format(""));
  auto valid = validateModule(std::move(*module));
  if (!valid) FAIL(valid.error().format(""));
  return *valid;
}

/// The trees of all functions, each under its name.
std::string treesOf(const ir::ValidModule& module) {
  std::string text;
  for (std::uint32_t i = 0; i < module.module().codes.size(); ++i) {
    const std::uint32_t function = module.module().importedFunctions + i;
    text += text.empty() ? ";; " : "\n;; ";
    text += module.functionName(function);
    text += '\n';
    auto tree = module.buildTree(i);
    if (!tree) {
      text += tree.error().format("") + '\n';
      continue;
    }
    CHECK(ir::check(**tree) == "");
    text += ir::print(**tree);
  }
  return text;
}

}  // namespace

TEST_CASE("trees are built as they are written down") {
  const bool bless = std::getenv("WALD_BLESS") != nullptr;
  std::vector<fs::path> modules;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".wat") modules.push_back(entry.path());
  }
  std::sort(modules.begin(), modules.end());
  REQUIRE_FALSE(modules.empty());
  for (const fs::path& path : modules) {
    INFO(path.string());
    const std::string text = treesOf(*validate(contentOf(path)));
    fs::path expected = path;
    expected.replace_extension(".tree");
    if (bless) {
      std::ofstream(expected, std::ios::binary) << text;
    } else {
      CHECK(text == contentOf(expected));
    }
  }
}

TEST_CASE("offsets are printed on request") {
  const auto module =
      validate("(module (memory 1) (func (drop (i32.load (i32.const 1))) (unreachable)))");
  const auto tree = module->buildTree(0);
  REQUIRE(tree);
  // Behind the locals: a constant of two bytes, a load of three, a drop.
  const auto body = module->module().codes[0].body.offset;
  const std::string text = ir::print(**tree, {.offsets = true});
  CHECK(text.find(fmt::format("  drop (i32.load (i32.const 1))  ;; {:#x}\n", body + 5)) !=
        std::string::npos);
  CHECK(text.find(fmt::format("  unreachable  ;; {:#x}\n", body + 6)) != std::string::npos);
}

TEST_CASE("what is wrong with a tree is found") {
  const auto module = validate(R"((module (memory 1) (func (param i32) (result i32) (local i64)
    (block (br_if 0 (local.get 0)) (i32.store (local.get 0) (i32.load (local.get 0))))
    (i32.add (local.get 0) (i32.const 1)))))");
  const auto broken = [&](auto&& breakIt) {
    auto tree = module->buildTree(0);
    REQUIRE(tree);
    REQUIRE(ir::check(**tree) == "");
    breakIt(**tree);
    const std::string text = ir::check(**tree);
    return text.substr(0, text.find(':'));
  };
  const auto find = [](ir::Function& function, wasm::Opcode op) -> ir::Node& {
    const auto found = std::find_if(function.statements.begin(), function.statements.end(),
                                    [&](const ir::Node* node) { return node->op == op; });
    REQUIRE(found != function.statements.end());
    return **found;
  };
  using wasm::Opcode;
  CHECK(broken([&](auto& f) { find(f, Opcode::BrIf).a = 9; }) ==
        "a branch to a label out of range");
  CHECK(broken([&](auto& f) { find(f, Opcode::BrIf).c = 1; }) ==
        "a branch with another number of values");
  CHECK(broken([&](auto& f) { f.labels[1].isTargeted = false; }) ==
        "a branch to a label that knows of none");
  CHECK(broken([&](auto& f) { find(f, Opcode::End).a = 0; }) == "an end of another block");
  CHECK(broken([&](auto& f) {
          std::erase_if(f.statements, [](const ir::Node* node) { return node->op == Opcode::End; });
        }) == "a block is not closed");
  CHECK(broken([&](auto& f) { find(f, Opcode::I32Store).kids[0]->a = 77; }) ==
        "a variable beyond the frame's end");
  CHECK(broken([&](auto& f) { find(f, Opcode::I32Store).effects = 0; }) ==
        "effects of an operand that are not its operator's");
  CHECK(broken([&](auto& f) {
          ir::Node*& top = find(f, Opcode::I32Store).kids[1];
          for (unsigned i = 0; i < ir::Node::maxDepth; ++i) {
            ir::Node* const load = ir::Node::make(f.arena, Opcode::I32Load, 1);
            load->effects = top->effects;
            load->kids[0] = top;
            top = load;
          }
        }) == "a tree that is too high");
  CHECK(broken([&](auto& f) {
          find(f, Opcode::I32Store).kids[0]->a = f.firstTemp;
          find(f, Opcode::I32Store).scratch = 0;
        }) == "scratch over temporaries that are read");
  CHECK(broken([&](auto& f) { find(f, Opcode::I32Store).op = Opcode::I32Add; }) ==
        "an operator that is no statement");
  CHECK(broken([&](auto& f) { find(f, Opcode::Return).kids[0]->op = Opcode::I32Store; }) ==
        "a statement as an operand");
  CHECK(broken([&](auto& f) { find(f, Opcode::Return).kids[0]->op = Opcode::I64Add; }) ==
        "an operand of the wrong type");
  CHECK(broken([&](auto& f) { f.zeroed.push_back({0, 1}); }) ==
        "zeroed variables that are no locals");
}

}  // namespace wald::valid
