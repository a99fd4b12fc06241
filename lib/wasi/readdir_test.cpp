#include <map>
#include <set>

#include "wasi/test_files.h"

using namespace wald::wasi;

namespace {

struct Entry {
  Dirent head;
  std::string name;
};

/// The complete entries that a call gives, and how many bytes it used.
std::vector<Entry> readEntries(TestGuest& guest, std::uint32_t fd, std::uint64_t cookie,
                               std::uint32_t size, std::uint32_t* used = nullptr) {
  REQUIRE(guest.call("fd_readdir", {fd, TestGuest::buffer, size, cookie, TestGuest::result}) ==
          Errno::Success);
  const std::uint32_t count = guest.get(TestGuest::result);
  if (used != nullptr) *used = count;
  std::vector<Entry> entries;
  for (std::uint32_t at = 0; at + sizeof(Dirent) <= count;) {
    const auto head = guest.get<Dirent>(TestGuest::buffer + at);
    at += sizeof(Dirent);
    if (at + head.nameSize > count) break;
    entries.push_back({head, guest.text(TestGuest::buffer + at, head.nameSize)});
    at += head.nameSize;
  }
  return entries;
}

/// All names, read in pieces as C libraries do.
std::multiset<std::string> readAll(TestGuest& guest, std::uint32_t fd, std::uint32_t size) {
  std::multiset<std::string> names;
  std::uint64_t cookie = 0;
  for (;;) {
    std::uint32_t used = 0;
    const auto entries = readEntries(guest, fd, cookie, size, &used);
    for (const Entry& entry : entries) names.insert(entry.name);
    if (used < size) return names;
    REQUIRE_FALSE(entries.empty());
    cookie = entries.back().head.next;
  }
}

}  // namespace

TEST_CASE("readdir: entries, their types and numbers") {
  const auto files = makeFiles(GENERATE(false, true));
  files->write("file", "");
  files->makeDirectory("dir");
  files->symlink("file", "link");
  TestGuest guest(grant({files->preopen("/", false)}));

  std::map<std::string, Dirent> found;
  for (const Entry& entry : readEntries(guest, 3, 0, 4096)) found[entry.name] = entry.head;
  REQUIRE(found.size() == 5);
  CHECK(found["file"].type == Filetype::RegularFile);
  CHECK(found["dir"].type == Filetype::Directory);
  CHECK(found["link"].type == Filetype::SymbolicLink);
  CHECK(found["."].type == Filetype::Directory);
  REQUIRE(guest.call("fd_filestat_get", {3, 0x100}) == Errno::Success);
  CHECK(found["."].inode == guest.get<Filestat>(0x100).inode);
  // Nothing is told of the directory above a granted one.
  CHECK(found[".."].inode == found["."].inode);
}

TEST_CASE("readdir: in pieces of any size, each entry comes once") {
  const auto files = makeFiles(GENERATE(false, true));
  std::multiset<std::string> expected = {".", ".."};
  for (int i = 0; i < 300; ++i) {
    const std::string name =
        "file" + std::to_string(i) + std::string(static_cast<std::size_t>(i % 40), 'x');
    files->write(name, "");
    expected.insert(name);
  }
  TestGuest guest(grant({files->preopen("/", false)}));
  for (const std::uint32_t size : {75u, 100u, 256u, 4096u, 30000u}) {
    INFO(size);
    CHECK(readAll(guest, 3, size) == expected);
  }
}

TEST_CASE("readdir: what does not fit is cut off, and says so by filling the buffer") {
  const auto files = makeFiles(GENERATE(false, true));
  files->write("a-name-of-some-length", "");
  TestGuest guest(grant({files->preopen("/", false)}));
  for (const std::uint32_t size : {0u, 1u, 23u, 24u, 26u, 60u}) {
    std::uint32_t used = 0;
    readEntries(guest, 3, 0, size, &used);
    CHECK(used == size);
  }
  std::uint32_t used = 0;
  readEntries(guest, 3, 0, 97, &used);
  CHECK(used == 96);
}

TEST_CASE("readdir: cookies stay good while the directory changes") {
  const auto files = makeFiles(GENERATE(false, true));
  for (int i = 0; i < 50; ++i) files->write("file" + std::to_string(i), "");
  TestGuest guest(grant({files->preopen("/", true)}));
  std::set<std::string> seen;
  const auto first = readEntries(guest, 3, 0, 600);
  REQUIRE(first.size() > 5);
  for (const Entry& entry : first) seen.insert(entry.name);
  // Remove what was seen, as `rm -r` does, and add something.
  for (const Entry& entry : first) {
    if (entry.name.front() != '.') files->remove(entry.name);
  }
  files->write("added", "");
  std::uint64_t cookie = first.back().head.next;
  for (;;) {
    std::uint32_t used = 0;
    const auto entries = readEntries(guest, 3, cookie, 600, &used);
    for (const Entry& entry : entries) {
      CHECK(seen.insert(entry.name).second);
      cookie = entry.head.next;
    }
    if (used < 600) break;
  }
  for (int i = 0; i < 50; ++i) CHECK(seen.contains("file" + std::to_string(i)));
}

TEST_CASE("readdir: cookies that no one gave") {
  const auto files = makeFiles(GENERATE(false, true));
  TestGuest guest(grant({files->preopen("/", false)}));
  CHECK(guest.call("fd_readdir", {3, 0x200, 100, ~0ull, 0x100}) == Errno::Inval);
  // Any answer will do, as long as there is one.
  guest.call("fd_readdir", {3, 0x200, 100, 0x123456789, 0x100});
  CHECK(guest.outcome == wald::runtime::Outcome::Ok);
}
