// What holds for every row of functions.def.
#include <map>

#include "wasi/function_table.h"
#include "wasi/test_guest.h"

using namespace wald::wasi;
namespace runtime = wald::runtime;

TEST_CASE("functions: each has the type that its row says, and is made when asked for") {
  TestGuest guest({});
  CHECK(functionTable().size() == 46);
  runtime::Linker linker(guest.store());
  guest.wasi().define(linker, guest.store());
  for (const FunctionRow& row : functionTable()) {
    INFO(row.name);
    const auto found = linker.find(Wasi::moduleName, row.name);
    REQUIRE(found);
    const auto* function = std::get<runtime::Function*>(*found);
    const auto& type = guest.store().engine().typeOf(function->type);
    CHECK(type.params.size() == row.params.size());
    CHECK(type.results.size() == (row.name == "proc_exit" ? 0 : 1));
  }
  CHECK_FALSE(linker.find(Wasi::moduleName, "fd_reed"));
  CHECK_FALSE(linker.find("wasi", "fd_read"));
  // The older module has all but one of them.
  for (const FunctionRow& row : functionTable()) {
    INFO(row.name);
    CHECK(linker.find(Wasi::unstableModuleName, row.name).has_value() ==
          (row.name != "sock_accept"));
  }
}

TEST_CASE("functions: with nothing granted each refuses, or has nothing to give") {
  const std::map<std::string_view, Errno> expected = {
      {"args_get", Errno::Success},         {"args_sizes_get", Errno::Success},
      {"environ_get", Errno::Success},      {"environ_sizes_get", Errno::Success},
      {"sched_yield", Errno::Success},      {"proc_raise", Errno::Success},
      {"clock_res_get", Errno::NotCapable}, {"clock_time_get", Errno::NotCapable},
      {"random_get", Errno::NotCapable},    {"poll_oneoff", Errno::Inval},
  };
  TestGuest guest(grant({}));
  // Paths of one byte, "a", lie at address 1. The other memory is zero.
  guest.memory().base()[1] = 'a';
  const std::vector<std::uint8_t> before(guest.memory().bytes().begin(),
                                         guest.memory().bytes().end());
  for (const FunctionRow& row : functionTable()) {
    for (const std::uint64_t value : {0, 1, 3}) {
      if (row.name == "poll_oneoff" && value != 0) continue;
      if (row.name == "proc_raise" && value != 0) continue;
      INFO(row.name << " " << value);
      std::vector<std::uint64_t> arguments(row.params.size(), value);
      // Every pair of pointer and size names "a", wherever it is.
      if (row.name.starts_with("path_") && value == 1) std::ranges::fill(arguments, 1);
      guest.memory().base()[1] = 'a';
      const Errno error = guest.call(row.name, arguments);
      if (row.name == "proc_exit") {
        REQUIRE(guest.outcome == runtime::Outcome::Trap);
        CHECK(guest.trap->exitStatus == static_cast<int>(value));
        continue;
      }
      REQUIRE(guest.outcome == runtime::Outcome::Ok);
      const auto found = expected.find(row.name);
      if (found != expected.end()) {
        CHECK(error == found->second);
      } else if (row.name == "path_symlink" && value != 1) {
        // Its first path is looked at before its descriptor: empty, and then of NULs.
        CHECK((error == Errno::NoEnt || error == Errno::Inval));
      } else {
        CHECK(error == Errno::BadF);
      }
    }
  }
  // Counts and sizes of nothing are zero.
  std::vector<std::uint8_t> after(guest.memory().bytes().begin(), guest.memory().bytes().end());
  after[1] = 'a';
  CHECK(after == before);
}

TEST_CASE("functions: a subscription to a clock that was not granted says so") {
  TestGuest guest(grant({}));
  Subscription subscription{.userdata = 7, .tag = 0};
  REQUIRE(guest.call("poll_oneoff", {guest.putValue(subscription), TestGuest::buffer, 1,
                                     TestGuest::result}) == Errno::Success);
  CHECK(guest.get(TestGuest::result) == 1);
  const auto event = guest.get<Event>(TestGuest::buffer);
  CHECK(event.userdata == 7);
  CHECK(event.error == Errno::NotCapable);
}

