// What can be done with files and directories, of the host or in memory.
#include <map>

#include "wasi/test_files.h"

using namespace wald::wasi;

namespace {

constexpr Rights everything = ~Rights{0};

std::unique_ptr<GrantedFiles> makeTree(bool inMemory) {
  auto files = makeFiles(inMemory);
  files->makeDirectory("dir/sub");
  files->makeDirectory("empty");
  files->write("file", "text");
  files->write("dir/file", "other");
  files->symlink("file", "link");
  files->symlink("nothing", "dangling");
  return files;
}

Filestat stat(TestGuest& guest, std::string_view path) {
  REQUIRE(guest.call("path_filestat_get", {3, 0, guest.put(path), path.size(), 0x100}) ==
          Errno::Success);
  return guest.get<Filestat>(0x100);
}

Filestat stat(TestGuest& guest, std::uint32_t fd) {
  REQUIRE(guest.call("fd_filestat_get", {fd, 0x100}) == Errno::Success);
  return guest.get<Filestat>(0x100);
}

Errno readLink(TestGuest& guest, std::string_view path, std::uint32_t size, std::string& text) {
  const Errno error =
      guest.call("path_readlink", {3, guest.put(path), path.size(), 0x200, size, 0x100});
  text = error == Errno::Success ? guest.text(0x200, guest.get(0x100)) : "";
  return error;
}

}  // namespace

TEST_CASE("files: renaming files") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  CHECK(guest.rename(3, "file", 3, "dir/moved") == Errno::Success);
  CHECK_FALSE(files->exists("file"));
  CHECK(files->read("dir/moved") == "text");
  // Over another file, which is open and stays as it is for whoever has it.
  const auto former = guest.open(3, "dir/file");
  CHECK(guest.rename(3, "dir/moved", 3, "dir/file") == Errno::Success);
  CHECK(files->read("dir/file") == "text");
  CHECK(guest.read(former.fd) == "other");
  CHECK(stat(guest, former.fd).links == 0);
  // To itself, by another name of it too.
  CHECK(guest.rename(3, "dir/file", 3, "dir/file") == Errno::Success);
  CHECK(guest.link(3, "dir/file", 3, "again") == Errno::Success);
  CHECK(guest.rename(3, "dir/file", 3, "again") == Errno::Success);
  CHECK(files->exists("dir/file"));
  // A link is renamed, not what it leads to.
  CHECK(guest.rename(3, "link", 3, "dir/link") == Errno::Success);
  CHECK(stat(guest, "dir/link").filetype == Filetype::SymbolicLink);
  CHECK(guest.rename(3, "missing", 3, "x") == Errno::NoEnt);
  CHECK(guest.rename(3, "again", 3, "missing/x") == Errno::NoEnt);
  CHECK(guest.rename(3, "again", 3, "empty") == Errno::IsDir);
  CHECK(guest.rename(3, "again", 3, "fresh/") == Errno::NotDir);
  CHECK(guest.rename(3, "again/", 3, "fresh") == Errno::NotDir);
  CHECK(guest.rename(3, "again", 3, std::string(256, 'x')) == Errno::NameTooLong);
  CHECK(guest.rename(3, ".", 3, "x") == Errno::Busy);
}

TEST_CASE("files: renaming directories") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  CHECK(guest.rename(3, "dir", 3, "dir/sub/x") == Errno::Inval);
  CHECK(guest.rename(3, "dir", 3, "dir/x") == Errno::Inval);
  CHECK(guest.rename(3, "dir/sub", 3, "dir") == Errno::NotEmpty);
  CHECK(guest.rename(3, "empty", 3, "dir") == Errno::NotEmpty);
  CHECK(guest.rename(3, "dir", 3, "file") == Errno::NotDir);
  CHECK(guest.rename(3, "dir", 3, "dir") == Errno::Success);
  const auto sub = guest.open(3, "dir/sub", oflag::directory).fd;
  CHECK(guest.rename(3, "dir/", 3, "empty/") == Errno::Success);
  CHECK(files->read("empty/file") == "other");
  CHECK(guest.rename(3, "empty/sub", 3, "elsewhere") == Errno::Success);
  // Who has it open goes with it.
  CHECK(guest.open(sub, "new", oflag::creat, right::FdRead).error == Errno::Success);
  CHECK(files->exists("elsewhere/new"));
  CHECK(stat(guest, "empty").links == 2);
}

