// A program written for the command line, and the same module called as a function.

#include <cstdio>

#include "example.h"

int main(int argc, char** argv) {
  const wald::Engine engine = wald::Engine::create().value();
  const wald::Module module = loadModule(engine, TAX_CALCULATOR, argc, argv);
  wald::Linker linker(engine);
  linker.addWasi();

  // As a program, with arguments and a buffer as standard output.
  const wald::WasiStream::Buffer output;
  wald::WasiConfig wasi;
  wasi.args = {"tax-calculator", "--postal-code=10001", "--subtotal=125.00"};
  wasi.output = wald::WasiStream::buffer(output);
  wald::Store store = wald::Store::create(engine).value();
  store.setWasi(wasi).value();
  const int status = linker.instantiate(store, module).value().run().value();
  std::printf("status %d: %s", status, output.text().c_str());

  // As a function, in a store of its own.
  wald::Store other = wald::Store::create(engine).value();
  other.setWasi({}).value();
  const wald::Instance instance = linker.instantiate(other, module).value();
  const auto tax = instance.typed<std::int64_t(std::int32_t, std::int64_t)>("tax_cents").value();
  for (const std::int32_t postalCode : {10001, 97201, 94105}) {
    std::printf("%05d: %lld cents\n", postalCode,
                static_cast<long long>(tax(postalCode, 12'500).value()));
  }
}
