// Arguments and the whole environment, as the guest sees them. argv[0] is left to the runtime.
#include <stdio.h>
#include <stdlib.h>

extern char** environ;

int main(int argc, char** argv) {
  printf("%d\n", argc);
  for (int i = 1; i < argc; ++i) {
    printf("<%s>\n", argv[i]);
  }
  for (char** entry = environ; *entry != NULL; ++entry) {
    printf("env %s\n", *entry);
  }
  return argv[0] == NULL || argv[0][0] == '\0';
}
