// What bench/hostcalls runs natively and as a guest: calls of the host in a loop. `calls MODE COUNT` prints nanoseconds for each on standard
// error. `cat` copies standard input to standard output; `drain` reads it, and prints the number of bytes.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static char buffer[65536];

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void callClock(long count) {
  for (long i = 0; i < count; ++i) now();
}

static void writeByte(long count) {
  for (long i = 0; i < count; ++i) {
    if (write(1, buffer, 1) != 1) exit(1);
  }
}

static void readBuffer(long count) {
  for (long i = 0; i < count; ++i) {
    if (read(0, buffer, sizeof(buffer)) != sizeof(buffer)) exit(1);
  }
}

static void cat(long count) {
  (void)count;
  ssize_t size;
  while ((size = read(0, buffer, sizeof(buffer))) > 0) {
    for (ssize_t done = 0; done < size;) {
      const ssize_t written = write(1, buffer + done, (size_t)(size - done));
      if (written <= 0) exit(1);
      done += written;
    }
  }
  if (size < 0) exit(1);
}

static int drain(void) {
  long long sum = 0;
  ssize_t size;
  while ((size = read(0, buffer, sizeof(buffer))) > 0) sum += size;
  fprintf(stderr, "%lld\n", sum);
  return size < 0;
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    void (*run)(long count);
  } modes[] = {{"clock", callClock}, {"write", writeByte}, {"read", readBuffer}, {"cat", cat}};
  if (argc == 2 && strcmp(argv[1], "drain") == 0) return drain();
  if (argc != 3) return 2;
  const long count = atol(argv[2]);
  for (unsigned i = 0; i < sizeof(modes) / sizeof(modes[0]); ++i) {
    if (strcmp(argv[1], modes[i].name) != 0) continue;
    const uint64_t begin = now();
    modes[i].run(count);
    fprintf(stderr, "%.2f\n", (double)(now() - begin) / (double)count);
    return 0;
  }
  return 2;
}
