#include "aot/artifact_code.h"

#include <cerrno>
#include <cstring>

#include <sys/mman.h>
#include <sys/stat.h>

#include "aot/code_mapping.h"

namespace wald::aot {

namespace {

/// What an artifact in memory consists of.
struct Copy {
  std::vector<std::uint8_t> bytes;
  std::shared_ptr<const CodeMapping> code;
};

/// A whole file as it stands, to be read.
class FileView {
public:
  static Result<FileView> map(int file) {
    struct stat status;
    if (fstat(file, &status) != 0) return Error(ErrorKind::Io, std::strerror(errno));
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return FileView({});
    void* const begin = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (begin == MAP_FAILED) return Error(ErrorKind::Io, std::strerror(errno));
    return FileView({static_cast<const std::uint8_t*>(begin), size});
  }
  FileView(FileView&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  FileView& operator=(FileView&&) = delete;
  ~FileView() {
    if (!bytes_.empty()) munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
  }

  std::span<const std::uint8_t> bytes() const { return bytes_; }

private:
  explicit FileView(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::span<const std::uint8_t> bytes_;
};

struct File {
  FileView view;
  std::shared_ptr<const CodeMapping> code;
};

Result<artifact::Artifact> readFor(std::span<const std::uint8_t> bytes,
                                   const runtime::Config& config) {
  WALD_TRY_ASSIGN(artifact, artifact::readArtifact(bytes));
  WALD_TRY(artifact::checkHost(artifact));
  WALD_TRY(artifact::checkVariant(artifact, variantFor(config)));
  return artifact;
}

}  // namespace

artifact::Variant variantFor(const runtime::Config& config) {
  artifact::Variant variant;
  variant.memory =
      config.guardedMemories ? artifact::MemoryMode::Guarded : artifact::MemoryMode::Checked;
  variant.signals = config.signals ? artifact::Signals::Handled : artifact::Signals::None;
  variant.fuel = config.countsFuel() ? 1 : 0;
  variant.deterministic = config.deterministic ? 1 : 0;
  return variant;
}

Result<MappedCode> copyArtifact(std::vector<std::uint8_t> artifact, const runtime::Config& config) {
  const auto copy = std::make_shared<Copy>(Copy{std::move(artifact), nullptr});
  WALD_TRY_ASSIGN(read, readFor(copy->bytes, config));
  WALD_TRY_ASSIGN(code, CodeMapping::copy(read.tables.code));
  copy->code = code;
  read.tables.code = code->code();
  return MappedCode{read.tables, copy, std::move(read.frames), copy->bytes};
}

Result<MappedArtifact> mapArtifact(int file, const runtime::Config& config, bool verify) {
  WALD_TRY_ASSIGN(view, FileView::map(file));
  const auto mapped = std::make_shared<File>(File{std::move(view), nullptr});
  WALD_TRY_ASSIGN(read, readFor(mapped->view.bytes(), config));
  if (verify) WALD_TRY(artifact::verify(read));
  WALD_TRY_ASSIGN(code, CodeMapping::map(file, read.codeOffset, read.tables.code.size()));
  mapped->code = code;
  read.tables.code = code->code();
  return MappedArtifact{{read.tables, mapped, std::move(read.frames), mapped->view.bytes()},
                        read.module};
}

}  // namespace wald::aot
