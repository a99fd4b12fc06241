// Functions in both directions, with their types in C++: several results, text in the guest's memory, errors.

#include <cmath>
#include <cstdio>
#include <tuple>

#include "example.h"

int main(int argc, char** argv) {
  const wald::Engine engine = wald::Engine::create().value();
  wald::Linker linker(engine);
  linker.func("math", "sqrt", [](double x) { return std::sqrt(x); }).value();
  // A host function that can fail returns a Result.
  linker
      .func("math", "log",
            [](double x) -> wald::Result<double> {
              if (x <= 0) return wald::Error(wald::ErrorKind::Trap, "no logarithm of that");
              return std::log(x);
            })
      .value();

  wald::Store store = wald::Store::create(engine).value();
  const wald::Instance instance =
      linker.instantiate(store, loadModule(engine, MODULES "typed.wat", argc, argv)).value();

  const auto distance = instance.typed<double(double, double)>("distance").value();
  std::printf("distance(3, 4) = %g\n", distance(3, 4).value());

  const auto divide =
      instance.typed<std::tuple<std::int32_t, std::int32_t>(std::int32_t, std::int32_t)>("divide")
          .value();
  const auto [quotient, remainder] = divide(17, 5).value();
  std::printf("17 / 5 = %d, rest %d\n", quotient, remainder);

  // What goes wrong comes back as an error, with the guest's call stack.
  for (const auto& failed : {divide(1, 0)}) {
    std::printf("divide(1, 0): %s\n", failed.error().message().c_str());
    for (const wald::Frame& frame : failed.error().trap()->frames()) {
      std::printf("  at %s (%s)\n", frame.function.c_str(), frame.module.c_str());
    }
  }
  const auto logarithm = instance.typed<double(double)>("logarithm").value();
  std::printf("logarithm(-1): %s\n", logarithm(-1).error().message().c_str());

  // A wrong type is found before the first call.
  std::printf("%s\n", instance.typed<void(float)>("distance").error().message().c_str());
}
