// More entries than one fd_readdir buffer holds, read twice.
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { Files = 500 };

static int count(DIR* dir, unsigned char* seen) {
  int entries = 0;
  memset(seen, 0, Files);
  for (struct dirent* entry; (entry = readdir(dir)) != NULL;) {
    if (entry->d_name[0] == 'f') {
      int number = atoi(strrchr(entry->d_name, '-') + 1);
      entries += seen[number]++ == 0;
    }
  }
  return entries;
}

int main(int argc, char** argv) {
  unsigned char seen[Files];
  char name[128];
  if (argc != 2 || chdir(argv[1]) != 0) {
    return 2;
  }
  for (int i = 0; i < Files; ++i) {
    snprintf(name, sizeof name, "file-with-a-name-long-enough-to-fill-the-buffer-soon-%d", i);
    int fd = open(name, O_CREAT | O_WRONLY, 0666);
    if (fd < 0) {
      perror(name);
      return 1;
    }
    close(fd);
  }
  DIR* dir = opendir(".");
  printf("%d entries\n", count(dir, seen));
  rewinddir(dir);
  printf("%d entries again\n", count(dir, seen));
  closedir(dir);
  for (int i = 0; i < Files; ++i) {
    snprintf(name, sizeof name, "file-with-a-name-long-enough-to-fill-the-buffer-soon-%d", i);
    unlink(name);
  }
  dir = opendir(".");
  printf("%d left\n", count(dir, seen));
  closedir(dir);
  return 0;
}
