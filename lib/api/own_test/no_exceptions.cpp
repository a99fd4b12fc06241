// A program that embeds wald without exceptions and RTTI. Its exit status is 0 if all went well.

#include <cstdio>
#include <string>

#include "wald/compile.h"
#include "wald/wald.h"

namespace {

using namespace wald;

Result<int> run() {
  auto engine = Engine::create();
  if (!engine) return std::move(engine).error();
  Linker linker(*engine);
  auto added =
      linker.func("env", "twice", [](Caller& caller, int value, ExternRef ref) -> Result<int> {
        const std::string* const text = ref.get<std::string>();
        if (text == nullptr || caller.memory()) return Error(ErrorKind::Trap, "unexpected");
        return 2 * value + static_cast<int>(text->size());
      });
  if (!added) return std::move(added).error();
  auto module = Module::create(*engine, R"((module
    (import "env" "twice" (func $twice (param i32 externref) (result i32)))
    (func (export "run") (param i32 externref) (result i32) (call $twice (local.get 0) (local.get 1)))))");
  if (!module) return std::move(module).error();
  auto store = Store::create(*engine);
  if (!store) return std::move(store).error();
  auto instance = linker.instantiate(*store, *module);
  if (!instance) return std::move(instance).error();
  auto function = instance->typed<int(int, ExternRef)>("run");
  if (!function) return std::move(function).error();
  auto ref = ExternRef::create(*store, std::string("four"));
  if (!ref) return std::move(ref).error();
  return (*function)(19, *ref);
}

}  // namespace

int main() {
  const Result<int> result = run();
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().format("no_exceptions").c_str());
    return 1;
  }
  return *result == 42 ? 0 : 1;
}
