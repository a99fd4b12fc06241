// Paths stay beneath the directory they start from, however they are resolved.
#include <fcntl.h>
#include <unistd.h>

#include "wasi/host.h"
#include "wasi/test_files.h"

using namespace wald::wasi;
namespace fs = std::filesystem;

namespace {

/// A directory "root" to be granted, beside a canary that no one may reach.
struct Tree {
  Tree() {
    fs::create_directories(directory / "root/a/b");
    directory.write("canary", "canary");
    directory.write("root/file", "file");
    directory.write("root/a/b/deep", "deep");
    const auto link = [&](const char* target, const char* name) {
      fs::create_symlink(target, directory / name);
    };
    link("../canary", "root/out");
    link("../../../canary", "root/a/b/out");
    link((directory / "canary").c_str(), "root/absolute");
    link("..", "root/parent");
    link("a/b", "root/down");
    link("../../file", "root/a/b/up");
    link("loop", "root/loop");
    link("nothing", "root/dangling");
    link("../new", "root/dangling-out");
  }
  std::string root() const { return directory / "root"; }

  TempDirectory directory;
};

/// The same inside, of the host or in memory.
std::unique_ptr<GrantedFiles> makeTree(bool inMemory) {
  auto files = makeFiles(inMemory);
  files->makeDirectory("a/b");
  files->write("file", "file");
  files->write("a/b/deep", "deep");
  files->symlink("../canary", "out");
  files->symlink("../../../canary", "a/b/out");
  files->symlink("/etc/passwd", "absolute");
  files->symlink("..", "parent");
  files->symlink("a/b", "down");
  files->symlink("../../file", "a/b/up");
  files->symlink("loop", "loop");
  files->symlink("nothing", "dangling");
  files->symlink("../new", "dangling-out");
  return files;
}

using Resolve = Errno (*)(int, const char*, const OpenHow&, host::File&);

std::string contents(const host::File& file) {
  char text[64];
  const auto size = ::read(file.fd(), text, sizeof(text));
  return std::string(text, size < 0 ? 0 : static_cast<std::size_t>(size));
}

}  // namespace

