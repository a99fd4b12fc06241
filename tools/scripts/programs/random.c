// Random bytes differ from call to call and are not all of one value.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  unsigned char first[256], second[256];
  int seen[256] = {0}, distinct = 0;
  if (getentropy(first, sizeof first) != 0 || getentropy(second, sizeof second) != 0) {
    perror("getentropy");
    return 1;
  }
  for (size_t i = 0; i < sizeof first; ++i) {
    distinct += seen[first[i]]++ == 0;
  }
  // 256 draws of 256 values give 162 distinct ones, give or take 6; 100 is ten deviations away.
  puts(memcmp(first, second, sizeof first) != 0 && distinct > 100 ? "ok" : "WRONG");
  return 0;
}