TEST_CASE("files: what is removed lives as long as it is open") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  const auto file = guest.open(3, "file", 0, everything).fd;
  CHECK(guest.atPath("path_unlink_file", 3, "file") == Errno::Success);
  CHECK(guest.atPath("path_unlink_file", 3, "file") == Errno::NoEnt);
  CHECK(guest.read(file) == "text");
  CHECK(guest.write(file, " and more") == Errno::Success);
  CHECK(stat(guest, file).size == 13);
  CHECK(stat(guest, file).links == 0);

  const auto directory = guest.open(3, "empty", oflag::directory).fd;
  CHECK(guest.atPath("path_remove_directory", 3, "empty") == Errno::Success);
  CHECK(guest.open(directory, "new", oflag::creat, everything).error == Errno::NoEnt);
  CHECK(guest.atPath("path_create_directory", directory, "new") == Errno::NoEnt);
  CHECK(guest.rename(3, "dir/file", directory, "new") == Errno::NoEnt);
  CHECK(guest.link(3, "dir/file", directory, "new") == Errno::NoEnt);
  CHECK(guest.call("fd_readdir", {directory, 0x200, 100, 0, 0x100}) == Errno::NoEnt);

  CHECK(guest.atPath("path_remove_directory", 3, "dir") == Errno::NotEmpty);
  CHECK(guest.atPath("path_remove_directory", 3, "missing") == Errno::NoEnt);
  CHECK(guest.atPath("path_remove_directory", 3, "link") == Errno::NotDir);
  CHECK(guest.atPath("path_unlink_file", 3, "dir") == Errno::IsDir);
  CHECK(guest.atPath("path_unlink_file", 3, "dir/missing/x") == Errno::NoEnt);
  CHECK(guest.atPath("path_unlink_file", 3, "dir/file/x") == Errno::NotDir);
}

TEST_CASE("files: several names of one file") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  CHECK(guest.link(3, "file", 3, "dir/again") == Errno::Success);
  CHECK(stat(guest, "file").links == 2);
  CHECK(stat(guest, "file").inode == stat(guest, "dir/again").inode);
  CHECK(guest.write(guest.open(3, "dir/again", 0, everything).fd, "TEXT") == Errno::Success);
  CHECK(files->read("file") == "TEXT");
  CHECK(guest.atPath("path_unlink_file", 3, "file") == Errno::Success);
  CHECK(stat(guest, "dir/again").links == 1);

  CHECK(guest.link(3, "dir", 3, "x") == Errno::Perm);
  CHECK(guest.link(3, "dir/", 3, "x") == Errno::Perm);
  CHECK(guest.link(3, "missing", 3, "x") == Errno::NoEnt);
  CHECK(guest.link(3, "dir/again", 3, "empty") == Errno::Exist);
  CHECK(guest.link(3, "dir/again", 3, "dangling") == Errno::Exist);
  // Another name of a link, not of what it leads to.
  CHECK(guest.link(3, "dangling", 3, "x") == Errno::Success);
  CHECK(stat(guest, "x").filetype == Filetype::SymbolicLink);
  CHECK(guest.call("path_link", {3, 1, guest.put("x"), 1, 3, guest.put("y"), 1}) == Errno::Inval);
}