TEST_CASE("paths: both ways of resolving agree") {
  const Resolve resolve = GENERATE(host::openBeneath, host::walkBeneath);
  const Tree tree;
  host::File root;
  std::string reason;
  REQUIRE(host::openGrant(tree.root(), root, reason));

  const auto open = [&](const char* path, const OpenHow& how, host::File& file) {
    return resolve(root.fd(), path, how, file);
  };
  const OpenHow reading{.read = true, .follow = true};

  SECTION("what lies inside is found") {
    const std::pair<const char*, const char*> found[] = {
        {"file", "file"},        {"./file", "file"},         {"a//b/./deep", "deep"},
        {"a/../file", "file"},   {"a/b/../../file", "file"}, {"down/deep", "deep"},
        {"a/b/up", "file"},      {"down/up", "file"},        {"down/../b/deep", "deep"},
        {"a/b/../b/up", "file"},
    };
    for (const auto& [path, text] : found) {
      INFO(path);
      host::File file;
      REQUIRE(open(path, reading, file) == Errno::Success);
      CHECK(contents(file) == text);
    }
  }

  SECTION("what lies outside is not") {
    const char* const paths[] = {
        "..",
        "../canary",
        "a/../../canary",
        "/",
        "/etc/passwd",
        "out",
        "absolute",
        "a/b/out",
        "down/out",
        "parent/canary",
        "parent",
        "parent/root/file",
        "a/b/../../../root",
        "../root",
        "./../canary",
        "down/../../..",
        "dangling-out",
    };
    for (const char* path : paths) {
      INFO(path);
      host::File file;
      CHECK(open(path, reading, file) == Errno::LeadsOut);
      CHECK(file.fd() < 0);
      OpenHow creating{.read = true, .write = true, .create = true, .follow = true};
      const Errno error = open(path, creating, file);
      CHECK((error == Errno::LeadsOut || error == Errno::IsDir));
    }
    CHECK_FALSE(fs::exists(tree.directory / "new"));
  }

  SECTION("errors are the system's") {
    const std::pair<const char*, Errno> wrong[] = {
        {"missing", Errno::NoEnt},  {"missing/x", Errno::NoEnt},  {"file/x", Errno::NotDir},
        {"file/", Errno::NotDir},   {"loop", Errno::Loop},        {"loop/x", Errno::Loop},
        {"dangling", Errno::NoEnt}, {"file/../a", Errno::NotDir}, {"a/b/deep///", Errno::NotDir},
    };
    for (const auto& [path, error] : wrong) {
      INFO(path);
      host::File file;
      CHECK(open(path, reading, file) == error);
    }
    const std::string name(300, 'n');
    host::File file;
    CHECK(open(name.c_str(), reading, file) == Errno::NameTooLong);
  }

  SECTION("links at the end are followed if that is wanted") {
    host::File file;
    CHECK(open("dangling", {.read = true}, file) == Errno::Loop);
    CHECK(open("down", {.read = true}, file) == Errno::Loop);
    CHECK(open("out", {.read = true}, file) == Errno::Loop);
    CHECK(open("down", {.read = true, .directory = true}, file) == Errno::NotDir);
    CHECK(open("down", {.read = true, .directory = true, .follow = true}, file) == Errno::Success);
    CHECK(open("down/", {.read = true}, file) == Errno::Success);
    REQUIRE(open("out", {.pathOnly = true}, file) == Errno::Success);
    Filestat stat;
    REQUIRE(host::stat(file.fd(), stat) == Errno::Success);
    CHECK(stat.filetype == Filetype::SymbolicLink);
  }

  SECTION("files are created inside, through links too") {
    host::File file;
    const OpenHow creating{.read = true, .write = true, .create = true, .follow = true};
    CHECK(open("dangling", creating, file) == Errno::Success);
    CHECK(fs::exists(tree.directory / "root/nothing"));
    CHECK(open("down/new", creating, file) == Errno::Success);
    CHECK(fs::exists(tree.directory / "root/a/b/new"));
    CHECK(open("new/", creating, file) == Errno::IsDir);
    auto exclusive = creating;
    exclusive.exclusive = true;
    CHECK(open("dangling-out", exclusive, file) == Errno::Exist);
    CHECK(open("file", exclusive, file) == Errno::Exist);
  }
  CHECK(tree.directory.read("canary") == "canary");
}

TEST_CASE("paths: no function leads out") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  const auto before = files->listing();
  const char* const ways[] = {"../canary",     "/canary", "a/../../canary",
                              "parent/canary", "..",      "a/../.."};
  for (const char* path : ways) {
    INFO(path);
    CHECK(guest.open(3, path).error == Errno::NotCapable);
    CHECK(guest.open(3, path, oflag::creat | oflag::trunc, ~Rights{0}).error == Errno::NotCapable);
    CHECK(guest.atPath("path_create_directory", 3, path) == Errno::NotCapable);
    CHECK(guest.atPath("path_remove_directory", 3, path) == Errno::NotCapable);
    CHECK(guest.atPath("path_unlink_file", 3, path) == Errno::NotCapable);
    CHECK(guest.rename(3, path, 3, "x") == Errno::NotCapable);
    CHECK(guest.rename(3, "file", 3, path) == Errno::NotCapable);
    CHECK(guest.link(3, path, 3, "x") == Errno::NotCapable);
    CHECK(guest.link(3, "file", 3, path) == Errno::NotCapable);
    CHECK(guest.symlink("x", 3, path) == Errno::NotCapable);
    const std::uint32_t text = guest.put(path);
    const auto size = std::string_view(path).size();
    for (const std::uint64_t lookup : {0, 1}) {
      CHECK(guest.call("path_filestat_get", {3, lookup, text, size, 0x100}) == Errno::NotCapable);
      CHECK(guest.call("path_filestat_set_times", {3, lookup, text, size, 1, 1, 5}) ==
            Errno::NotCapable);
    }
    CHECK(guest.call("path_readlink", {3, text, size, 0x200, 100, 0x100}) == Errno::NotCapable);
  }
  CHECK(guest.symlink("/etc/passwd", 3, "x") == Errno::NotCapable);
  CHECK(files->listing() == before);
}

