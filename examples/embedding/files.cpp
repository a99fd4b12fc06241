// A guest with files that exist in memory only: a template that it can read, and a folder for its answer.

#include <cstdio>

#include "example.h"

int main(int argc, char** argv) {
  const wald::Engine engine = wald::Engine::create().value();
  wald::Linker linker(engine);
  linker.addWasi();

  const wald::MemoryFiles input;
  input.write("greeting.txt", "Dear guest,\n").value();
  const wald::MemoryFiles output({.bytes = 4096, .names = 10});

  wald::WasiConfig wasi;
  wasi.readOnly(input, "/in").readWrite(output, "/out");
  wald::Store store = wald::Store::create(engine).value();
  store.setWasi(wasi).value();
  const wald::Instance instance =
      linker.instantiate(store, loadModule(engine, MODULES "files.wat", argc, argv)).value();
  std::printf("status %d\n", instance.run().value());

  for (const wald::MemoryFiles::Entry& entry : output.list()) {
    std::printf("/out/%s, %llu bytes: %s", entry.path.c_str(),
                static_cast<unsigned long long>(entry.size),
                output.read(entry.path).value().c_str());
  }
}
