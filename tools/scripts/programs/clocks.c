// Clocks move forward, sleeping takes as long as it should, and time is now.
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) {
    perror("clock_gettime");
    exit(1);
  }
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int argc, char** argv) {
  double before = now(CLOCK_MONOTONIC);
  for (int i = 0; i < 1000; ++i) {
    double later = now(CLOCK_MONOTONIC);
    if (later < before) {
      puts("the monotonic clock went back");
      return 1;
    }
    before = later;
  }
  struct timespec request = {0, 50 * 1000 * 1000};
  if (nanosleep(&request, NULL) != 0) {
    perror("nanosleep");
    return 1;
  }
  double slept = now(CLOCK_MONOTONIC) - before;
  // The upper bound only has to tell milliseconds from seconds on a busy machine.
  printf("nanosleep: %s\n", slept >= 0.05 && slept < 5 ? "ok" : "WRONG");
  before = now(CLOCK_MONOTONIC);
  usleep(20000);
  slept = now(CLOCK_MONOTONIC) - before;
  printf("usleep: %s\n", slept >= 0.02 && slept < 5 ? "ok" : "WRONG");

  struct timespec resolution;
  int known = clock_getres(CLOCK_MONOTONIC, &resolution) == 0;
  printf("resolution: %s\n",
         known && resolution.tv_sec == 0 && resolution.tv_nsec > 0 ? "ok" : "WRONG");

  // The host passes its own time, so that a wrong epoch or unit shows.
  if (argc > 1) {
    double difference = now(CLOCK_REALTIME) - atof(argv[1]);
    printf("now: %s\n", difference > -60 && difference < 600 ? "ok" : "WRONG");
  }
  time_t epoch = 951782400;
  struct tm* date = gmtime(&epoch);
  char text[64];
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", date);
  puts(text);
  return 0;
}
