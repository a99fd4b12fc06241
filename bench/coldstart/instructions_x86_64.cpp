// Counts the instructions of a start, one by one: from a program's entry point until it reads the first byte of the file
// that its last argument names. Unlike a time, the number repeats.
//
//     wald-coldstart-instructions [--recorded RECORD] [--addresses OUT] [NAME=VALUE…] PROGRAM [ARG…] FILE
//
// RECORD has lines `processor NAME`, `static N` and `dynamic N`: on another processor the C library of a static program asks for other
// things when it begins, and nothing is compared. Exit status: 0; 1 where it is more than that N and a twentieth, or FILE was not read; 2
// where instructions can't be counted. --addresses goes on to the program's end, and writes where it was, each address
// once, in the order of first use: of that, tools/scripts/startup-order makes the order in which wald is linked.

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <cpuid.h>
#include <elf.h>
#include <fcntl.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using Word = unsigned long;

constexpr int exceeded = 1;
constexpr int impossible = 2;

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(impossible);
}

/// A program that is stopped after each of its instructions.
class Stepped {
public:
  /// Started at the same addresses each time, without the variables that this program has.
  Stepped(char** command, char** variables) : child_(fork()) {
    if (child_ < 0) fail("fork");
    if (child_ == 0) begin(command, variables);
    wait();
    if (!isThere_) fail(command[0]);
    goTo(entryPoint());
  }

  ~Stepped() {
    if (isThere_) kill(child_, SIGKILL);
  }
  Stepped(const Stepped&) = delete;
  Stepped& operator=(const Stepped&) = delete;

  bool isThere() const { return isThere_; }
  bool isStatic() const { return isStatic_; }
  const user_regs_struct& registers() const { return registers_; }

  void step() {
    if (ptrace(PTRACE_SINGLESTEP, child_, nullptr, nullptr) != 0) fail("a step");
    wait();
  }

  Word wordAt(Word address) const {
    return static_cast<Word>(ptrace(PTRACE_PEEKTEXT, child_, address, nullptr));
  }

  std::string textAt(Word address) const {
    std::string text;
    while (true) {
      const Word word = wordAt(address);
      char bytes[sizeof word];
      std::memcpy(bytes, &word, sizeof word);
      const std::size_t length = strnlen(bytes, sizeof word);
      text.append(bytes, length);
      if (length < sizeof word) return text;
      address += sizeof word;
    }
  }

private:
  [[noreturn]] static void begin(char** command, char** variables) {
    personality(ADDR_NO_RANDOMIZE);
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    // What is counted writes nothing among what is told here.
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    execve(command[0], command, variables);
    _exit(impossible);
  }

  void wait() {
    if (waitpid(child_, &status_, 0) < 0) fail("waitpid");
    isThere_ = WIFSTOPPED(status_) && ptrace(PTRACE_GETREGS, child_, nullptr, &registers_) == 0;
  }

  Word entryPoint() const {
    const std::string path = "/proc/" + std::to_string(child_) + "/auxv";
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    Elf64_auxv_t entry{};
    while (read(fd, &entry, sizeof entry) == sizeof entry && entry.a_type != AT_ENTRY) {}
    close(fd);
    return entry.a_un.a_val;
  }

  /// Whatever comes before, the loader of shared libraries does, in which the project has no hand.
  void goTo(Word address) {
    isStatic_ = registers_.rip == address;
    if (isStatic_) return;
    constexpr Word breakpoint = 0xcc;
    const Word code = wordAt(address);
    ptrace(PTRACE_POKETEXT, child_, address, (code & ~Word{0xff}) | breakpoint);
    ptrace(PTRACE_CONT, child_, nullptr, nullptr);
    wait();
    ptrace(PTRACE_POKETEXT, child_, address, code);
    registers_.rip = address;
    if (!isThere_ || ptrace(PTRACE_SETREGS, child_, nullptr, &registers_) != 0) {
      fail("the entry point");
    }
  }

  pid_t child_;
  int status_ = 0;
  bool isThere_ = false;
  bool isStatic_ = false;
  user_regs_struct registers_{};
};

/// Finds the system call by which a file's first byte is read, or its pages are mapped.
class FirstRead {
public:
  explicit FirstRead(const char* file) : file_(file) {}

  /// Before a system call; true if it is the one.
  bool isAt(const Stepped& program) {
    const user_regs_struct& registers = program.registers();
    switch (registers.rax) {
      case SYS_open: opens_ = program.textAt(registers.rdi) == file_; return false;
      case SYS_openat: opens_ = program.textAt(registers.rsi) == file_; return false;
      case SYS_read:
      case SYS_pread64:
      case SYS_readv: return isOpen_ && registers.rdi == descriptor_;
      case SYS_mmap: return isOpen_ && registers.r8 == descriptor_;
      default: return false;
    }
  }