TEST_CASE("paths: links that lead out are only links") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  for (const char* path : {"out", "absolute", "down/out"}) {
    INFO(path);
    const std::uint32_t text = guest.put(path);
    const auto size = std::string_view(path).size();
    CHECK(guest.open(3, path).error == Errno::NotCapable);
    CHECK(guest.open(3, path, oflag::trunc, ~Rights{0}).error == Errno::NotCapable);
    CHECK(guest.open(3, path, 0, ~Rights{0}, 0).error == Errno::Loop);
    CHECK(guest.call("path_filestat_get", {3, 1, text, size, 0x100}) == Errno::NotCapable);
    CHECK(guest.call("path_filestat_set_times", {3, 1, text, size, 1, 1, 5}) == Errno::NotCapable);
    REQUIRE(guest.call("path_filestat_get", {3, 0, text, size, 0x100}) == Errno::Success);
    CHECK(guest.get<Filestat>(0x100).filetype == Filetype::SymbolicLink);
    CHECK(guest.call("path_readlink", {3, text, size, 0x200, 100, 0x100}) == Errno::Success);
    const std::string slash = std::string(path) + "/";
    CHECK(guest.call("path_readlink", {3, guest.put(slash), slash.size(), 0x200, 100, 0x100}) ==
          Errno::NotCapable);
    CHECK(guest.link(3, slash, 3, "x") == Errno::NotCapable);
    CHECK(guest.atPath("path_remove_directory", 3, slash) == Errno::NotDir);
    CHECK(guest.atPath("path_unlink_file", 3, slash) == Errno::NotDir);
    // What is moved and removed is the link.
    CHECK(guest.rename(3, path, 3, "moved") == Errno::Success);
    CHECK(guest.atPath("path_unlink_file", 3, "moved") == Errno::Success);
  }
  CHECK(guest.open(3, "dangling-out", oflag::creat).error == Errno::NotCapable);
}

TEST_CASE("paths: what can't be a path") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  CHECK(guest.open(3, std::string_view("file\0", 5)).error == Errno::Inval);
  CHECK(guest.open(3, std::string_view("file\0x", 6)).error == Errno::Inval);
  CHECK(guest.open(3, "").error == Errno::NoEnt);
  CHECK(guest.open(3, std::string(256, 'x')).error == Errno::NameTooLong);
  CHECK(guest.open(3, std::string(4096, 'x')).error == Errno::NameTooLong);
  CHECK(guest.atPath("path_create_directory", 3, std::string(256, 'x')) == Errno::NameTooLong);
  CHECK(guest.open(3, "file", 16).error == Errno::Inval);
  CHECK(guest.open(3, "x", oflag::creat | oflag::directory).error == Errno::Inval);
  CHECK(guest.open(3, "file", 0, 0, 2).error == Errno::Inval);
  CHECK(guest.open(3, "file", 0, 0, 0, 32).error == Errno::Inval);
  const auto file = guest.open(3, "file").fd;
  CHECK(guest.open(file, "x").error == Errno::NotDir);
  CHECK(guest.atPath("path_unlink_file", file, "x") == Errno::NotDir);
}

