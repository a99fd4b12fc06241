// A checkout that lets merchants bring their own discounts: modules that nobody has looked at. Each has no capabilities, 1 MB of memory and
// 2 ms for an answer. Whatever they do, the customer gets a price.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "example.h"

namespace {

using namespace std::chrono_literals;

constexpr std::int32_t subtotal = 12'500;  // cents

/// The part of a line of the record that does not change from run to run.
std::string shorten(std::string_view line) {
  const auto begin = line.find("\"function\"");
  return std::string(line.substr(begin, line.size() - begin - 1));
}

/// What a plugin takes off, in cents; 0 if it gives no good answer.
std::int32_t discountBy(const wald::Engine& engine, const wald::Linker& linker,
                        const wald::Module& module) {
  wald::Limits limits;
  limits.memoryBytes = 1 << 20;
  limits.deadline = 2ms;
  auto store = wald::Store::create(engine, {.limits = limits});
  if (!store) return 0;

  wald::WasiConfig nothing;
  nothing.clocks = false;
  nothing.random = false;
  nothing.audit = [](std::string_view line) {
    if (line.find("\"denial\"") != std::string_view::npos) {
      std::printf("  audit: %s\n", shorten(line).c_str());
    }
  };
  if (auto granted = store->setWasi(nothing); !granted) return 0;

  const auto answer = [&]() -> wald::Result<std::int32_t> {
    auto instance = linker.instantiate(*store, module);
    if (!instance) return std::move(instance).error();
    auto discount = instance->typed<std::int32_t(std::int32_t)>("discount");
    if (!discount) return std::move(discount).error();
    return (*discount)(subtotal);
  }();
  if (!answer) {
    std::printf("  no discount: %s\n", answer.error().message().c_str());
    return 0;
  }
  return std::clamp(*answer, 0, subtotal);
}

}  // namespace

int main(int argc, char** argv) {
  const wald::Engine engine = wald::Engine::create().value();
  wald::Linker linker(engine);
  linker.addWasi();

  std::int32_t best = 0;
  for (const std::string name : {"fair", "nosy", "endless", "greedy"}) {
    std::printf("%s\n", name.c_str());
    const wald::Module module = loadModule(engine, MODULES "discount-" + name + ".wat", argc, argv);
    const std::int32_t discount = discountBy(engine, linker, module);
    std::printf("  takes %d.%02d off\n", discount / 100, discount % 100);
    best = std::max(best, discount);
  }
  std::printf("to pay: %d.%02d\n", (subtotal - best) / 100, (subtotal - best) % 100);
}
