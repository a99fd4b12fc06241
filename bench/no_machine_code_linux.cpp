// Runs a program that can map nothing executable, nor make what is mapped so: an interpreter must not need it.
//
//     wald-bench-no-machine-code PROGRAM [ARG…]
//
// A static program, since the loader of shared libraries maps code. What tries it gets EACCES. Exit status: the program's; 126 where
// there is no such filter or no such program.

#include <cerrno>
#include <cstddef>
#include <cstdio>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr unsigned numberAt = offsetof(seccomp_data, nr);
/// The low half of the third argument, of little-endian machines.
constexpr unsigned protectionAt = offsetof(seccomp_data, args) + 2 * sizeof(__u64);

/// Refuses `mmap`, `mprotect` and `pkey_mprotect` with PROT_EXEC.
bool refuseCode() {
  sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, numberAt),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 2, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pkey_mprotect, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, protectionAt),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{sizeof program / sizeof *program, program};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int impossible = 126;
  if (argc < 2) {
    std::fputs("usage: wald-bench-no-machine-code PROGRAM [ARG...]\n", stderr);
    return 2;
  }
  if (!refuseCode()) {
    std::perror("the filter");
    return impossible;
  }
  execv(argv[1], argv + 1);
  std::perror(argv[1]);
  return impossible;
}