TEST_CASE("paths: slashes at the end") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  CHECK(guest.atPath("path_create_directory", 3, "made//") == Errno::Success);
  CHECK(guest.rename(3, "made/", 3, "moved/") == Errno::Success);
  CHECK(guest.atPath("path_unlink_file", 3, "moved/") == Errno::IsDir);
  CHECK(guest.atPath("path_unlink_file", 3, "file/") == Errno::NotDir);
  CHECK(guest.symlink("x", 3, "fresh/") == Errno::NoEnt);
  CHECK(guest.symlink("x", 3, "moved/") == Errno::Exist);
  CHECK(guest.link(3, "file", 3, "fresh/") == Errno::NoEnt);
  CHECK(guest.atPath("path_remove_directory", 3, "file/") == Errno::NotDir);
  CHECK(guest.atPath("path_remove_directory", 3, "moved///") == Errno::Success);
  CHECK(guest.atPath("path_remove_directory", 3, ".") == Errno::Inval);
  CHECK(guest.atPath("path_remove_directory", 3, "a/.") == Errno::Inval);
  CHECK(guest.atPath("path_create_directory", 3, "a/..") == Errno::Exist);
}

TEST_CASE("paths: what lies inside is found, what is wrong is told") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  const std::pair<const char*, const char*> found[] = {
      {"file", "file"},        {"./file", "file"},         {"a//b/./deep", "deep"},
      {"a/../file", "file"},   {"a/b/../../file", "file"}, {"down/deep", "deep"},
      {"a/b/up", "file"},      {"down/up", "file"},        {"down/../b/deep", "deep"},
      {"a/b/../b/up", "file"},
  };
  for (const auto& [path, text] : found) {
    INFO(path);
    const auto opened = guest.open(3, path, 0, right::FdRead);
    REQUIRE(opened.error == Errno::Success);
    CHECK(guest.read(opened.fd) == text);
  }
  const std::pair<const char*, Errno> wrong[] = {
      {"missing", Errno::NoEnt},  {"missing/x", Errno::NoEnt},  {"file/x", Errno::NotDir},
      {"file/", Errno::NotDir},   {"loop", Errno::Loop},        {"loop/x", Errno::Loop},
      {"dangling", Errno::NoEnt}, {"file/../a", Errno::NotDir}, {"a/b/deep///", Errno::NotDir},
  };
  for (const auto& [path, error] : wrong) {
    INFO(path);
    CHECK(guest.open(3, path).error == error);
  }
  // From a directory below, there is no way up.
  const auto below = guest.open(3, "a/b", oflag::directory).fd;
  CHECK(guest.open(below, "../b/deep").error == Errno::NotCapable);
  CHECK(guest.open(below, "up").error == Errno::NotCapable);
  CHECK(guest.open(below, "deep").error == Errno::Success);
}

TEST_CASE("paths: links at the end are followed if that is wanted, files are made through them") {
  const auto files = makeTree(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", true)}));
  const auto open = [&](std::string_view path, std::uint32_t oflags, std::uint32_t lookup) {
    return guest.open(3, path, oflags, right::FdRead, lookup).error;
  };
  CHECK(open("dangling", 0, 0) == Errno::Loop);
  CHECK(open("down", 0, 0) == Errno::Loop);
  CHECK(open("down", oflag::directory, 0) == Errno::NotDir);
  CHECK(open("down", oflag::directory, lookupSymlinkFollow) == Errno::Success);
  CHECK(open("down/", 0, 0) == Errno::Success);
  CHECK(open("file", oflag::directory, 0) == Errno::NotDir);
  CHECK(guest.open(3, "a", 0, right::FdRead | right::FdWrite).error == Errno::IsDir);

  CHECK(open("dangling", oflag::creat | oflag::excl, lookupSymlinkFollow) == Errno::Exist);
  CHECK(open("file", oflag::creat | oflag::excl, 0) == Errno::Exist);
  CHECK(open("dangling", oflag::creat, lookupSymlinkFollow) == Errno::Success);
  CHECK(files->exists("nothing"));
  CHECK(open("down/new", oflag::creat, 0) == Errno::Success);
  CHECK(files->exists("a/b/new"));
  CHECK(open("new/", oflag::creat, 0) == Errno::IsDir);
  CHECK(open("a", oflag::creat, 0) == Errno::IsDir);
  CHECK(open("missing/new", oflag::creat, 0) == Errno::NoEnt);
  CHECK(guest.open(3, "file", oflag::trunc, right::FdWrite).error == Errno::Success);
  CHECK(files->read("file").empty());
}
