// Indirect calls: quicksort and binary search through a comparison function.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
  uint32_t key;
  uint32_t value;
} Item;

typedef int (*Compare)(const Item*, const Item*);

static int byKey(const Item* a, const Item* b) { return (a->key > b->key) - (a->key < b->key); }

static int byValueDown(const Item* a, const Item* b) {
  return (a->value < b->value) - (a->value > b->value);
}

static int byLowBits(const Item* a, const Item* b) {
  uint32_t x = a->key & 0xffff, y = b->key & 0xffff;
  return x != y ? (x > y) - (x < y) : byKey(a, b);
}

// Read at run time: a known function would be called directly.
static volatile Compare orders[] = {byKey, byValueDown, byLowBits};

static void swap(Item* a, Item* b) {
  Item item = *a;
  *a = *b;
  *b = item;
}

static void quicksort(Item* items, int count, Compare compare) {
  while (count > 12) {
    // The median of three, put in front.
    Item *middle = items + count / 2, *last = items + count - 1;
    if (compare(middle, items) < 0) {
      swap(middle, items);
    }
    if (compare(last, items) < 0) {
      swap(last, items);
    }
    if (compare(last, middle) < 0) {
      swap(last, middle);
    }
    Item pivot = *middle;
    int low = 0, high = count - 1;
    while (low <= high) {
      while (compare(&items[low], &pivot) < 0) {
        ++low;
      }
      while (compare(&pivot, &items[high]) < 0) {
        --high;
      }
      if (low <= high) {
        swap(&items[low++], &items[high--]);
      }
    }
    // The smaller part by recursion, the larger by the loop: logarithmic depth.
    if (high + 1 < count - low) {
      quicksort(items, high + 1, compare);
      items += low;
      count -= low;
    } else {
      quicksort(items + low, count - low, compare);
      count = high + 1;
    }
  }
  for (int i = 1; i < count; ++i) {
    Item item = items[i];
    int j = i;
    for (; j > 0 && compare(&item, &items[j - 1]) < 0; --j) {
      items[j] = items[j - 1];
    }
    items[j] = item;
  }
}

int main(int argc, char** argv) {
  int count = argc > 1 ? atoi(argv[1]) : 200000;
  Item* items = malloc((size_t)count * sizeof *items);
  uint32_t state = 12345;
  for (int i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    items[i].key = state;
    items[i].value = state ^ (uint32_t)i * 2654435761U;
  }
  uint32_t hash = 2166136261U;
  for (size_t order = 0; order < sizeof orders / sizeof *orders; ++order) {
    quicksort(items, count, orders[order]);
    for (int i = 0; i < count; ++i) {
      hash = (hash ^ items[i].key) * 16777619U;
    }
  }
  printf("quicksort %08x\n", hash);
  free(items);
  return 0;
}
