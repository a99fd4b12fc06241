#include "artifact/reader.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "artifact/abi.h"
#include "artifact/checksum.h"
#include "artifact/cpu_features.h"

namespace wald::artifact {

namespace {

constexpr std::string_view sectionNames[sectionCount] = {
    "functions", "call sites", "unwind rows", "unwind shapes", "landing pads", "module", "code",
};
constexpr std::size_t elementSizes[sectionCount] = {
    sizeof(std::uint32_t),
    sizeof(CallSite),
    sizeof(UnwindRow),
    sizeof(UnwindShape),
    sizeof(LandingPad),
    1,
    1,
};

constexpr std::string_view again = "compile the module again";

Error damaged(std::uint64_t offset, std::string_view field, std::string_view found,
              std::string_view expected) {
  return Error(ErrorKind::Malformed,
               fmt::format("artifact: {} is {}, expected {}; {}", field, found, expected, again))
      .at(offset);
}

Error foreign(std::uint64_t offset, std::string_view field, std::string_view found,
              std::string_view expected) {
  return Error(ErrorKind::Unsupported,
               fmt::format("artifact: {} is {}, expected {}; {}", field, found, expected, again))
      .at(offset);
}

/// Text in a field of fixed size, which may hold anything.
template <std::size_t size>
std::string_view textOf(const char (&field)[size]) {
  return {field, static_cast<std::size_t>(std::find(field, field + size, '\0') - field)};
}

std::string number(std::uint64_t value) { return fmt::format("{}", value); }
std::string hex(std::uint64_t value) { return fmt::format("{:#x}", value); }

class Reader {
public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  Result<Artifact> read() {
    WALD_TRY(readHeader());
    for (unsigned i = 0; i < sectionCount; ++i) WALD_TRY(checkSection(static_cast<SectionId>(i)));
    WALD_TRY(checkFunctions());
    return view();
  }

private:
  /// The order is that of what can be told: another version's header may have any shape behind the first fields.
  Result<void> readHeader() {
    if (reinterpret_cast<std::uintptr_t>(bytes_.data()) % alignof(std::uint64_t) != 0) {
      return Error(ErrorKind::Internal, "artifact: its bytes are not aligned");
    }
    if (!isArtifact(bytes_)) return damaged(0, "the magic number", "missing", "\\0waot");
    constexpr std::size_t begin = offsetof(Header, headerSize);
    if (bytes_.size() >= begin) {
      std::memcpy(&header_.formatVersion, bytes_.data() + offsetof(Header, formatVersion),
                  sizeof header_.formatVersion);
      if (header_.formatVersion != formatVersion) {
        return foreign(offsetof(Header, formatVersion), "the format version",
                       number(header_.formatVersion), number(formatVersion));
      }
    }
    if (bytes_.size() < sizeof(Header)) {
      return damaged(0, "the file's size", number(bytes_.size()),
                     fmt::format("at least {}", sizeof(Header)));
    }
    std::memcpy(&header_, bytes_.data(), sizeof(Header));
    return checkHeader();
  }

  Result<void> checkHeader() {
    if (header_.headerSize != sizeof(Header)) {
      return damaged(offsetof(Header, headerSize), "the header's size", number(header_.headerSize),
                     number(sizeof(Header)));
    }
    // Before all that may be damaged is believed.
    const std::uint64_t sum = checksum(bytes_.first(offsetof(Header, checksum)));
    if (header_.checksum != sum) {
      return damaged(offsetof(Header, checksum), "the header's checksum", hex(header_.checksum),
                     hex(sum));
    }
    if (textOf(header_.version) != waldVersion()) {
      return foreign(offsetof(Header, version), "wald's version", textOf(header_.version),
                     waldVersion());
    }
    if (header_.abi != abiHash()) {
      return foreign(offsetof(Header, abi), "the hash of the runtime's interface", hex(header_.abi),
                     hex(abiHash()));
    }
    if (header_.target != Target::LinuxX86) {
      return foreign(offsetof(Header, target), "the target",
                     number(static_cast<std::uint32_t>(header_.target)), "1 (x86-64)");
    }
    if (header_.fileSize != bytes_.size()) {
      return damaged(offsetof(Header, fileSize), "the file's size", number(bytes_.size()),
                     number(header_.fileSize));
    }
    return {};
  }

  Result<void> checkSection(SectionId id) {
    const auto index = static_cast<std::size_t>(id);
    const Section& section = header_.sections[index];
    const std::string_view name = sectionNames[index];
    const std::uint64_t place = offsetof(Header, sections) + index * sizeof(Section);
    const std::size_t alignment = id == SectionId::Code ? pageSize : alignof(std::uint64_t);
    if (section.offset > bytes_.size() || section.offset < sizeof(Header) ||
        section.offset % alignment != 0) {
      return damaged(place, fmt::format("the offset of section '{}'", name), hex(section.offset),
                     fmt::format("a multiple of {} below {:#x}", alignment, bytes_.size()));
    }
    if (section.size > bytes_.size() - section.offset || section.size % elementSizes[index] != 0) {
      return damaged(place + 8, fmt::format("the size of section '{}'", name), number(section.size),
                     fmt::format("a multiple of {} up to {}", elementSizes[index],
                                 bytes_.size() - section.offset));
    }
    const Unchecked unchecked{name, section.offset, bytes_.subspan(section.offset, section.size),
                              section.checksum};
    if (id == SectionId::Functions || section.size <= alwaysChecked) return verify(unchecked);
    (id == SectionId::Code || id == SectionId::Module ? others_ : frames_).push_back(unchecked);
    return {};
  }

