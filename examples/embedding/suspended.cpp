// Guests that wait for answers, all on one thread: a host function suspends its guest, and the loop below goes on with it when the answer is
// there. The guest sees a plain call.

#include <cstdio>
#include <deque>
#include <memory>
#include <vector>

#include "example.h"

namespace {

/// A guest and the question that it waits for.
struct Conversation {
  wald::Store store;
  std::unique_ptr<wald::CallHandle> call;
  std::int32_t question = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const wald::Engine engine = wald::Engine::create().value();
  const wald::Module module = loadModule(engine, MODULES "suspended.wat", argc, argv);
  wald::Linker linker(engine);
  linker
      .func("host", "ask",
            [](wald::Caller& caller, std::int32_t question) -> wald::Result<std::int32_t> {
              auto* const conversation = caller.data<Conversation>();
              conversation->question = question;
              if (auto gone = caller.suspend(); !gone) return std::move(gone).error();
              return conversation->question * conversation->question;
            })
      .value();

  std::vector<std::unique_ptr<Conversation>> conversations;
  std::deque<Conversation*> waiting;
  for (std::int32_t i = 1; i <= 3; ++i) {
    conversations.push_back(std::make_unique<Conversation>(
        Conversation{wald::Store::create(engine).value(), nullptr, 0}));
    Conversation* const conversation = conversations.back().get();
    conversation->store.setData(conversation);
    const wald::Instance instance = linker.instantiate(conversation->store, module).value();
    conversation->call = std::make_unique<wald::CallHandle>(
        instance.func("squares").value().start({wald::Value(10 * i)}).value());
    waiting.push_back(conversation);
  }

  while (!waiting.empty()) {
    Conversation* const conversation = waiting.front();
    waiting.pop_front();
    if (conversation->call->resume().value() == wald::CallState::Done) {
      std::printf("sum of squares: %d\n", conversation->call->results()[0].i32());
      conversation->call.reset();
    } else {
      std::printf("asks for %d\n", conversation->question);
      waiting.push_back(conversation);
    }
  }
}
