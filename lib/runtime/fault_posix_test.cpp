#include "runtime/fault.h"

#include <setjmp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "runtime/store.h"

namespace wald::runtime {

namespace {

/// Runs in a child, where handlers may be installed and signals may kill. Gives the wait status.
template <typename Body>
int statusOf(const Body& body) {
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(99);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

bool exitedWith(int status, int code) { return WIFEXITED(status) && WEXITSTATUS(status) == code; }
bool killedBy(int status, int signal) { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }

struct Fixture {
  Fixture() {
    installFaultHandlers();
    auto made = Store::create(engine);
    if (!made) std::abort();
    store = std::move(*made);
    auto added = store->addMemory({.limits = {1, {}}});
    if (!added) std::abort();
    memory = *added;
  }
  /// Beyond the memory's end, inside its reservation.
  volatile std::uint8_t* outside() const { return memory->base() + memory->size() + 5; }

  Engine engine{Config{}};
  std::unique_ptr<Store> store;
  Memory* memory = nullptr;
};

struct Landing {
  sigjmp_buf place;
  void* volatile address = nullptr;
};

bool jump(FaultScope& scope, int, void* address, void*) {
  if (scope.store().memoryAt(address) == nullptr) return false;
  auto* const landing = static_cast<Landing*>(scope.data());
  landing->address = address;
  siglongjmp(landing->place, 1);
}

bool decline(FaultScope&, int, void*, void*) { return false; }

void install(int flags, void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigaction(SIGSEGV, &action, nullptr);
  sigaction(SIGBUS, &action, nullptr);
}

}  // namespace

TEST_CASE("a fault of the guest jumps to its scope, again and again") {
  const Fixture fixture;
  CHECK(exitedWith(statusOf([&] {
                     // The jump may not find it in a register.
                     volatile int left = 3;
                     while (left > 0) {
                       left = left - 1;
                       Landing landing;
                       FaultScope scope(*fixture.store, jump, &landing);
                       if (sigsetjmp(landing.place, 0) == 0) {
                         *fixture.outside() = 1;
                         _exit(1);
                       }
                       if (landing.address != const_cast<std::uint8_t*>(fixture.outside()))
                         _exit(2);
                     }
                     _exit(0);
                   }),
                   0));
}

TEST_CASE("the newest scope is asked, then the one below it") {
  const Fixture fixture;
  CHECK(exitedWith(statusOf([&] {
                     Landing outer;
                     FaultScope outerScope(*fixture.store, jump, &outer);
                     if (sigsetjmp(outer.place, 0) == 0) {
                       {
                         Landing inner;
                         FaultScope innerScope(*fixture.store, jump, &inner);
                         if (sigsetjmp(inner.place, 0) == 0) {
                           *fixture.outside() = 1;
                           _exit(1);
                         }
                       }
                       *fixture.outside() = 1;
                       _exit(2);
                     }
                     _exit(0);
                   }),
                   0));
}

TEST_CASE("faults that no scope claims go to the plain handler that was there") {
  const Fixture fixture;
  const auto run = [&](bool active, FaultScope::Handler handler) {
    return statusOf([&] {
      install(0, [](int) { _exit(42); });
      FaultScope scope(*fixture.store, handler, nullptr);
      scope.setActive(active);
      *fixture.outside() = 1;
    });
  };
  CHECK(exitedWith(run(true, decline), 42));
  CHECK(exitedWith(run(false, jump), 42));
}

TEST_CASE("faults outside of all scopes go to the handler that was there") {
  const Fixture fixture;
  CHECK(exitedWith(statusOf([&] {
                     install(0, [](int) { _exit(43); });
                     { const FaultScope scope(*fixture.store, jump, nullptr); }
                     *fixture.outside() = 1;
                   }),
                   43));
}

TEST_CASE("the former handler gets the address") {
  const Fixture fixture;
  static volatile std::uint8_t* expected;
  CHECK(exitedWith(
      statusOf([&] {
        expected = fixture.outside();
        struct sigaction action{};
        action.sa_flags = SA_SIGINFO;
        action.sa_sigaction = [](int, siginfo_t* info, void* context) {
          _exit(info->si_addr == const_cast<std::uint8_t*>(expected) && context != nullptr ? 44
                                                                                           : 1);
        };
        sigaction(SIGSEGV, &action, nullptr);
        FaultScope scope(*fixture.store, decline, nullptr);
        *fixture.outside() = 1;
      }),
      44));
}

TEST_CASE("without a former handler the process dies of the signal") {
  const Fixture fixture;
  for (void (*former)(int) : {SIG_DFL, SIG_IGN}) {
    CHECK(killedBy(statusOf([&] {
                     install(0, former);
                     FaultScope scope(*fixture.store, decline, nullptr);
                     *fixture.outside() = 1;
                   }),
                   SIGSEGV));
  }
  CHECK(killedBy(statusOf([&] {
                   install(0, SIG_DFL);
                   FaultScope scope(*fixture.store, jump, nullptr);
                   kill(getpid(), SIGSEGV);
                 }),
                 SIGSEGV));
}

TEST_CASE("a signal that was sent and is ignored stays ignored") {
  const Fixture fixture;
  CHECK(exitedWith(statusOf([&] {
                     install(0, SIG_IGN);
                     FaultScope scope(*fixture.store, jump, nullptr);
                     kill(getpid(), SIGSEGV);
                     _exit(45);
                   }),
                   45));
}

}  // namespace wald::runtime
