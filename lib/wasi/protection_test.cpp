// Protected directories: never entered, and never replaced by one of a guest's.
#include "wasi/host.h"
#include "wasi/test_guest.h"

using namespace wald::wasi;
namespace fs = std::filesystem;

namespace {

/// A "home" to be granted, with a protected directory in it.
struct Home {
  Home() {
    fs::create_directories(directory / "home/.cache/wald");
    fs::create_directories(directory / "home/.cache/other");
    fs::create_directories(directory / "home/work/deep");
    directory.write("home/.cache/wald/canary", "canary");
    directory.write("home/.cache/other/file", "other");
    directory.write("home/work/file", "work");
    fs::create_symlink("../.cache/wald", directory / "home/work/link");
    fs::create_symlink("../.cache/wald/canary", directory / "home/work/canary");
    fs::create_symlink("../.cache", directory / "home/work/above");
  }
  std::string path(std::string_view name) const { return directory / name; }

  Config config(std::string_view granted, bool writable = true) const {
    Config config = grant({{path(granted), "/", writable}});
    config.protectedDirectories = {path("home/.cache/wald")};
    return config;
  }

  TempDirectory directory;
};

constexpr Rights everything = ~Rights{0};

/// All that must fail with a directory that leads to `cache` by `chain`, whatever the names of both are.
void attack(TestGuest& guest, const std::string& chain, const std::string& cache) {
  const std::string canary = cache + "/canary";
  INFO(cache);
  CHECK(guest.open(3, cache).error == Errno::NotCapable);
  CHECK(guest.open(3, cache + "/").error == Errno::NotCapable);
  CHECK(guest.open(3, cache + "/.").error == Errno::NotCapable);
  CHECK(guest.open(3, canary).error == Errno::NotCapable);
  CHECK(guest.open(3, canary, 0, everything).error == Errno::NotCapable);
  CHECK(guest.open(3, canary, oflag::trunc, everything).error == Errno::NotCapable);
  CHECK(guest.open(3, cache + "/new", oflag::creat, everything).error == Errno::NotCapable);
  CHECK(guest.open(3, cache + "/../other/file").error == Errno::NotCapable);
  CHECK(guest.call("path_filestat_get", {3, 1, guest.put(cache), cache.size(), 0x100}) ==
        Errno::NotCapable);
  CHECK(guest.call("path_filestat_get", {3, 0, guest.put(canary), canary.size(), 0x100}) ==
        Errno::NotCapable);
  CHECK(guest.call("path_filestat_set_times", {3, 0, guest.put(canary), canary.size(), 1, 1, 5}) ==
        Errno::NotCapable);
  CHECK(guest.rename(3, canary, 3, "stolen") == Errno::NotCapable);
  CHECK(guest.link(3, canary, 3, "stolen") == Errno::NotCapable);
  CHECK(guest.rename(3, "work/file", 3, cache + "/file") == Errno::NotCapable);
  CHECK(guest.link(3, "work/file", 3, cache + "/file") == Errno::NotCapable);
  CHECK(guest.symlink("x", 3, cache + "/file") == Errno::NotCapable);
  CHECK(guest.atPath("path_unlink_file", 3, canary) == Errno::NotCapable);
  CHECK(guest.atPath("path_create_directory", 3, cache + "/made") == Errno::NotCapable);
  for (const std::string& name : {chain, cache, cache + "/", chain + "/"}) {
    INFO(name);
    CHECK(guest.rename(3, name, 3, "moved") == Errno::NotCapable);
    CHECK(guest.rename(3, "work/deep", 3, name) == Errno::NotCapable);
    CHECK(guest.atPath("path_remove_directory", 3, name) == Errno::NotCapable);
    CHECK(guest.atPath("path_unlink_file", 3, name) == Errno::NotCapable);
    CHECK(guest.atPath("path_create_directory", 3, name) == Errno::NotCapable);
    CHECK(guest.symlink("work", 3, name) == Errno::NotCapable);
  }
}

}  // namespace