namespace {

/// An argument, and whether it is an address, so that a bad one can be put in its place.
struct Argument {
  Argument(std::uint64_t v) : value(v) {}
  Argument(std::uint64_t v, bool pointer) : value(v), isPointer(pointer) {}
  std::uint64_t value;
  bool isPointer = false;
};

Argument at(std::uint64_t address) { return {address, true}; }

struct GoodCall {
  std::string_view name;
  std::vector<Argument> arguments;
};

/// A call of every function that takes addresses which would do something if these were good.
/// Descriptor 3 is a writable directory with "file" and "link", 4 a file open for everything.
std::vector<GoodCall> goodCalls(TestGuest& guest) {
  const std::uint32_t bytes = guest.put("bytes");
  const Argument list = at(guest.putValue(GuestIovec{bytes, 5}));
  const Argument result = at(TestGuest::result);
  const Argument buffer = at(TestGuest::buffer);
  const auto path = [&](std::string_view text) { return at(guest.put(text)); };
  const Argument file = path("file");
  const Argument fresh = path("new");
  const Argument subscription = at(guest.putValue(Subscription{}));
  return {
      {"args_get", {buffer, buffer}},
      {"args_sizes_get", {result, result}},
      {"clock_res_get", {0, result}},
      {"clock_time_get", {0, 0, result}},
      {"environ_get", {buffer, buffer}},
      {"environ_sizes_get", {result, result}},
      {"fd_fdstat_get", {4, result}},
      {"fd_filestat_get", {4, result}},
      {"fd_pread", {4, list, 1, 0, result}},
      {"fd_prestat_dir_name", {3, buffer, 4}},
      {"fd_prestat_get", {3, result}},
      {"fd_pwrite", {4, list, 1, 0, result}},
      {"fd_read", {4, list, 1, result}},
      {"fd_readdir", {3, buffer, 100, 0, result}},
      {"fd_seek", {4, 1, 0, result}},
      {"fd_tell", {4, result}},
      {"fd_write", {4, list, 1, result}},
      {"path_create_directory", {3, fresh, 3}},
      {"path_filestat_get", {3, 0, file, 4, result}},
      {"path_filestat_set_times", {3, 0, file, 4, 1, 1, 5}},
      {"path_link", {3, 0, file, 4, 3, fresh, 3}},
      {"path_open", {3, 0, fresh, 3, oflag::creat, 0, 0, 0, result}},
      {"path_readlink", {3, path("link"), 4, buffer, 10, result}},
      {"path_remove_directory", {3, path("empty"), 5}},
      {"path_rename", {3, file, 4, 3, fresh, 3}},
      {"path_symlink", {file, 4, 3, fresh, 3}},
      {"path_unlink_file", {3, file, 4}},
      {"poll_oneoff", {subscription, buffer, 1, result}},
      {"random_get", {buffer, 10}},
  };
}

}  // namespace

TEST_CASE("functions: an address outside the memory is EFAULT and has no effect") {
  TempDirectory directory;
  directory.write("file", "text");
  std::filesystem::create_symlink("file", directory / "link");
  std::filesystem::create_directory(directory / "empty");
  Config config = grant({{directory.path(), "/dir", true}});
  config.args = {"program"};
  config.env = {"NAME=value"};
  config.clocks = config.random = true;
  TestGuest guest(config);
  REQUIRE(guest.open(3, "file", 0, ~Rights{0}).fd == 4);

  const auto before = directory.listing();
  for (const GoodCall& good : goodCalls(guest)) {
    for (std::size_t i = 0; i < good.arguments.size(); ++i) {
      if (!good.arguments[i].isPointer) continue;
      std::vector<std::uint64_t> arguments;
      for (const Argument& argument : good.arguments) arguments.push_back(argument.value);
      for (const std::uint64_t bad :
           {std::uint64_t{TestGuest::outside}, std::uint64_t{0x10001}, std::uint64_t{0xfffffffe}}) {
        INFO(good.name << ", argument " << i << ": " << bad);
        arguments[i] = bad;
        CHECK(guest.call(good.name, arguments) == Errno::Fault);
      }
    }
  }
  CHECK(directory.listing() == before);
  CHECK(guest.open(3, "file").fd == 5);
  CHECK(guest.call("fd_tell", {4, TestGuest::result}) == Errno::Success);
  CHECK(guest.get<std::uint64_t>(TestGuest::result) == 0);
}

TEST_CASE("functions: sizes beyond the memory are EFAULT") {
  TempDirectory directory;
  Config config = grant({{directory.path(), "/", true}});
  config.random = true;
  TestGuest guest(config);
  for (const std::uint64_t size :
       {std::uint64_t{0xffffffff}, std::uint64_t{TestGuest::memorySize}}) {
    CHECK(guest.call("random_get", {1, size}) == Errno::Fault);
    CHECK(guest.call("fd_readdir", {3, 1, size, 0, TestGuest::result}) == Errno::Fault);
    CHECK(guest.call("path_create_directory", {3, 1, size}) == Errno::Fault);
    CHECK(guest.call("fd_prestat_dir_name", {3, 1, size}) == Errno::Fault);
    CHECK(guest.call("path_readlink", {3, guest.put("a"), 1, 1, size, TestGuest::result}) ==
          Errno::Fault);
  }
}
