// Directories granted for reading stay as they are, and rights that were given up stay so.
#include "wasi/descriptor.h"
#include "wasi/test_files.h"

using namespace wald::wasi;

namespace {

/// Two directories, granted for reading as 3 and for writing as 4.
struct Grants {
  explicit Grants(bool inMemory) : ro(makeFiles(inMemory)), rw(makeFiles(inMemory)) {
    for (GrantedFiles* const files : {ro.get(), rw.get()}) {
      files->makeDirectory("sub");
      files->write("file", "text");
      files->write("sub/file", "text");
    }
    before = listing();
  }
  TestGuest guest() const {
    return TestGuest(grant({ro->preopen("/ro", false), rw->preopen("/rw", true)}));
  }
  std::vector<std::string> listing() const {
    auto lines = ro->listing();
    for (std::string& line : rw->listing()) lines.push_back(std::move(line));
    return lines;
  }

  std::unique_ptr<GrantedFiles> ro;
  std::unique_ptr<GrantedFiles> rw;
  std::vector<std::string> before;
};

}  // namespace

TEST_CASE("read-only: nothing can be changed") {
  const Grants grants(GENERATE(false, true));
  TestGuest guest = grants.guest();
  const auto sub = guest.open(3, "sub", oflag::directory, ~right::FdWrite);
  REQUIRE(sub.error == Errno::Success);
  for (const std::uint32_t directory : {std::uint32_t{3}, sub.fd}) {
    INFO(directory);
    CHECK(guest.open(directory, "file", 0, right::FdWrite).error == Errno::NotCapable);
    CHECK(guest.open(directory, "file", 0, ~Rights{0}).error == Errno::NotCapable);
    CHECK(guest.open(directory, "file", oflag::trunc, 0).error == Errno::NotCapable);
    CHECK(guest.open(directory, "new", oflag::creat, 0).error == Errno::NotCapable);
    CHECK(guest.open(directory, "file", oflag::creat, right::FdRead).error == Errno::NotCapable);
    CHECK(guest.atPath("path_create_directory", directory, "new") == Errno::NotCapable);
    CHECK(guest.atPath("path_remove_directory", directory, "sub") == Errno::NotCapable);
    CHECK(guest.atPath("path_unlink_file", directory, "file") == Errno::NotCapable);
    CHECK(guest.symlink("x", directory, "new") == Errno::NotCapable);
    CHECK(guest.rename(directory, "file", directory, "new") == Errno::NotCapable);
    CHECK(guest.rename(directory, "file", 4, "new") == Errno::NotCapable);
    CHECK(guest.rename(4, "file", directory, "new") == Errno::NotCapable);
    CHECK(guest.link(directory, "file", directory, "new") == Errno::NotCapable);
    // A link in a writable directory would be a way to write to the file.
    CHECK(guest.link(directory, "file", 4, "new") == Errno::NotCapable);
    CHECK(guest.link(4, "file", directory, "new") == Errno::NotCapable);
    CHECK(guest.call("path_filestat_set_times", {directory, 0, guest.put("file"), 4, 1, 1, 5}) ==
          Errno::NotCapable);
    CHECK(guest.call("fd_filestat_set_times", {directory, 1, 1, 5}) == Errno::NotCapable);
  }
  CHECK(grants.listing() == grants.before);
}

TEST_CASE("read-only: nor through files opened in it") {
  const Grants grants(GENERATE(false, true));
  TestGuest guest = grants.guest();
  const auto file = guest.open(3, "file");
  REQUIRE(file.error == Errno::Success);
  CHECK(guest.read(file.fd) == "text");
  CHECK(guest.write(file.fd, "more") == Errno::NotCapable);
  const GuestIovec list{guest.put("more"), 4};
  CHECK(guest.call("fd_pwrite", {file.fd, guest.putValue(list), 1, 0, TestGuest::result}) ==
        Errno::NotCapable);
  CHECK(guest.call("fd_allocate", {file.fd, 0, 100}) == Errno::NotCapable);
  CHECK(guest.call("fd_filestat_set_size", {file.fd, 0}) == Errno::NotCapable);
  CHECK(guest.call("fd_filestat_set_times", {file.fd, 1, 1, 5}) == Errno::NotCapable);
  CHECK(guest.call("fd_fdstat_set_rights", {file.fd, ~Rights{0}, 0}) == Errno::NotCapable);
  CHECK(grants.listing() == grants.before);
}

