#include "codegen/forward_accesses.h"

#include <string>

#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Transforms/Utils/Mem2Reg.h>

#include "codegen/codegen_test.h"
#include "codegen/emit_module.h"

namespace wald::codegen {

namespace {

/// How many loads of a memory a function with parameters `$p`, `$q` (i32), `$f` (f32) and `$w` (i64) is left with.
unsigned loadsOf(const std::string& body) {
  const auto valid = test::validate(
      "(module (memory 1 4 shared) (memory $other 1) (global $g (mut i32) (i32.const 0))"
      "  (func $callee)"
      "  (func (param $p i32) (param $q i32) (param $f f32) (param $w i64) (result i32) " +
          body + "))",
      wasm::Features::all());
  llvm::LLVMContext context;
  const auto emitted = emitModule(context, *valid, {0, 2}, {});
  REQUIRE(emitted);
  llvm::FunctionAnalysisManager analyses;
  llvm::PassBuilder().registerFunctionAnalyses(analyses);
  llvm::Function* last = nullptr;
  for (llvm::Function& function : **emitted)
    if (!function.isDeclaration()) last = &function;
  llvm::PromotePass().run(*last, analyses);
  analyses.clear();
  ForwardAccessesPass().run(*last, analyses);
  REQUIRE_FALSE(llvm::verifyFunction(*last));
  unsigned loads = 0;
  for (const llvm::Instruction& instruction : llvm::instructions(*last)) {
    const auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
    if (load != nullptr && load->isVolatile()) ++loads;
  }
  return loads;
}

}  // namespace

TEST_CASE("what was stored or loaded is handed on") {
  CHECK(loadsOf("(i32.store (local.get $p) (local.get $q)) (i32.load (local.get $p))") == 0);
  CHECK(loadsOf("(drop (i32.load (local.get $p))) (i32.load (local.get $p))") == 1);
  // Other bits of the same width.
  CHECK(loadsOf("(f32.store (local.get $p) (local.get $f)) (i32.load (local.get $p))") == 0);
  CHECK(loadsOf("(i32.store8 (local.get $p) (local.get $q)) (i32.load8_s (local.get $p))") == 0);
  // Beside other places behind the same address.
  CHECK(loadsOf("(i32.store offset=8 (local.get $p) (local.get $q))"
                "(i32.store offset=12 (local.get $p) (i32.const 1))"
                "(i32.store offset=4 (local.get $p) (i32.const 2))"
                "(i32.load offset=8 (local.get $p))") == 0);
  // Where the only way leads from there.
  CHECK(loadsOf("(i32.store (local.get $p) (local.get $q))"
                "(if (local.get $q) (then (return (i32.load (local.get $p)))))"
                "(i32.const 0)") == 0);
  CHECK(loadsOf("(i32.store (i32.const 100) (local.get $q)) (i32.load (i32.const 100))") == 0);
}

TEST_CASE("what may be something else by then is loaded again") {
  const auto between = [](const std::string& what) {
    INFO(what);
    return loadsOf("(i32.store offset=8 (local.get $p) (local.get $q))" + what +
                   "(i32.load offset=8 (local.get $p))");
  };
  CHECK(between("") == 0);
  // Through another address, over a part of it, in another memory, which may be the same one.
  CHECK(between("(i32.store8 (local.get $q) (i32.const 1))") == 1);
  CHECK(between("(i32.store8 offset=11 (local.get $p) (i32.const 1))") == 1);
  CHECK(between("(i64.store offset=1 (local.get $p) (local.get $w))") == 1);
  CHECK(between("(i32.store $other (local.get $p) (i32.const 1))") == 1);
  CHECK(between("(local.set $p (i32.add (local.get $p) (i32.const 4)))") == 1);
  CHECK(between("(call $callee)") == 1);
  CHECK(between("(drop (memory.grow (i32.const 1)))") == 1);
  CHECK(between("(memory.fill (local.get $p) (i32.const 0) (i32.const 64))") == 1);
  CHECK(between("(atomic.fence)") == 1);
  CHECK(between("(i32.atomic.store (local.get $q) (i32.const 1))") == 1);
  // Of another width or place.
  CHECK(loadsOf("(i32.store (local.get $p) (local.get $q)) (i32.load8_u (local.get $p))") == 1);
  CHECK(loadsOf("(i32.store (local.get $p) (local.get $q)) (i32.load offset=1 (local.get $p))") ==
        1);
  // Where another way leads too.
  CHECK(loadsOf("(i32.store (local.get $p) (local.get $q))"
                "(loop $l (br_if $l (i32.load (local.get $p))))"
                "(i32.load offset=4 (local.get $p))") == 2);
}

}  // namespace wald::codegen
