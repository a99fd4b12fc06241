// Whether a guest stays inside, while what its paths lead through changes under it: a canary outside must never be read, changed or joined by
// anything.
#include <atomic>
#include <cstdlib>
#include <thread>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "wasi/test_guest.h"

using namespace wald::wasi;
namespace fs = std::filesystem;

namespace {

constexpr Rights everything = ~Rights{0};
constexpr int openings = 100'000;

/// Takes each of two names for the other, again and again, on a thread of its own.
class Swapper {
public:
  Swapper(const fs::path& one, const fs::path& other)
      : thread_([=, this] {
          while (!isEnded_) {
            if (::syscall(SYS_renameat2, AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(),
                          RENAME_EXCHANGE) != 0) {
              hasFailed_ = true;
            }
          }
        }) {}
  ~Swapper() {
    isEnded_ = true;
    thread_.join();
    CHECK_FALSE(hasFailed_);
  }

private:
  std::atomic<bool> isEnded_ = false;
  std::atomic<bool> hasFailed_ = false;
  std::thread thread_;
};

/// A granted directory "root" beside one that is not, "outside", with a canary in each place that a way out could lead to.
struct Places {
  Places() {
    for (const char* name : {"root/slot", "root/deep/sub", "outside/sub"}) {
      fs::create_directories(directory / name);
    }
    for (const char* name : {"file", "outside/file", "outside/sub/file"}) {
      directory.write(name, "canary");
    }
    directory.write("root/slot/file", "inside");
    directory.write("root/file", "inside");
    fs::create_symlink("../outside", directory / "root/link");
    fs::create_symlink("../outside/file", directory / "root/filelink");
  }

  /// `bySteps`: as paths are resolved where something protected may lie below.
  Config config(bool bySteps) const {
    Config config = grant({{directory / "root", "/", true}});
    if (bySteps) config.protectedDirectories = {directory / "root/protected"};
    return config;
  }
  /// What lies outside, but for what is swapped.
  std::string outside(std::string_view but = {}) const {
    std::string text;
    for (const std::string& line : directory.listing()) {
      const bool isSwapped = !but.empty() && line.starts_with(but);
      if (!line.starts_with("root") && !isSwapped) text += line + "\n";
    }
    return text;
  }

  TempDirectory directory;
};

struct Counts {
  int inside = 0;
  int refused = 0;
};

/// Opens a path again and again, reads what was opened, and tries to make, overwrite and remove what lies beside it.
Counts attack(TestGuest& guest, const std::string& folder, int times) {
  Counts counts;
  for (int i = 0; i < times; ++i) {
    const auto opened = guest.open(3, folder + "file", 0, right::FdRead | right::FdSeek);
    if (opened.error == Errno::Success) {
      if (guest.read(opened.fd) != "inside") FAIL("the guest read something else: " << i);
      ++counts.inside;
      guest.call("fd_close", {opened.fd});
    } else {
      ++counts.refused;
    }
    if (i % 16 != 0) continue;
    const auto made = guest.open(3, folder + "made", oflag::creat | oflag::trunc, everything);
    if (made.error == Errno::Success) {
      guest.write(made.fd, "by the guest");
      guest.call("fd_close", {made.fd});
    }
    guest.atPath("path_create_directory", 3, folder + "folder");
    guest.symlink("file", 3, folder + "symlink");
    guest.link(3, "file", 3, folder + "hardlink");
    guest.rename(3, folder + "made", 3, folder + "renamed");
    guest.atPath("path_unlink_file", 3, folder + "renamed");
    guest.atPath("path_unlink_file", 3, folder + "symlink");
    guest.atPath("path_unlink_file", 3, folder + "hardlink");
    guest.atPath("path_remove_directory", 3, folder + "folder");
    guest.call("path_filestat_set_times",
               {3, lookupSymlinkFollow, guest.put(folder + "made"), folder.size() + 4, 1, 1, 5});
  }
  return counts;
}

}  // namespace

TEST_CASE("containment: a directory becomes a link that leads out, and back") {
  const bool bySteps = GENERATE(false, true);
  const Places places;
  TestGuest guest(places.config(bySteps));
  const std::string before = places.outside();
  Counts counts;
  {
    const Swapper swapper(places.directory / "root/slot", places.directory / "root/link");
    counts = attack(guest, "slot/", openings);
  }
  CHECK(places.outside() == before);
  // Both were met, or nothing was tested.
  CHECK(counts.inside > 0);
  CHECK(counts.refused > 0);
}

TEST_CASE("containment: a file becomes a link that leads out, and back") {
  const bool bySteps = GENERATE(false, true);
  const Places places;
  TestGuest guest(places.config(bySteps));
  const std::string before = places.outside();
  int read = 0;
  int refused = 0;
  {
    const Swapper swapper(places.directory / "root/file", places.directory / "root/filelink");
    for (int i = 0; i < openings; ++i) {
      const auto opened = guest.open(3, "file", 0, right::FdRead | right::FdSeek);
      if (opened.error != Errno::Success) {
        ++refused;
        continue;
      }
      if (guest.read(opened.fd) != "inside") FAIL("the guest read something else: " << i);
      ++read;
      guest.call("fd_close", {opened.fd});
      const auto written = guest.open(3, "file", 0, everything);
      if (written.error == Errno::Success) {
        guest.write(written.fd, "inside");
        guest.call("fd_close", {written.fd});
      }
    }
  }
  CHECK(places.outside() == before);
  CHECK(read > 0);
  CHECK(refused > 0);
}