TEST_CASE("writable: everything can be") {
  const Grants grants(GENERATE(false, true));
  TestGuest guest = grants.guest();
  const auto file = guest.open(4, "new", oflag::creat | oflag::excl, ~Rights{0});
  REQUIRE(file.error == Errno::Success);
  CHECK(guest.write(file.fd, "hello") == Errno::Success);
  CHECK(guest.call("fd_filestat_set_size", {file.fd, 4}) == Errno::Success);
  CHECK(grants.rw->read("new") == "hell");
  CHECK(guest.call("fd_filestat_set_times", {file.fd, 0, 1'000'000'007, 4}) == Errno::Success);
  REQUIRE(guest.call("fd_filestat_get", {file.fd, 0x100}) == Errno::Success);
  CHECK(guest.get<Filestat>(0x100).modified == 1'000'000'007);
  CHECK(guest.atPath("path_create_directory", 4, "sub/made") == Errno::Success);
  CHECK(guest.rename(4, "new", 4, "sub/made/moved") == Errno::Success);
  CHECK(guest.link(4, "sub/made/moved", 4, "again") == Errno::Success);
  CHECK(grants.rw->read("again") == "hell");
  CHECK(guest.atPath("path_unlink_file", 4, "sub/made/moved") == Errno::Success);
  CHECK(guest.atPath("path_remove_directory", 4, "sub/made") == Errno::Success);
  CHECK(guest.symlink("again", 4, "link") == Errno::Success);
  CHECK(guest.open(4, "link", oflag::trunc, 0).error == Errno::Success);
  CHECK(grants.rw->read("again").empty());
}

TEST_CASE("rights: given up, they are gone, and nothing below has them") {
  const Grants grants(GENERATE(false, true));
  TestGuest guest = grants.guest();
  const auto file = guest.open(4, "file", 0, right::FdRead | right::FdWrite | right::FdSeek);
  REQUIRE(guest.call("fd_fdstat_set_rights", {file.fd, right::FdSeek, 0}) == Errno::Success);
  Errno error;
  guest.read(file.fd, &error);
  CHECK(error == Errno::NotCapable);
  CHECK(guest.write(file.fd, "x") == Errno::NotCapable);
  CHECK(guest.call("fd_seek", {file.fd, 0, 0, 0x100}) == Errno::Success);
  CHECK(guest.call("fd_fdstat_set_rights", {file.fd, right::FdRead, 0}) == Errno::NotCapable);

  REQUIRE(guest.call("fd_fdstat_get", {4, 0x100}) == Errno::Success);
  const auto stat = guest.get<Fdstat>(0x100);
  CHECK((stat.base & right::PathOpen) != 0);
  CHECK((stat.base & right::FdSeek) == 0);
  CHECK((stat.inheriting & right::FdWrite) != 0);
  REQUIRE(guest.call("fd_fdstat_set_rights", {4, stat.base & ~right::PathFilestatSetSize,
                                              stat.inheriting & ~right::FdWrite}) ==
          Errno::Success);
  CHECK(guest.open(4, "file", oflag::trunc, 0).error == Errno::NotCapable);
  CHECK(guest.open(4, "file", 0, right::FdWrite).error == Errno::NotCapable);
  const auto sub = guest.open(4, "sub", oflag::directory);
  REQUIRE(sub.error == Errno::Success);
  CHECK(guest.open(sub.fd, "file", 0, right::FdWrite).error == Errno::NotCapable);
}

TEST_CASE("rights: what a read-only directory tells C libraries") {
  const Grants grants(GENERATE(false, true));
  TestGuest guest = grants.guest();
  REQUIRE(guest.call("fd_fdstat_get", {3, 0x100}) == Errno::Success);
  const auto stat = guest.get<Fdstat>(0x100);
  CHECK(stat.filetype == Filetype::Directory);
  CHECK((stat.base & changingRights) == 0);
  // They ask for what is in both `inheriting` and the mode of opening: so they ask to write, and
  // are refused.
  CHECK((stat.inheriting & right::FdWrite) != 0);
}