  void after(const Stepped& program) {
    if (!std::exchange(opens_, false)) return;
    descriptor_ = program.registers().rax;
    isOpen_ = true;
  }

private:
  std::string file_;
  bool opens_ = false;
  bool isOpen_ = false;
  unsigned long long descriptor_ = 0;
};

struct Count {
  long instructions = 0;
  bool isAtRead = false;
};

Count count(Stepped& program, const char* file, std::FILE* addresses) {
  constexpr Word systemCall = 0x050f;
  FirstRead read(file);
  Count count;
  std::unordered_map<Word, bool> isSystemCall;
  for (Word last = 0; program.isThere();) {
    const Word at = program.registers().rip;
    const auto [known, isNew] = isSystemCall.try_emplace(at);
    if (isNew) {
      known->second = (program.wordAt(at) & 0xffff) == systemCall;
      if (addresses != nullptr) std::fprintf(addresses, "%lx\n", at);
    }
    if (known->second && !count.isAtRead && read.isAt(program)) {
      count.isAtRead = true;
      if (addresses == nullptr) return count;
    }
    // An instruction with a repeat prefix is stopped at again and again, as often as the processor has it.
    if (!count.isAtRead && at != last) ++count.instructions;
    last = at;
    program.step();
    if (program.isThere()) read.after(program);
  }
  return count;
}

/// The word behind another one; empty if that is not there.
std::string recordedFor(const char* wanted, const char* record) {
  std::FILE* const file = std::fopen(record, "r");
  if (file == nullptr) fail(record);
  char kind[64];
  char value[64];
  std::string found;
  while (std::fscanf(file, "%63s %63s", kind, value) == 2) {
    if (std::strcmp(kind, wanted) == 0) found = value;
  }
  std::fclose(file);
  return found;
}

/// Vendor, family and model, as CPUID has them.
std::string processorName() {
  unsigned a = 0;
  unsigned vendor[3] = {};
  __get_cpuid(0, &a, &vendor[0], &vendor[2], &vendor[1]);
  const std::string text(reinterpret_cast<const char*>(vendor), sizeof vendor);
  unsigned version = 0;
  unsigned others[3];
  __get_cpuid(1, &version, &others[0], &others[1], &others[2]);
  const unsigned family = (version >> 8 & 0xf) + (version >> 20 & 0xff);
  const unsigned model = (version >> 4 & 0xf) | (version >> 12 & 0xf0);
  return text + "-" + std::to_string(family) + "-" + std::to_string(model);
}

int usage() {
  std::fputs(
      "usage: wald-coldstart-instructions [--recorded RECORD] [--addresses OUT] [NAME=VALUE…] "
      "PROGRAM [ARG…] FILE\n",
      stderr);
  return impossible;
}

}  // namespace

int main(int argc, char** argv) {
  const char* record = nullptr;
  std::FILE* addresses = nullptr;
  char** at = argv + 1;
  char** const file = argv + argc - 1;
  for (; at < file && at[0][0] == '-'; at += 2) {
    if (std::strcmp(at[0], "--recorded") == 0) {
      record = at[1];
    } else if (std::strcmp(at[0], "--addresses") == 0) {
      addresses = std::fopen(at[1], "w");
      if (addresses == nullptr) fail(at[1]);
    } else {
      return usage();
    }
  }
  // A list that ends with null, as that of the arguments does. Names of shared libraries are looked up before the entry
  // point: how long that takes depends on the machine's libraries, and it is most of what a dynamic program would count.
  char bindNow[] = "LD_BIND_NOW=1";
  std::vector<char*> variables{bindNow};
  for (; at < file && std::strchr(at[0], '=') != nullptr; ++at) variables.push_back(at[0]);
  variables.push_back(nullptr);
  if (at >= file) return usage();

  Stepped program(at, variables.data());
  const Count counted = count(program, *file, addresses);
  if (addresses != nullptr && std::fclose(addresses) != 0) fail("the addresses");
  if (!counted.isAtRead) {
    std::fprintf(stderr, "it ended without reading %s\n", *file);
    return exceeded;
  }
  std::printf("%ld instructions before the first byte is read\n", counted.instructions);
  const std::string processor = processorName();
  if (record == nullptr || (program.isStatic() && recordedFor("processor", record) != processor)) {
    std::printf("they are not compared, on this build or processor: %s\n", processor.c_str());
    return 0;
  }
  const long recorded =
      std::stol("0" + recordedFor(program.isStatic() ? "static" : "dynamic", record));
  const bool isMore = counted.instructions > recorded + recorded / 20;
  std::printf("recorded: %ld; %s\n", recorded, isMore ? "MORE THAN 5 % ABOVE" : "within 5 %");
  return isMore ? exceeded : 0;
}
