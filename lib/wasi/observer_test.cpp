// What whoever watches a guest is told.
#include "wasi/observer.h"

#include "wasi/function_table.h"
#include "wasi/names.h"
#include "wasi/test_guest.h"

using namespace wald::wasi;
namespace runtime = wald::runtime;

namespace {

class Recorder final : public Observer {
public:
  void denied(const Denial& denial) override { denials.push_back(denial); }
  bool wantsCalls() const override { return isTracing; }
  void returned(std::string_view line) override { lines.emplace_back(line); }

  /// The only denial since the last time.
  Denial take() {
    REQUIRE(denials.size() == 1);
    Denial denial = denials[0];
    denials.clear();
    return denial;
  }

  bool isTracing = false;
  std::vector<Denial> denials;
  std::vector<std::string> lines;
};

Config watched(Recorder& recorder, Config config) {
  config.observer = &recorder;
  return config;
}

}  // namespace

TEST_CASE("observer: each function, withheld, is refused and told") {
  TempDirectory directory;
  directory.write("a", "text");
  for (const FunctionRow& row : functionTable()) {
    INFO(row.name);
    Recorder recorder;
    Config config = watched(recorder, grant({{directory.path(), "/dir", true}}));
    config.clocks = config.random = true;
    config.args = {"program"};
    config.withheld = {std::string(row.name)};
    TestGuest guest(config);
    const auto before = directory.listing();
    // With 3 for a descriptor, and the path "a" or nothing for whatever else.
    std::ranges::fill(guest.memory().bytes().subspan(0, 8), std::uint8_t{'a'});
    const std::vector<std::uint8_t> memory(guest.memory().bytes().begin(),
                                           guest.memory().bytes().end());
    std::vector<std::uint64_t> arguments(row.params.size(), 1);
    if (!arguments.empty()) arguments[0] = 3;
    const Errno error = guest.call(row.name, arguments);
    if (row.hasResult) {
      CHECK(error == Errno::NotCapable);
    } else {
      REQUIRE(guest.outcome == runtime::Outcome::Trap);
      CHECK(guest.trap->kind == wald::wasm::TrapKind::Host);
      CHECK_FALSE(guest.trap->exitStatus);
    }
    const Denial denial = recorder.take();
    CHECK(denial.function == row.name);
    CHECK(denial.capability == row.name);
    CHECK(denial.reason == Errno::Withheld);
    if (row.name == "path_unlink_file") {
      REQUIRE(denial.places.size() == 1);
      CHECK(denial.places[0].path == "a");
    }
    CHECK(directory.listing() == before);
    CHECK(std::ranges::equal(memory, guest.memory().bytes()));
    CHECK(recorder.calls() == 1);
    // Everything else is as it was.
    if (row.name != "fd_prestat_get") {
      CHECK(guest.call("fd_prestat_get", {3, TestGuest::result}) == Errno::Success);
    }
  }
}

TEST_CASE("observer: a name that is no function can't be withheld") {
  Config config;
  config.withheld = {"fd_reed"};
  const auto wasi = Wasi::create(config);
  REQUIRE_FALSE(wasi);
  CHECK(wasi.error().kind() == wald::ErrorKind::Usage);
  CHECK(wasi.error().message().find("fd_reed") != std::string::npos);
}