  Result<void> checkFunctions() const {
    const auto functions = items<std::uint32_t>(SectionId::Functions);
    const Section& code = header_.sections[static_cast<unsigned>(SectionId::Code)];
    if (functions.empty() || functions.back() > code.size ||
        !std::is_sorted(functions.begin(), functions.end())) {
      return damaged(header_.sections[0].offset, "the table of functions", "out of order",
                     "ascending offsets into the code");
    }
    return {};
  }

  template <typename T>
  std::span<const T> items(SectionId id) const {
    const Section& section = header_.sections[static_cast<unsigned>(id)];
    return {reinterpret_cast<const T*>(bytes_.data() + section.offset), section.size / sizeof(T)};
  }

  Artifact view() {
    const Section& code = header_.sections[static_cast<unsigned>(SectionId::Code)];
    return {
        .tables =
            {
                .functions = items<std::uint32_t>(SectionId::Functions),
                .callSites = items<CallSite>(SectionId::CallSites),
                .unwindRows = items<UnwindRow>(SectionId::UnwindRows),
                .unwindShapes = items<UnwindShape>(SectionId::UnwindShapes),
                .landingPads = items<LandingPad>(SectionId::LandingPads),
                .code = items<std::uint8_t>(SectionId::Code),
            },
        .module = items<std::uint8_t>(SectionId::Module),
        .codeOffset = code.offset,
        .frames = std::move(frames_),
        .others = std::move(others_),
        .variant = header_.variant,
        .cpuFeatures = header_.cpuFeatures,
        .cpu = textOf(reinterpret_cast<const Header*>(bytes_.data())->cpu),
    };
  }

  std::span<const std::uint8_t> bytes_;
  Header header_{};
  std::vector<Unchecked> frames_;
  std::vector<Unchecked> others_;
};

Result<void> compare(std::string_view field, unsigned found, unsigned wanted,
                     std::span<const std::string_view> names) {
  if (found == wanted) return {};
  const auto nameOfValue = [&](unsigned value) {
    return value < names.size() ? std::string(names[value]) : number(value);
  };
  return Error(ErrorKind::Unsupported,
               fmt::format("artifact: {} is {}, and the run asks for {}; {} for it", field,
                           nameOfValue(found), nameOfValue(wanted), again));
}

Result<void> compareFuel(unsigned found, unsigned wanted) {
  if (found == wanted) return {};
  return Error(
      ErrorKind::Unsupported,
      wanted != 0
          ? fmt::format("artifact: its code does not count fuel; {} with --fuel", again)
          : fmt::format("artifact: its code counts fuel; say --fuel N, or {} without --fuel",
                        again));
}

}  // namespace

bool isArtifact(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= sizeof magic && std::memcmp(bytes.data(), magic, sizeof magic) == 0;
}

Result<Artifact> readArtifact(std::span<const std::uint8_t> bytes) { return Reader(bytes).read(); }

Result<void> verify(const Unchecked& section) {
  const std::uint64_t sum = checksum(section.bytes);
  if (sum == section.checksum) return {};
  return damaged(section.offset, fmt::format("the checksum of section '{}'", section.name),
                 hex(sum), hex(section.checksum));
}

Result<void> verify(const Artifact& artifact) {
  for (const Unchecked& section : artifact.frames) WALD_TRY(verify(section));
  for (const Unchecked& section : artifact.others) WALD_TRY(verify(section));
  return {};
}

Result<void> checkHost(const Artifact& artifact) {
  const std::uint64_t missing = artifact.cpuFeatures & ~hostCpuFeatures();
  if (missing == 0) return {};
  return Error(ErrorKind::Unsupported,
               fmt::format("artifact: it was compiled for the CPU '{}', and this one lacks {}; {} "
                           "with --cpu baseline or --cpu native",
                           artifact.cpu, namesOf(missing), again));
}

Result<void> checkVariant(const Artifact& artifact, const Variant& wanted) {
  constexpr std::string_view modes[] = {"guarded", "checked"};
  constexpr std::string_view signals[] = {"handled", "none"};
  constexpr std::string_view onOff[] = {"off", "on"};
  const Variant& found = artifact.variant;
  // Checked code runs with guarded memories too.
  if (found.memory != MemoryMode::Checked) {
    WALD_TRY(compare("the memory mode", static_cast<unsigned>(found.memory),
                     static_cast<unsigned>(wanted.memory), modes));
  }
  // Code that needs no signals may get them.
  if (found.signals != Signals::None) {
    WALD_TRY(compare("what signals are used for", static_cast<unsigned>(found.signals),
                     static_cast<unsigned>(wanted.signals), signals));
  }
  WALD_TRY(compareFuel(found.fuel, wanted.fuel));
  return compare("the deterministic profile", found.deterministic, wanted.deterministic, onOff);
}

}  // namespace wald::artifact
