// Lines, words and bytes of standard input, as wc(1), and the longest line.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  size_t lines = 0, words = 0, bytes = 0, longest = 0, column = 0;
  int inWord = 0;
  for (int c; (c = getchar()) != EOF; ++bytes) {
    if (c == '\n') {
      ++lines;
      column = 0;
    } else if (++column > longest) {
      longest = column;
    }
    if (isspace(c)) {
      inWord = 0;
    } else if (!inWord) {
      inWord = 1;
      ++words;
    }
  }
  printf("%zu lines, %zu words, %zu bytes, longest %zu\n", lines, words, bytes, longest);
  return ferror(stdin) != 0;
}