TEST_CASE("files: symbolic links and their texts") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  std::string text;
  CHECK(guest.symlink("../some/where", 3, "dir/new") == Errno::Success);
  CHECK(readLink(guest, "dir/new", 100, text) == Errno::Success);
  CHECK(text == "../some/where");
  CHECK(stat(guest, "dir/new").size == 13);
  CHECK(readLink(guest, "dir/new", 4, text) == Errno::Success);
  CHECK(text == "../s");
  CHECK(readLink(guest, "dir/new", 0, text) == Errno::Success);
  CHECK(readLink(guest, "file", 100, text) == Errno::Inval);
  CHECK(readLink(guest, "dir", 100, text) == Errno::Inval);
  CHECK(readLink(guest, "missing", 100, text) == Errno::NoEnt);
  CHECK(guest.symlink("x", 3, "file") == Errno::Exist);
  CHECK(guest.symlink("x", 3, "link") == Errno::Exist);
  CHECK(guest.symlink("x", 3, std::string(256, 'x')) == Errno::NameTooLong);
  CHECK(guest.symlink("/absolute", 3, "x") == Errno::NotCapable);
  // So many that no path may follow all of them.
  CHECK(guest.symlink("file", 3, "l0") == Errno::Success);
  for (int i = 1; i <= 40; ++i) {
    CHECK(guest.symlink("l" + std::to_string(i - 1), 3, "l" + std::to_string(i)) == Errno::Success);
  }
  CHECK(guest.open(3, "l39").error == Errno::Success);
  CHECK(guest.open(3, "l40").error == Errno::Loop);
}

TEST_CASE("files: sizes") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  const auto file = guest.open(3, "file", 0, everything).fd;
  CHECK(guest.call("fd_filestat_set_size", {file, 8}) == Errno::Success);
  CHECK(files->read("file") == std::string("text\0\0\0\0", 8));
  CHECK(guest.call("fd_filestat_set_size", {file, 2}) == Errno::Success);
  CHECK(guest.call("fd_allocate", {file, 0, 2}) == Errno::Success);
  CHECK(files->read("file") == "te");
  CHECK(guest.call("fd_allocate", {file, 3, 2}) == Errno::Success);
  CHECK(files->read("file") == std::string("te\0\0\0", 5));
  // Behind the end: nothing to read, and what lies between is zero once something is written.
  CHECK(guest.call("fd_seek", {file, 7, 0, 0x100}) == Errno::Success);
  Errno error;
  CHECK(guest.read(file, &error).empty());
  CHECK(error == Errno::Success);
  CHECK(guest.write(file, "!") == Errno::Success);
  CHECK(files->read("file") == std::string("te\0\0\0\0\0!", 8));
  CHECK(guest.call("fd_filestat_set_size", {file, 0}) == Errno::Success);
  CHECK(guest.call("fd_tell", {file, 0x100}) == Errno::Success);
  CHECK(guest.get<std::uint64_t>(0x100) == 8);
  const GuestIovec list{guest.put("x"), 1};
  CHECK(guest.call("fd_pwrite", {file, guest.putValue(list), 1, 3, 0x100}) == Errno::Success);
  CHECK(files->read("file") == std::string("\0\0\0x", 4));
  CHECK(guest.call("fd_pwrite", {file, guest.putValue(list), 1, ~0ull, 0x100}) == Errno::Inval);
  CHECK(guest.call("fd_advise", {file, ~0ull, 10, 0}) == Errno::Inval);
  CHECK(guest.call("fd_filestat_set_size", {file, 1ull << 63}) == Errno::FBig);
  CHECK(guest.call("fd_seek", {file, 0x7fffffffffffffff, 2, 0x100}) != Errno::Success);
}

