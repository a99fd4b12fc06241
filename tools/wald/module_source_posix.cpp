#include "tools/wald/module_source.h"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aot/aot.h"
#include "artifact/reader.h"
#include "interp/interp.h"
#include "tools/wald/compiler_options.h"
#include "tools/wald/module_file.h"

namespace wald::command {

namespace {

constexpr std::int64_t second = 1'000'000'000;

Error systemError(int code) { return Error(ErrorKind::Io, std::strerror(code)); }

std::int64_t nanoseconds(const timespec& time) { return time.tv_sec * second + time.tv_nsec; }

}  // namespace

ModuleSource::ModuleSource(std::string_view path)
    : path_(path), file_(path == "-" ? STDIN_FILENO : ::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (auto opened = tryOpen(); !opened) failure_ = std::move(opened).error();
}

Result<void> ModuleSource::tryOpen() {
  struct stat status;
  if (!file_ || fstat(file_.fd(), &status) != 0) return systemError(errno);
  if (S_ISDIR(status.st_mode)) return systemError(EISDIR);
  isRegular_ = S_ISREG(status.st_mode) && path_ != "-";
  size_ = static_cast<std::uint64_t>(status.st_size);
  std::uint8_t begin[sizeof artifact::magic];
  if (isRegular_) {
    holdsArtifact_ = pread(file_.fd(), begin, sizeof begin, 0) == ssize_t{sizeof begin} &&
                     artifact::isArtifact(begin);
    return {};
  }
  // What can't be looked at twice is read.
  WALD_TRY(readAll());
  holdsArtifact_ = artifact::isArtifact(bytes_);
  return {};
}

std::optional<FileIdentity> ModuleSource::identify() const {
  struct stat status;
  if (!isRegular_ || fstat(file_.fd(), &status) != 0) return std::nullopt;
  return FileIdentity{.device = status.st_dev,
                      .inode = status.st_ino,
                      .size = static_cast<std::uint64_t>(status.st_size),
                      .modified = nanoseconds(status.st_mtim),
                      .changed = nanoseconds(status.st_ctim)};
}

std::optional<Sha256Digest> ModuleSource::digestOfFile() const {
  if (isRead_) return sha256(bytes_);
  // Compiled code is mapped, not read: only a piece of the file is held here.
  std::vector<std::uint8_t> piece(std::size_t{1} << 20);
  Sha256 sum;
  for (off_t at = 0;;) {
    const ssize_t count = pread(file_.fd(), piece.data(), piece.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) return sum.finish();
    sum.add(std::span(piece.data(), static_cast<std::size_t>(count)));
    at += count;
  }
}

Result<void> ModuleSource::readAll() {
  if (isRead_) return {};
  WALD_TRY_ASSIGN(bytes, readFile(file_.fd()));
  bytes_ = std::move(bytes);
  size_ = bytes_.size();
  isRead_ = true;
  return {};
}

void ModuleSource::prepare(const EngineChoice& choice, const runtime::Config& config) {
  if (failure_) return;
  const auto begin = std::chrono::steady_clock::now();
  if (choice.wantsDigest) digest_ = digestOfFile();
  if (auto prepared = tryPrepare(choice, config); !prepared) failure_ = std::move(prepared).error();
  const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
  preparation_ = spent.count();
}

Result<void> ModuleSource::tryPrepare(const EngineChoice& choice, const runtime::Config& config) {
  if (!holdsArtifact_) return useCache(choice, config);
  if (choice.engine == EngineKind::Interp) {
    return Error(ErrorKind::Usage,
                 "it holds compiled code, which --engine interp can't run: name the module it was "
                 "made of");
  }
  auto opened = isRegular_ ? api::openArtifact(file_.fd(), config, choice.verify)
                           : api::copyArtifact(std::move(bytes_), config, choice.verify);
  if (!opened) return std::move(opened).error();
  compiled_ = std::move(*opened);
  description_ = "compiled code";
  if (isRegular_ && compiled_->isCopy)
    note(choice, "the file can't be executed: its code is copied");
  return {};
}

Result<std::shared_ptr<const runtime::Module>> ModuleSource::load(runtime::Engine& engine) {
  if (failure_) return std::move(*failure_);
  std::string name(shortName(path_));
  if (compiled_) {
    return aot::load(engine, compiled_->module, std::move(compiled_->code), std::move(name));
  }
  if (valid_ == nullptr) {
    WALD_TRY(readAll());
    const BodyChecks checks = isKnownValid_ ? BodyChecks::Lazy : BodyChecks::Now;
    WALD_TRY_ASSIGN(valid, validModule(std::move(bytes_), path_, engine.config().features, checks));
    valid_ = std::move(valid);
    if (markCache_ != nullptr) {
      runtime::Config features;
      features.features = engine.config().features;
      markCache_->storeMark(mark_, {.name = name,
                                    .module = *content_,
                                    .moduleBytes = size_,
                                    .options = unusualOptions(features)});
      markCache_.reset();
    }
  }
  return interp::load(engine, std::move(valid_), std::move(name));
}

}  // namespace wald::command