TEST_CASE("protection: a granted directory above a protected one") {
  const Home home;
  const auto before = home.directory.listing();
  TestGuest guest(home.config("home"));
  attack(guest, ".cache", ".cache/wald");
  attack(guest, "work/../.cache", "work/../.cache/./wald");
  CHECK(guest.open(3, "work/link").error == Errno::NotCapable);
  CHECK(guest.open(3, "work/link/canary").error == Errno::NotCapable);
  CHECK(guest.open(3, "work/canary").error == Errno::NotCapable);
  CHECK(guest.open(3, "work/above/wald/canary").error == Errno::NotCapable);
  CHECK(home.directory.listing() == before);

  // Through a directory that was opened on the way too.
  const auto cache = guest.open(3, ".cache");
  REQUIRE(cache.error == Errno::Success);
  CHECK(guest.open(cache.fd, "wald").error == Errno::NotCapable);
  CHECK(guest.open(cache.fd, "wald/canary").error == Errno::NotCapable);
  CHECK(guest.rename(cache.fd, "wald", 3, "moved") == Errno::NotCapable);
  CHECK(guest.atPath("path_create_directory", cache.fd, "wald") == Errno::NotCapable);
  CHECK(home.directory.listing() == before);
}

TEST_CASE("protection: all else works as ever") {
  const Home home;
  TestGuest guest(home.config("home"));
  CHECK(guest.read(guest.open(3, "work/../.cache/other/file").fd) == "other");
  CHECK(guest.read(guest.open(3, "work/above/other/file").fd) == "other");
  const auto made = guest.open(3, ".cache/other/new", oflag::creat, everything);
  REQUIRE(made.error == Errno::Success);
  CHECK(guest.write(made.fd, "text") == Errno::Success);
  CHECK(home.directory.read("home/.cache/other/new") == "text");
  CHECK(guest.rename(3, ".cache/other", 3, ".cache/renamed") == Errno::Success);
  CHECK(guest.atPath("path_create_directory", 3, ".cache/mine") == Errno::Success);
  CHECK(guest.atPath("path_create_directory", 3, "work/wald") == Errno::Success);
  CHECK(guest.atPath("path_create_directory", 3, "work/.cache") == Errno::Success);
  CHECK(guest.rename(3, "work", 3, ".cache/work") == Errno::Success);
  CHECK(guest.read(guest.open(3, ".cache/work/file").fd) == "work");
  CHECK(guest.atPath("path_unlink_file", 3, ".cache/work/link") == Errno::Success);
  CHECK(guest.atPath("path_remove_directory", 3, ".cache/mine") == Errno::Success);
}

TEST_CASE("protection: read-only and sibling grants") {
  const Home home;
  TestGuest reader(home.config("home", false));
  CHECK(reader.open(3, ".cache/wald/canary").error == Errno::NotCapable);
  CHECK(reader.open(3, "work/canary").error == Errno::NotCapable);
  CHECK(reader.read(reader.open(3, "work/file").fd) == "work");
  TestGuest sibling(home.config("home/work"));
  CHECK(sibling.open(3, "canary").error == Errno::NotCapable);
  CHECK(sibling.rename(3, "deep", 3, "wald") == Errno::Success);
}

TEST_CASE("protection: the host renames what leads there") {
  const Home home;
  TestGuest guest(home.config("home"));
  fs::rename(home.path("home/.cache"), home.path("home/renamed"));
  CHECK(guest.open(3, "renamed/wald").error == Errno::NotCapable);
  CHECK(guest.open(3, "renamed/wald/canary").error == Errno::NotCapable);
  CHECK(guest.rename(3, "renamed", 3, "again") == Errno::NotCapable);
  CHECK(guest.atPath("path_create_directory", 3, ".cache") == Errno::NotCapable);
  // The protected one itself, to another place and another name.
  fs::rename(home.path("home/renamed/wald"), home.path("home/work/deep/x"));
  CHECK(guest.open(3, "work/deep/x/canary").error == Errno::NotCapable);
  CHECK(guest.rename(3, "work/deep/x", 3, "mine") == Errno::NotCapable);
  CHECK(guest.atPath("path_create_directory", 3, "renamed/wald") == Errno::NotCapable);
  CHECK(home.directory.read("home/work/deep/x/canary") == "canary");
}

