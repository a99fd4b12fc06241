#include <pthread.h>

#include "wasi/host.h"

namespace wald::wasi::host {

namespace {

struct Start {
  void (*body)(void* data);
  void* data;
};

void* begin(void* given) {
  const Start start = *static_cast<Start*>(given);
  delete static_cast<Start*>(given);
  start.body(start.data);
  return nullptr;
}

}  // namespace

bool startThread(void (*body)(void* data), void* data) {
  auto start = std::make_unique<Start>(Start{body, data});
  pthread_t thread;
  if (pthread_create(&thread, nullptr, begin, start.get()) != 0) return false;
  static_cast<void>(start.release());
  pthread_detach(thread);
  return true;
}

}  // namespace wald::wasi::host
