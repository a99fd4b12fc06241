#include "artifact/writer.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "artifact/abi.h"
#include "artifact/checksum.h"

namespace wald::artifact {

namespace {

static_assert(std::endian::native == std::endian::little,
              "tables are written as they lie in memory");

template <typename T>
std::span<const std::uint8_t> bytesOf(std::span<const T> items) {
  return {reinterpret_cast<const std::uint8_t*>(items.data()), items.size_bytes()};
}

/// Shapes have bytes between their members, which must not depend on what memory held.
std::vector<std::uint8_t> packShapes(std::span<const UnwindShape> shapes) {
  std::vector<std::uint8_t> bytes(shapes.size_bytes());
  std::uint8_t* at = bytes.data();
  for (const UnwindShape& shape : shapes) {
    std::memcpy(at + offsetof(UnwindShape, cfaOffset), &shape.cfaOffset, sizeof shape.cfaOffset);
    std::memcpy(at + offsetof(UnwindShape, saved), shape.saved, sizeof shape.saved);
    at[offsetof(UnwindShape, cfaIsRbp)] = shape.cfaIsRbp ? 1 : 0;
    at += sizeof(UnwindShape);
  }
  return bytes;
}

void copyText(std::span<char> to, std::string_view text) {
  const std::size_t size = std::min(text.size(), to.size() - 1);
  std::ranges::copy(text.substr(0, size), to.begin());
}

class Writer {
public:
  Writer() : bytes_(sizeof(Header)) {}

  void add(SectionId id, std::span<const std::uint8_t> content) {
    const std::size_t alignment = id == SectionId::Code ? pageSize : alignof(std::uint64_t);
    bytes_.resize((bytes_.size() + alignment - 1) / alignment * alignment);
    header_.sections[static_cast<unsigned>(id)] = {bytes_.size(), content.size(),
                                                   checksum(content)};
    bytes_.insert(bytes_.end(), content.begin(), content.end());
  }

  std::vector<std::uint8_t> finish(const Contents& contents) {
    std::copy(std::begin(magic), std::end(magic), header_.magic);
    header_.formatVersion = formatVersion;
    header_.headerSize = sizeof(Header);
    header_.abi = abiHash();
    copyText(header_.version, waldVersion());
    header_.target = Target::LinuxX86;
    header_.variant = contents.variant;
    header_.cpuFeatures = contents.cpuFeatures;
    copyText(header_.cpu, contents.cpu);
    header_.fileSize = bytes_.size();
    std::memcpy(bytes_.data(), &header_, sizeof header_);
    header_.checksum = checksum({bytes_.data(), offsetof(Header, checksum)});
    std::memcpy(bytes_.data(), &header_, sizeof header_);
    return std::move(bytes_);
  }

private:
  std::vector<std::uint8_t> bytes_;
  Header header_{};
};

}  // namespace

std::vector<std::uint8_t> writeArtifact(const Contents& contents) {
  const Tables& tables = contents.tables;
  Writer writer;
  writer.add(SectionId::Functions, bytesOf(tables.functions));
  writer.add(SectionId::CallSites, bytesOf(tables.callSites));
  writer.add(SectionId::UnwindRows, bytesOf(tables.unwindRows));
  writer.add(SectionId::UnwindShapes, packShapes(tables.unwindShapes));
  writer.add(SectionId::LandingPads, bytesOf(tables.landingPads));
  writer.add(SectionId::Module, contents.module);
  // Last, so that nothing but code lies in the pages that are mapped for it.
  writer.add(SectionId::Code, tables.code);
  return writer.finish(contents);
}

}  // namespace wald::artifact