TEST_CASE("protection: what does not exist yet can't be made") {
  const TempDirectory directory;
  fs::create_directories(directory / "home/work");
  Config config = grant({{directory / "home", "/", true}});
  config.protectedDirectories = {directory / "home/.cache/wald"};
  TestGuest guest(config);
  CHECK(guest.atPath("path_create_directory", 3, ".cache") == Errno::NotCapable);
  CHECK(guest.atPath("path_create_directory", 3, ".CACHE") == Errno::NotCapable);
  CHECK(guest.symlink("work", 3, ".cache") == Errno::NotCapable);
  CHECK(guest.rename(3, "work", 3, ".cache") == Errno::NotCapable);
  CHECK(guest.open(3, ".cache", oflag::creat, everything).error == Errno::NotCapable);
  CHECK_FALSE(fs::exists(directory / "home/.cache"));
  // Another program makes it meanwhile.
  fs::create_directories(directory / "home/.cache/wald");
  directory.write("home/.cache/wald/canary", "canary");
  CHECK(guest.open(3, ".cache/wald/canary").error == Errno::NotCapable);
  CHECK(guest.atPath("path_remove_directory", 3, ".cache/wald") == Errno::NotCapable);
}

TEST_CASE("protection: links that lead to a protected directory stay") {
  const TempDirectory directory;
  fs::create_directories(directory / "home/work");
  fs::create_directories(directory / "data/wald");
  directory.write("data/wald/canary", "canary");
  fs::create_symlink("../data", directory / "home/.cache");
  Config config = grant({{directory / "home", "/", true}, {directory / "data", "/data", true}});
  config.protectedDirectories = {directory / "home/.cache/wald"};
  TestGuest guest(config);
  CHECK(guest.atPath("path_unlink_file", 3, ".cache") == Errno::NotCapable);
  CHECK(guest.rename(3, ".cache", 3, "x") == Errno::NotCapable);
  CHECK(guest.rename(3, "work", 3, ".cache") == Errno::NotCapable);
  CHECK(guest.open(4, "wald/canary").error == Errno::NotCapable);
  CHECK(guest.rename(4, "wald", 3, "x") == Errno::NotCapable);
  CHECK(fs::is_symlink(directory / "home/.cache"));
}

TEST_CASE("protection: grants in a protected directory are refused") {
  const Home home;
  fs::create_directories(home.path("home/.cache/wald/below"));
  fs::create_symlink(".cache/wald/below", home.directory / "home/to");
  for (const char* name : {"home/.cache/wald", "home/.cache/wald/below", "home/to"}) {
    INFO(name);
    const auto wasi = Wasi::create(home.config(name, false));
    REQUIRE_FALSE(wasi);
    CHECK(wasi.error().kind() == wald::ErrorKind::Usage);
    CHECK(wasi.error().message().find("can't be granted") != std::string::npos);
  }
}

TEST_CASE("protection: the memory of processes, and writing in /proc") {
  const std::string self = std::to_string(::getpid());
  for (const bool fromRoot : {false, true}) {
    INFO(fromRoot);
    TestGuest guest(grant({{fromRoot ? "/" : "/proc", "/", true}}));
    const std::string prefix = fromRoot ? "proc/" : "";
    for (const std::string& process : {prefix + "self", prefix + self, prefix + "thread-self"}) {
      INFO(process);
      CHECK(guest.open(3, process + "/mem").error == Errno::NotCapable);
      CHECK(guest.open(3, process + "/mem", 0, everything).error == Errno::NotCapable);
      CHECK(guest.open(3, process + "/comm", 0, everything).error == Errno::NotCapable);
      CHECK(guest.open(3, process + "/comm", oflag::trunc, everything).error == Errno::NotCapable);
      CHECK(guest.open(3, process + "/comm").error == Errno::Success);
      CHECK(guest.open(3, process + "/root/proc/self/comm").error != Errno::Success);
      CHECK(guest.open(3, process + "/fd/0").error != Errno::Success);
      // By way of a directory that was opened before.
      const auto directory = guest.open(3, process);
      REQUIRE(directory.error == Errno::Success);
      CHECK(guest.open(directory.fd, "mem").error == Errno::NotCapable);
      CHECK(guest.open(directory.fd, "comm", 0, everything).error == Errno::NotCapable);
      CHECK(guest.open(directory.fd, "comm").error == Errno::Success);
    }
  }
}

TEST_CASE("protection: which directories lead to another") {
  const Home home;
  const std::string cache = home.path("home/.cache/wald");
  CHECK(leadsTo(home.path("home"), cache));
  CHECK(leadsTo(home.path("home/.cache"), cache));
  CHECK(leadsTo(home.path("home/work/above"), cache));
  CHECK(leadsTo("/", cache));
  CHECK(leadsTo(home.path("home/.cache/other"), home.path("home/.cache/other/not/yet")));
  CHECK_FALSE(leadsTo(home.path("home/work"), cache));
  CHECK_FALSE(leadsTo(home.path("home/.cache/other"), cache));
}
