// Looks for a way out of the directories that were granted: each path given must fail to open,
// except those after "--", which must open.
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char** argv) {
  int inside = 0;
  for (int i = 1; i < argc; ++i) {
    if (strcmp(argv[i], "--") == 0) {
      inside = 1;
      continue;
    }
    int fd = open(argv[i], O_RDONLY);
    printf("%s: %s\n", argv[i],
           fd < 0 ? (inside ? "NOT FOUND" : "refused") : (inside ? "opened" : "ESCAPED"));
    if (fd >= 0) {
      close(fd);
    }
  }
  return 0;
}
