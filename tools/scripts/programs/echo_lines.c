// Numbers the lines of standard input on standard output and reports the count on standard error,
// so that the three streams are seen to be three.
#include <stdio.h>
#include <string.h>

int main(void) {
  char line[256];
  int count = 0;
  while (fgets(line, sizeof line, stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    printf("%d: %s\n", ++count, line);
  }
  fprintf(stderr, "%d lines\n", count);
  return 0;
}
