// Tries everything that changes a directory. Given a read-only one, each attempt has to fail; the
// reading has to work. Which errno is the runtime's business.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void report(const char* what, int result) {
  printf("%s: %s\n", what, result < 0 ? "refused" : "DONE");
}

int main(int argc, char** argv) {
  if (argc != 2 || chdir(argv[1]) != 0) {
    puts("no directory");
    return 2;
  }
  report("create", open("new.txt", O_CREAT | O_WRONLY, 0666));
  report("write", open("old.txt", O_WRONLY));
  report("read and write", open("old.txt", O_RDWR));
  report("truncate on open", open("old.txt", O_RDONLY | O_TRUNC));
  report("append", open("old.txt", O_WRONLY | O_APPEND));
  report("truncate", truncate("old.txt", 0));
  report("unlink", unlink("old.txt"));
  report("rename", rename("old.txt", "renamed.txt"));
  report("link", link("old.txt", "linked.txt"));
  report("symlink", symlink("old.txt", "symlink.txt"));
  report("mkdir", mkdir("new", 0777));
  report("rmdir", rmdir("empty"));
  struct timespec times[2] = {{1, 0}, {1, 0}};
  report("times", utimensat(AT_FDCWD, "old.txt", times, 0));

  char text[64] = "";
  int fd = open("old.txt", O_RDONLY);
  ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  printf("read: %zd %s\n", got, text);
  if (fd >= 0) {
    report("write to a reader", (int)write(fd, "x", 1));
    report("ftruncate of a reader", ftruncate(fd, 0));
  }
  return 0;
}
