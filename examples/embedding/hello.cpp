// A guest that prints through a function of the host.

#include <cstdio>

#include "example.h"

int main(int argc, char** argv) {
  const wald::Engine engine = wald::Engine::create().value();
  const wald::Module module = loadModule(engine, MODULES "hello.wat", argc, argv);

  wald::Linker linker(engine);
  linker
      .func("host", "print",
            [](std::string_view text) {
              std::printf("%.*s\n", static_cast<int>(text.size()), text.data());
            })
      .value();

  wald::Store store = wald::Store::create(engine).value();
  const wald::Instance instance = linker.instantiate(store, module).value();
  const auto hello = instance.typed<void()>("hello").value();
  hello().value();
}
