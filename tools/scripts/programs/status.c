// Ends in the way it is told to.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void atExit(void) { puts("atexit ran"); }

int main(int argc, char** argv) {
  const char* how = argc > 1 ? argv[1] : "return";
  int code = argc > 2 ? atoi(argv[2]) : 0;
  atexit(atExit);
  printf("%s %d\n", how, code);
  if (strcmp(how, "exit") == 0) {
    exit(code);
  }
  if (strcmp(how, "_Exit") == 0) {
    fflush(stdout);
    _Exit(code);
  }
  if (strcmp(how, "abort") == 0) {
    fflush(stdout);
    abort();
  }
  return code;
}
