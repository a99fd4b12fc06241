// A thumbnail of a picture: a box filter from 640 × 480 to 160 × 120, three colours, as the function behind an upload does it. Prints a
// checksum of the result. The picture is made here: reading a file is the same work for all.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { WIDTH = 640, HEIGHT = 480, FACTOR = 4, COLOURS = 3 };

static uint8_t* make_picture(void) {
  uint8_t* pixels = malloc(WIDTH * HEIGHT * COLOURS);
  if (pixels == NULL) exit(1);
  uint32_t noise = 1;
  for (int y = 0; y < HEIGHT; ++y) {
    for (int x = 0; x < WIDTH; ++x) {
      noise = noise * 1664525u + 1013904223u;
      uint8_t* pixel = pixels + (y * WIDTH + x) * COLOURS;
      pixel[0] = (uint8_t)(x * 255 / WIDTH);
      pixel[1] = (uint8_t)(y * 255 / HEIGHT);
      pixel[2] = (uint8_t)(noise >> 24);
    }
  }
  return pixels;
}

static void resize(const uint8_t* from, uint8_t* to) {
  for (int y = 0; y < HEIGHT / FACTOR; ++y) {
    for (int x = 0; x < WIDTH / FACTOR; ++x) {
      for (int c = 0; c < COLOURS; ++c) {
        unsigned sum = FACTOR * FACTOR / 2;
        for (int j = 0; j < FACTOR; ++j) {
          for (int i = 0; i < FACTOR; ++i) {
            sum += from[((y * FACTOR + j) * WIDTH + x * FACTOR + i) * COLOURS + c];
          }
        }
        *to++ = (uint8_t)(sum / (FACTOR * FACTOR));
      }
    }
  }
}

int main(void) {
  enum { BYTES = WIDTH / FACTOR * (HEIGHT / FACTOR) * COLOURS };
  uint8_t* picture = make_picture();
  static uint8_t thumbnail[BYTES];
  resize(picture, thumbnail);
  // FNV-1a
  uint32_t hash = 2166136261u;
  for (int i = 0; i < BYTES; ++i) hash = (hash ^ thumbnail[i]) * 16777619u;
  printf("%d x %d, checksum %08x\n", WIDTH / FACTOR, HEIGHT / FACTOR, (unsigned)hash);
  free(picture);
  return 0;
}