TEST_CASE("containment: the host moves a directory out while a path goes up from it") {
  const bool bySteps = GENERATE(false, true);
  const Places places;
  TestGuest guest(places.config(bySteps));
  const std::string before = places.outside("outside/sub");
  Counts counts;
  {
    // From "outside/sub", two steps up lie "file" and a canary in it.
    const Swapper swapper(places.directory / "root/deep/sub", places.directory / "outside/sub");
    counts = attack(guest, "deep/sub/../../", openings / 4);
  }
  CHECK(places.outside("outside/sub") == before);
  CHECK(counts.inside > 0);
}

TEST_CASE("containment: nothing gets from a read-only grant into a writable one, or back") {
  const TempDirectory directory;
  for (const char* name : {"ro/sub", "rw/sub"}) fs::create_directories(directory / name);
  directory.write("ro/canary", "canary");
  directory.write("ro/sub/canary", "canary");
  directory.write("rw/file", "file");
  TestGuest guest(grant({{directory / "ro", "/ro", false}, {directory / "rw", "/rw", true}}));
  const auto before = directory.listing();
  const auto sub = guest.open(3, "sub", oflag::directory);
  REQUIRE(sub.error == Errno::Success);
  for (const std::uint32_t readOnly : {3u, sub.fd}) {
    INFO(readOnly);
    // A hard link would make it writable; a rename would take it away.
    CHECK(guest.link(readOnly, "canary", 4, "stolen") == Errno::NotCapable);
    CHECK(guest.rename(readOnly, "canary", 4, "stolen") == Errno::NotCapable);
    CHECK(guest.link(4, "file", readOnly, "planted") == Errno::NotCapable);
    CHECK(guest.rename(4, "file", readOnly, "canary") == Errno::NotCapable);
    CHECK(guest.rename(4, "sub", readOnly, "planted") == Errno::NotCapable);
    CHECK(guest.symlink("canary", readOnly, "planted") == Errno::NotCapable);
    for (const std::uint32_t flags :
         {oflag::creat, oflag::trunc, oflag::creat | oflag::trunc, oflag::creat | oflag::excl}) {
      INFO(flags);
      CHECK(guest.open(readOnly, "canary", flags, everything).error == Errno::NotCapable);
      CHECK(guest.open(readOnly, "canary", flags, right::FdRead).error == Errno::NotCapable);
      CHECK(guest.open(readOnly, "planted", flags, right::FdRead).error == Errno::NotCapable);
    }
    CHECK(guest.call("path_filestat_set_times", {readOnly, 0, guest.put("canary"), 6, 1, 1, 5}) ==
          Errno::NotCapable);
    CHECK(guest.atPath("path_unlink_file", readOnly, "canary") == Errno::NotCapable);
  }
  // Nor by way of the other grant: paths do not lead from one to the other.
  CHECK(guest.rename(4, "file", 4, "../ro/canary") == Errno::NotCapable);
  CHECK(guest.link(4, "../ro/canary", 4, "stolen") == Errno::NotCapable);
  CHECK(directory.listing() == before);
}

TEST_CASE("containment: a file linked into both grants is as writable as the way to it") {
  const TempDirectory directory;
  for (const char* name : {"ro", "rw"}) fs::create_directories(directory / name);
  directory.write("ro/shared", "text");
  fs::create_hard_link(directory / "ro/shared", directory / "rw/shared");
  TestGuest guest(grant({{directory / "ro", "/ro", false}, {directory / "rw", "/rw", true}}));
  CHECK(guest.open(3, "shared", 0, everything).error == Errno::NotCapable);
  const auto read = guest.open(3, "shared", 0, right::FdRead);
  REQUIRE(read.error == Errno::Success);
  CHECK(guest.write(read.fd, "x") == Errno::NotCapable);
  CHECK(guest.call("fd_filestat_set_size", {read.fd, 0}) == Errno::NotCapable);
  CHECK(guest.call("fd_allocate", {read.fd, 0, 100}) == Errno::NotCapable);
  CHECK(directory.read("ro/shared") == "text");
  CHECK(guest.open(4, "shared", 0, everything).error == Errno::Success);
}

TEST_CASE("containment: devices are files like others, and no way around a grant") {
  TestGuest guest(grant({{"/dev", "/dev", false}}));
  CHECK(guest.open(3, "null", 0, right::FdWrite).error == Errno::NotCapable);
  const auto zero = guest.open(3, "zero", 0, right::FdRead);
  REQUIRE(zero.error == Errno::Success);
  CHECK(guest.read(zero.fd) == std::string(1024, '\0'));
  CHECK(guest.write(zero.fd, "x") == Errno::NotCapable);
  // Links of /dev that lead into /proc.
  for (const char* name : {"fd/0", "stdin", "../etc/passwd", "fd/../../etc/passwd"}) {
    INFO(name);
    const Errno error = guest.open(3, name).error;
    CHECK((error == Errno::NotCapable || error == Errno::Loop || error == Errno::NoEnt));
  }
}
