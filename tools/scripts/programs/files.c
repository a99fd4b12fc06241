// What programs do with files: write, append, read, seek, stat, truncate, list, rename, remove.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void check(int ok, const char* what) {
  if (!ok) {
    printf("FAILED: %s: %s\n", what, strerror(errno));
    exit(1);
  }
}

static int byName(const void* a, const void* b) {
  return strcmp(*(char* const*)a, *(char* const*)b);
}

static void list(const char* path) {
  char* names[64];
  size_t count = 0;
  DIR* dir = opendir(path);
  check(dir != NULL, "opendir");
  for (struct dirent* entry; (entry = readdir(dir)) != NULL && count < 64;) {
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
      char text[300];
      snprintf(text, sizeof text, "%s%s", entry->d_name, entry->d_type == DT_DIR ? "/" : "");
      names[count++] = strdup(text);
    }
  }
  closedir(dir);
  // A directory has no order of its own.
  qsort(names, count, sizeof *names, byName);
  printf("%s:", path);
  for (size_t i = 0; i < count; ++i) {
    printf(" %s", names[i]);
    free(names[i]);
  }
  printf("\n");
}

int main(int argc, char** argv) {
  check(argc == 2 && chdir(argv[1]) == 0, "chdir");

  FILE* file = fopen("notes.txt", "w");
  check(file != NULL, "fopen to write");
  for (int i = 0; i < 1000; ++i) {
    fprintf(file, "line %d\n", i);
  }
  check(fclose(file) == 0, "fclose");
  file = fopen("notes.txt", "a");
  check(file != NULL && fputs("the end\n", file) >= 0 && fclose(file) == 0, "append");

  struct stat info;
  check(stat("notes.txt", &info) == 0, "stat");
  printf("notes.txt: %lld bytes, %s\n", (long long)info.st_size,
         S_ISREG(info.st_mode) ? "regular" : "not regular");

  char line[64];
  file = fopen("notes.txt", "r+");
  check(file != NULL && fseek(file, -8, SEEK_END) == 0 && fgets(line, sizeof line, file) != NULL,
        "seek from the end");
  printf("last: %s", line);
  check(fseek(file, 5, SEEK_SET) == 0 && fputc('X', file) != EOF, "overwrite");
  rewind(file);
  check(fgets(line, sizeof line, file) != NULL, "read again");
  printf("first: %s", line);
  check(fseek(file, 0, SEEK_END) == 0, "seek");
  printf("at %ld\n", ftell(file));
  fclose(file);

  int fd = open("notes.txt", O_RDWR);
  check(fd >= 0 && ftruncate(fd, 7) == 0 && fstat(fd, &info) == 0, "ftruncate");
  printf("truncated to %lld\n", (long long)info.st_size);
  check(pwrite(fd, "positioned", 10, 20) == 10 && pread(fd, line, 4, 22) == 4, "pwrite and pread");
  printf("pread: %.4s, offset %lld\n", line, (long long)lseek(fd, 0, SEEK_CUR));
  check(lseek(fd, -1, SEEK_SET) == -1 && errno == EINVAL, "a negative offset");
  check(close(fd) == 0 && close(fd) == -1 && errno == EBADF, "close twice");

  check(mkdir("sub", 0777) == 0, "mkdir");
  check(mkdir("sub", 0777) == -1 && errno == EEXIST, "mkdir of what exists");
  check(rename("notes.txt", "sub/moved.txt") == 0, "rename");
  check(access("notes.txt", F_OK) == -1 && errno == ENOENT, "the old name");
  check(open("sub/moved.txt", O_CREAT | O_EXCL | O_WRONLY, 0666) == -1 && errno == EEXIST,
        "O_EXCL");
  list(".");
  list("sub");
  check(rmdir("sub") == -1 && errno == ENOTEMPTY, "rmdir of a full directory");
  check(unlink("sub/moved.txt") == 0 && rmdir("sub") == 0, "remove");
  check(unlink("sub/moved.txt") == -1 && errno == ENOENT, "unlink of what is gone");

  file = fopen("kept.txt", "w");
  check(file != NULL && fputs("seen by the host\n", file) >= 0 && fclose(file) == 0, "kept.txt");
  list(".");
  return 0;
}
