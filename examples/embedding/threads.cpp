// One module, loaded once, and many threads that run it at the same time, each in a store of its own.

#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include "example.h"

int main(int argc, char** argv) {
  const wald::Engine engine = wald::Engine::create().value();
  const wald::Module module = loadModule(engine, MODULES "threads.wat", argc, argv);
  const wald::Linker linker(engine);

  std::atomic<std::int64_t> sum = 0;
  std::vector<std::thread> threads;
  for (int i = 1; i <= 8; ++i) {
    threads.emplace_back([&, i] {
      wald::Store store = wald::Store::create(engine).value();
      const wald::Instance instance = linker.instantiate(store, module).value();
      sum += instance.typed<std::int64_t(std::int64_t)>("sum").value()(1000 * i).value();
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf("%lld\n", static_cast<long long>(sum.load()));
}