TEST_CASE("observer: refusals by reason, with capability and places") {
  TempDirectory directory;
  std::filesystem::create_directories(directory / "ro");
  std::filesystem::create_directories(directory / "rw");
  directory.write("ro/file", "text");
  directory.write("rw/file", "text");
  Recorder recorder;
  TestGuest guest(watched(
      recorder, grant({{directory / "ro", "/ro", false}, {directory / "rw", "/rw", true}})));
  const std::string ro = std::filesystem::canonical(directory / "ro").string();

  const auto expect = [&](std::string_view function, std::string_view capability, Errno reason) {
    const Denial denial = recorder.take();
    CHECK(denial.function == function);
    CHECK(denial.capability == capability);
    CHECK(nameOf(denial.reason) == "notcapable");
    CHECK(whyOf(denial.reason) == whyOf(reason));
    return denial;
  };
  SECTION("paths that lead out") {
    CHECK(guest.open(3, "../rw/file").error == Errno::NotCapable);
    const Denial denial = expect("path_open", "path_open", Errno::LeadsOut);
    REQUIRE(denial.places.size() == 1);
    CHECK(denial.places[0].descriptor == 3u);
    CHECK(denial.places[0].standsFor == ro);
    CHECK(denial.places[0].path == "../rw/file");
  }
  SECTION("writing below what is read-only") {
    CHECK(guest.open(3, "sub/new", oflag::creat).error == Errno::NotCapable);
    CHECK(expect("path_open", "path_create_file", Errno::ReadOnly).places[0].path == "sub/new");
    CHECK(guest.open(3, "file", 0, right::FdWrite).error == Errno::NotCapable);
    expect("path_open", "fd_write", Errno::ReadOnly);
    CHECK(guest.atPath("path_unlink_file", 3, "x/../file") == Errno::NotCapable);
    CHECK(expect("path_unlink_file", "path_unlink_file", Errno::ReadOnly).places[0].path ==
          "x/../file");
  }
  SECTION("two places") {
    CHECK(guest.rename(4, "file", 3, "moved") == Errno::NotCapable);
    const Denial denial = expect("path_rename", "path_rename_target", Errno::ReadOnly);
    REQUIRE(denial.places.size() == 2);
    CHECK(denial.places[0].descriptor == 4u);
    CHECK(denial.places[0].path == "file");
    CHECK(denial.places[1].standsFor == ro);
    CHECK(denial.places[1].path == "moved");
    CHECK(guest.symlink("/etc", 4, "link") == Errno::NotCapable);
    CHECK(expect("path_symlink", "path_symlink", Errno::AbsoluteLink).places[0].path == "/etc");
    // The path as the guest gave it, though it was taken apart.
    CHECK(guest.rename(4, "../rw/file", 4, "b") == Errno::NotCapable);
    CHECK(expect("path_rename", "path_rename_source", Errno::LeadsOut).places[0].path ==
          "../rw/file");
  }
  SECTION("rights that were dropped") {
    CHECK(guest.call("fd_fdstat_set_rights", {4, right::PathOpen, 0}) == Errno::Success);
    CHECK(guest.atPath("path_create_directory", 4, "d") == Errno::NotCapable);
    expect("path_create_directory", "path_create_directory", Errno::MissingRight);
    CHECK(guest.call("fd_fdstat_set_rights", {4, ~Rights{0}, 0}) == Errno::NotCapable);
    expect("fd_fdstat_set_rights", "fd_fdstat_set_rights", Errno::MoreRights);
  }
  SECTION("clocks and random") {
    CHECK(guest.call("clock_time_get", {0, 0, TestGuest::result}) == Errno::NotCapable);
    expect("clock_time_get", "clocks", Errno::NotGranted);
    CHECK(guest.call("random_get", {TestGuest::buffer, 8}) == Errno::NotCapable);
    expect("random_get", "random", Errno::NotGranted);
    // Here the call succeeds, and one of its events tells of the refusal.
    Subscription subscription{};
    CHECK(guest.call("poll_oneoff", {guest.putValue(subscription), TestGuest::buffer, 1,
                                     TestGuest::result}) == Errno::Success);
    CHECK(guest.get<Event>(TestGuest::buffer).error == Errno::NotCapable);
    expect("poll_oneoff", "poll_oneoff", Errno::NotGranted);
  }
  SECTION("what fails for another reason is no refusal") {
    CHECK(guest.open(3, "missing").error == Errno::NoEnt);
    CHECK(guest.call("fd_close", {77}) == Errno::BadF);
    CHECK(guest.open(3, "").error == Errno::NoEnt);
    CHECK(recorder.denials.empty());
    CHECK(recorder.calls() == 3);
  }
}

TEST_CASE("observer: calls are told with their arguments and results") {
  TempDirectory directory;
  directory.write("file", "text");
  Recorder recorder;
  recorder.isTracing = true;
  TestGuest guest(watched(recorder, grant({{directory.path(), "/dir", false}})));
  REQUIRE(guest.open(3, "file", 0, right::FdRead).fd == 4);
  CHECK(guest.read(4) == "text");
  CHECK(guest.call("fd_read", {9, 1, 2, 3}) == Errno::BadF);
  guest.call("proc_exit", {3});
  CHECK(guest.open(3, "../x", 0, 0).error == Errno::NotCapable);
  const std::vector<std::string> expected = {
      "path_open(3, 1, \"file\", 0, 2, 0xffffffffffffffff, 0, -> 4) = success",
      "fd_read(4, 1024 bytes in 1, -> 4) = success",
      "fd_read(0x9, 0x1, 0x2, 0x3) = badf",
      "proc_exit(3) exits with 3",
      "path_open(3, 1, \"../x\", 0, 0, 0xffffffffffffffff, 0, ->) = notcapable (" +
          std::string(whyOf(Errno::LeadsOut)) + ")",
  };
  CHECK(recorder.lines == expected);
}

TEST_CASE("observer: names") {
  CHECK(nameOf(Errno::Success) == "success");
  CHECK(nameOf(Errno::TooBig) == "2big");
  CHECK(nameOf(Errno::NameTooLong) == "nametoolong");
  CHECK(nameOf(Errno::ReadOnly) == "notcapable");
  CHECK(namesOf(right::FdRead | right::PathFilestatSetTimes) == "fd_read|path_filestat_set_times");
  CHECK(namesOf(0).empty());
  CHECK(whyOf(Errno::Io).empty());
  CHECK_FALSE(whyOf(Errno::Protected).empty());
}
