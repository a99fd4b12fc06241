#include <catch2/catch.hpp>

#include <cstring>
#include <string>

#include "artifact/checksum.h"
#include "artifact/cpu_features.h"
#include "artifact/reader.h"
#include "artifact/writer.h"

namespace wald::artifact {
namespace {

struct Sample {
  std::vector<std::uint32_t> functions{0, 16, 40};
  std::vector<CallSite> callSites{{0, 30}, {5, 33}, {16, 50}};
  std::vector<UnwindRow> rows{{0, 0}, {1, 1}, {16, 0}};
  std::vector<UnwindShape> shapes{{8, {}, false}, {16, {0, 16, 0, 0, 0, 24}, true}};
  std::vector<LandingPad> pads{{5, 10, 12}};
  std::vector<std::uint8_t> code = std::vector<std::uint8_t>(48, 0xc3);
  std::vector<std::uint8_t> module{0, 'a', 's', 'm', 1, 0, 0, 0};

  Contents contents() const {
    return {.tables = {functions, callSites, rows, shapes, pads, code},
            .module = module,
            .variant = {.memory = MemoryMode::Checked},
            .cpuFeatures = 1,
            .cpu = "baseline"};
  }
};

/// Bytes at an address that is aligned as a mapped file's is.
class Mapped {
public:
  explicit Mapped(std::span<const std::uint8_t> bytes)
      : words_(bytes.size() / 8 + 1), size_(bytes.size()) {
    if (!bytes.empty()) std::memcpy(words_.data(), bytes.data(), bytes.size());
  }
  std::span<std::uint8_t> bytes() {
    return {reinterpret_cast<std::uint8_t*>(words_.data()), size_};
  }

private:
  std::vector<std::uint64_t> words_;
  std::size_t size_;
};

std::string messageOf(std::span<const std::uint8_t> bytes) {
  const auto read = readArtifact(bytes);
  return read ? std::string() : read.error().message();
}

TEST_CASE("checksums are XXH64") {
  const std::string text = "Nobody inspects the spammish repetition";
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  CHECK(checksum(bytes) == 0xFBCEA83C8A378BF1);
  CHECK(checksum({}) == 0xEF46DB3751D8E999);
  CHECK(checksum(bytes.first(1)) != checksum(bytes.first(2)));
}

TEST_CASE("an artifact is read as it was written") {
  const Sample sample;
  Mapped file(writeArtifact(sample.contents()));
  REQUIRE(isArtifact(file.bytes()));
  const auto read = readArtifact(file.bytes());
  REQUIRE(read);
  const Tables& tables = read->tables;
  CHECK(std::vector(tables.functions.begin(), tables.functions.end()) == sample.functions);
  REQUIRE(tables.callSites.size() == 3);
  CHECK(tables.callSites[1].offset == 33);
  REQUIRE(tables.unwindRows.size() == 3);
  CHECK(tables.unwindRows[1].shape == 1);
  REQUIRE(tables.unwindShapes.size() == 2);
  CHECK(tables.unwindShapes[1].cfaIsRbp);
  CHECK(tables.unwindShapes[1].saved[5] == 24);
  REQUIRE(tables.landingPads.size() == 1);
  CHECK(tables.landingPads[0].pad == 12);
  CHECK(std::vector(tables.code.begin(), tables.code.end()) == sample.code);
  CHECK(std::vector(read->module.begin(), read->module.end()) == sample.module);
  CHECK(read->codeOffset % pageSize == 0);
  CHECK(read->cpu == "baseline");
  CHECK(verify(*read));
  CHECK(writeArtifact(sample.contents()) == writeArtifact(Sample().contents()));
}

TEST_CASE("a truncated artifact is refused") {
  const auto bytes = writeArtifact(Sample().contents());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::span<const std::uint8_t> part(bytes.data(), size);
    Mapped file(part);
    INFO(size);
    REQUIRE_FALSE(readArtifact(file.bytes()));
  }
  auto longer = bytes;
  longer.push_back(0);
  CHECK(messageOf(Mapped(longer).bytes()).find("the file's size") != std::string::npos);
}

TEST_CASE("a flipped bit is found wherever there is a checksum") {
  const auto bytes = writeArtifact(Sample().contents());
  Mapped file(bytes);
  Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  const auto check = [&](std::size_t begin, std::size_t size) {
    for (std::size_t i = begin; i < begin + size; ++i) {
      for (unsigned bit = 0; bit < 8; ++bit) {
        file.bytes()[i] ^= static_cast<std::uint8_t>(1 << bit);
        INFO("byte " << i << ", bit " << bit);
        REQUIRE_FALSE(readArtifact(file.bytes()));
        file.bytes()[i] = bytes[i];
      }
    }
  };
  check(0, sizeof header);
  for (const Section& section : header.sections) check(section.offset, section.size);
  CHECK(readArtifact(file.bytes()));
}

TEST_CASE("large sections are checked when it is asked for") {
  Sample sample;
  sample.callSites.resize(alwaysChecked / sizeof(CallSite) + 1);
  sample.module.resize(alwaysChecked + 1);
  sample.code.resize(alwaysChecked + 1);
  const auto bytes = writeArtifact(sample.contents());
  Mapped file(bytes);
  const auto read = readArtifact(file.bytes());
  REQUIRE(read);
  REQUIRE(read->frames.size() == 1);
  REQUIRE(read->others.size() == 2);
  CHECK(verify(*read));
  const Unchecked sections[] = {read->frames[0], read->others[0], read->others[1]};
  for (const Unchecked& section : sections) {
    const std::size_t last = section.offset + section.bytes.size() - 1;
    file.bytes()[last] ^= 1;
    REQUIRE(readArtifact(file.bytes()));
    const auto verified = verify(*readArtifact(file.bytes()));
    REQUIRE_FALSE(verified);
    CHECK(verified.error().message().find(section.name) != std::string::npos);
    file.bytes()[last] ^= 1;
  }
}

TEST_CASE("what another wald made is told from what is damaged") {
  const auto bytes = writeArtifact(Sample().contents());
  const auto changed = [&](auto change) {
    Mapped file(bytes);
    Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    change(header);
    std::memcpy(file.bytes().data(), &header, sizeof header);
    header.checksum = checksum(file.bytes().first(offsetof(Header, checksum)));
    std::memcpy(file.bytes().data(), &header, sizeof header);
    return messageOf(file.bytes());
  };
  CHECK(changed([](Header&) {}).empty());
  CHECK(changed([](Header& h) { h.formatVersion = 77; }) ==
        "artifact: the format version is 77, expected 1; compile the module again");
  CHECK(changed([](Header& h) {
          h.abi = 1;
        }).starts_with("artifact: the hash of the runtime's interface is 0x1, expected "));
  CHECK(changed([](Header& h) {
          std::strcpy(h.version, "0.0.1");
        }).starts_with("artifact: wald's version is 0.0.1, expected "));
  CHECK(changed([](Header& h) {
          h.target = Target{9};
        }).starts_with("artifact: the target is 9, expected 1 (x86-64)"));
  CHECK(changed([](Header& h) {
          h.sections[2].offset = ~std::uint64_t{7};
        }).starts_with("artifact: the offset of section 'unwind rows' is"));
  CHECK(changed([](Header& h) {
          h.sections[1].size = ~std::uint64_t{7};
        }).starts_with("artifact: the size of section 'call sites' is"));
  CHECK(changed([](Header& h) {
          h.sections[1].size -= 4;
        }).starts_with("artifact: the size of section 'call sites' is 20, expected a multiple"));
}

TEST_CASE("an artifact is compared with the machine and with what is asked") {
  Artifact artifact;
  artifact.cpu = "future";
  CHECK(checkHost(artifact));
  artifact.cpuFeatures = ~hostCpuFeatures();
  const auto lacking = checkHost(artifact);
  REQUIRE_FALSE(lacking);
  CHECK(lacking.error().message().find("'future', and this one lacks") != std::string::npos);

  CHECK(checkVariant(artifact, {}));
  const auto mode = checkVariant(artifact, {.memory = MemoryMode::Checked});
  REQUIRE_FALSE(mode);
  CHECK(mode.error().message() == "artifact: the memory mode is guarded, and the run asks for "
                                  "checked; compile the module again for it");
  CHECK_FALSE(checkVariant(artifact, {.fuel = 1}));
  artifact.variant.memory = MemoryMode::Checked;
  CHECK(checkVariant(artifact, {}));
}

}  // namespace
}  // namespace wald::artifact
