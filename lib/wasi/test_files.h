#pragma once

#include <memory>
#include <mutex>

#include "wasi/memory_files.h"
#include "wasi/memory_tree.h"
#include "wasi/test_guest.h"

namespace wald::wasi {

/// A directory to be granted, of the host or in memory: what holds for one has to hold for the other.
class GrantedFiles {
public:
  virtual ~GrantedFiles() = default;
  virtual void write(std::string_view name, std::string_view text) = 0;
  /// Empty if it is not there.
  virtual std::string read(std::string_view name) const = 0;
  virtual void makeDirectory(std::string_view name) = 0;
  virtual void symlink(std::string_view target, std::string_view name) = 0;
  virtual void remove(std::string_view name) = 0;
  virtual bool exists(std::string_view name) const = 0;
  /// All that is in it, to see whether anything changed.
  virtual std::vector<std::string> listing() const = 0;
  virtual Preopen preopen(std::string guestPath, bool writable) const = 0;
};

/// Beside the directory lies a canary that no one may reach, and nothing else may come to be there.
class HostFiles final : public GrantedFiles {
public:
  HostFiles() {
    std::filesystem::create_directory(root());
    directory_.write("canary", "canary");
  }
  ~HostFiles() override {
    CHECK(directory_.read("canary") == "canary");
    const std::filesystem::directory_iterator beside(directory_.path());
    CHECK(std::distance(begin(beside), end(beside)) == 2);
  }
  void write(std::string_view name, std::string_view text) override {
    directory_.write(at(name), text);
  }
  std::string read(std::string_view name) const override { return directory_.read(at(name)); }
  void makeDirectory(std::string_view name) override {
    std::filesystem::create_directories(root() / name);
  }
  void symlink(std::string_view target, std::string_view name) override {
    std::filesystem::create_symlink(target, root() / name);
  }
  void remove(std::string_view name) override { std::filesystem::remove_all(root() / name); }
  bool exists(std::string_view name) const override {
    return std::filesystem::exists(std::filesystem::symlink_status(root() / name));
  }
  std::vector<std::string> listing() const override { return directory_.listing(); }
  Preopen preopen(std::string guestPath, bool writable) const override {
    return {root(), std::move(guestPath), writable};
  }

private:
  std::filesystem::path root() const { return directory_ / "root"; }
  static std::string at(std::string_view name) { return "root/" + std::string(name); }
  TempDirectory directory_;
};

class MemoryTestFiles final : public GrantedFiles {
public:
  void write(std::string_view name, std::string_view text) override {
    REQUIRE(files->writeFile(name, text));
  }
  std::string read(std::string_view name) const override {
    const auto bytes = files->readFile(name);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "";
  }
  void makeDirectory(std::string_view name) override { REQUIRE(files->makeDirectory(name)); }
  // Not what an embedder can do, but guests can, nearly: absolute ones they can't make.
  void symlink(std::string_view target, std::string_view name) override {
    MemoryTree& tree = *files->tree();
    const std::lock_guard guard(tree.mutex());
    const std::size_t slash = name.rfind('/');
    MemoryNodePtr parent = tree.root();
    if (slash != std::string_view::npos) {
      REQUIRE(tree.open(*tree.root(), name.substr(0, slash), {.directory = true}, parent) ==
              Errno::Success);
      name.remove_prefix(slash + 1);
    }
    REQUIRE(tree.symlink(target, static_cast<MemoryDirectory&>(*parent), MemoryName(name)) ==
            Errno::Success);
  }
  void remove(std::string_view name) override { static_cast<void>(files->remove(name)); }
  bool exists(std::string_view name) const override {
    const auto entries = files->list();
    return std::ranges::find(entries, name, &MemoryFiles::Entry::path) != entries.end();
  }
  std::vector<std::string> listing() const override {
    std::vector<std::string> lines;
    for (const MemoryFiles::Entry& entry : files->list()) {
      lines.push_back(entry.path + " -> " + entry.target + ": " + read(entry.path));
    }
    return lines;
  }
  Preopen preopen(std::string guestPath, bool writable) const override {
    return {{}, std::move(guestPath), writable, files};
  }

  std::shared_ptr<MemoryFiles> files = MemoryFiles::create();
};

inline std::unique_ptr<GrantedFiles> makeFiles(bool inMemory) {
  if (inMemory) return std::make_unique<MemoryTestFiles>();
  return std::make_unique<HostFiles>();
}

}  // namespace wald::wasi