TEST_CASE("files: times") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  const auto setTimes = [&](std::string_view path, std::uint64_t lookup, std::uint64_t accessed,
                            std::uint64_t modified, std::uint64_t flags) {
    return guest.call("path_filestat_set_times",
                      {3, lookup, guest.put(path), path.size(), accessed, modified, flags});
  };
  CHECK(setTimes("file", 0, 1'000'000'001, 2'000'000'002, fstflag::atim | fstflag::mtim) ==
        Errno::Success);
  CHECK(stat(guest, "file").accessed == 1'000'000'001);
  CHECK(stat(guest, "file").modified == 2'000'000'002);
  CHECK(stat(guest, "file").changed > 1'000'000'000'000'000'000);
  CHECK(setTimes("file", 0, 0, 5, fstflag::mtim) == Errno::Success);
  CHECK(stat(guest, "file").accessed == 1'000'000'001);
  CHECK(setTimes("file", 0, 0, 0, fstflag::mtimNow) == Errno::Success);
  CHECK(stat(guest, "file").modified > 1'000'000'000'000'000'000);
  // Of the link, or of what it leads to.
  CHECK(setTimes("link", 0, 0, 7, fstflag::mtim) == Errno::Success);
  CHECK(stat(guest, "link").modified == 7);
  CHECK(stat(guest, "file").modified > 7);
  CHECK(setTimes("link", lookupSymlinkFollow, 0, 8, fstflag::mtim) == Errno::Success);
  CHECK(stat(guest, "file").modified == 8);
  CHECK(setTimes("file", 0, 0, 0, fstflag::mtim | fstflag::mtimNow) == Errno::Inval);
  CHECK(setTimes("missing", 0, 0, 0, 0) == Errno::NoEnt);

  const auto file = guest.open(3, "file", 0, everything).fd;
  CHECK(guest.call("fd_filestat_set_times", {file, 3, 4, fstflag::atim | fstflag::mtim}) ==
        Errno::Success);
  CHECK(stat(guest, file).modified == 4);
  CHECK(guest.write(file, "x") == Errno::Success);
  CHECK(stat(guest, file).modified > 4);
  CHECK(setTimes("dir", 0, 0, 9, fstflag::mtim) == Errno::Success);
  CHECK(guest.open(3, "dir/new", oflag::creat, everything).error == Errno::Success);
  CHECK(stat(guest, "dir").modified > 9);
}

TEST_CASE("files: what they are") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  const std::map<std::string, Filetype> types = {{"file", Filetype::RegularFile},
                                                 {"dir", Filetype::Directory},
                                                 {"link", Filetype::SymbolicLink},
                                                 {".", Filetype::Directory}};
  std::map<std::uint64_t, std::string> inodes;
  for (const auto& [path, type] : types) {
    INFO(path);
    const Filestat found = stat(guest, path);
    CHECK(found.filetype == type);
    CHECK(found.links >= 1);
    CHECK(inodes.emplace(found.inode, path).second);
    CHECK(found.device == stat(guest, 3).device);
  }
  CHECK(stat(guest, "dir").links == 3);
  const auto file = guest.open(3, "file").fd;
  REQUIRE(guest.call("fd_fdstat_get", {file, 0x100}) == Errno::Success);
  CHECK(guest.get<Fdstat>(0x100).filetype == Filetype::RegularFile);
  CHECK(guest.call("sock_recv", {file, 0x300, 0, 0, 0x100, 0x110}) == Errno::NotSock);
  // Where writing appends, it does also behind the end that others set.
  const auto append = guest.open(3, "file", 0, everything, 0, fdflag::append).fd;
  const auto other = guest.open(3, "file", 0, everything).fd;
  CHECK(guest.write(append, "1") == Errno::Success);
  CHECK(guest.call("fd_filestat_set_size", {other, 2}) == Errno::Success);
  CHECK(guest.write(append, "2") == Errno::Success);
  CHECK(files->read("file") == "te2");
}

TEST_CASE("files: each file system is one of its own") {
  const auto one = makeTree(GENERATE(false, true));
  const auto other = makeTree(true);
  const auto first = grant({one->preopen("/one", true), other->preopen("/other", true)});
  TestGuest guest(first);
  CHECK(guest.rename(3, "file", 4, "new") == Errno::XDev);
  CHECK(guest.rename(4, "file", 3, "new") == Errno::XDev);
  CHECK(guest.link(3, "file", 4, "new") == Errno::XDev);
  CHECK(guest.link(4, "dir/file", 3, "dir/new") == Errno::XDev);
  CHECK(stat(guest, 3).device != stat(guest, 4).device);
}
