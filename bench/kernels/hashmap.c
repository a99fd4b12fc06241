// A hash map from strings to counters: open addressing, growth, deletion with back-shifting.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  char* key;  // null: free
  uint32_t hash;
  uint32_t count;
} Entry;

typedef struct {
  Entry* entries;
  uint32_t capacity;  // a power of two
  uint32_t size;
} Map;

static uint32_t hashOf(const char* key, size_t length) {
  uint32_t hash = 2166136261U;
  for (size_t i = 0; i < length; ++i) {
    hash = (hash ^ (uint8_t)key[i]) * 16777619U;
  }
  return hash;
}

static Entry* find(Map* map, const char* key, uint32_t hash) {
  uint32_t mask = map->capacity - 1, i = hash & mask;
  while (map->entries[i].key && (map->entries[i].hash != hash || strcmp(map->entries[i].key, key) != 0)) {
    i = (i + 1) & mask;
  }
  return &map->entries[i];
}

static void grow(Map* map) {
  Map larger = {calloc(2 * (size_t)map->capacity, sizeof(Entry)), 2 * map->capacity, map->size};
  for (uint32_t i = 0; i < map->capacity; ++i) {
    if (map->entries[i].key) {
      *find(&larger, map->entries[i].key, map->entries[i].hash) = map->entries[i];
    }
  }
  free(map->entries);
  *map = larger;
}

static uint32_t add(Map* map, const char* key) {
  size_t length = strlen(key);
  uint32_t hash = hashOf(key, length);
  Entry* entry = find(map, key, hash);
  if (!entry->key) {
    if (4 * (map->size + 1) > 3 * map->capacity) {
      grow(map);
      entry = find(map, key, hash);
    }
    entry->key = malloc(length + 1);
    memcpy(entry->key, key, length + 1);
    entry->hash = hash;
    ++map->size;
  }
  return ++entry->count;
}

static int removeKey(Map* map, const char* key) {
  uint32_t mask = map->capacity - 1;
  Entry* entry = find(map, key, hashOf(key, strlen(key)));
  if (!entry->key) {
    return 0;
  }
  free(entry->key);
  uint32_t hole = (uint32_t)(entry - map->entries);
  for (uint32_t i = (hole + 1) & mask; map->entries[i].key; i = (i + 1) & mask) {
    // What lies at or before the hole by its hash moves there.
    if (((i - map->entries[i].hash) & mask) >= ((i - hole) & mask)) {
      map->entries[hole] = map->entries[i];
      hole = i;
    }
  }
  memset(&map->entries[hole], 0, sizeof(Entry));
  --map->size;
  return 1;
}

static void nameOf(uint32_t number, char* text) {
  static const char* const syllables[] = {"ka", "ro", "mi", "ten", "su", "vel", "do", "nar"};
  *text = 0;
  for (int i = 0; i < 6; ++i, number >>= 3) {
    strcat(text, syllables[number & 7]);
  }
}

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 400000;
  Map map = {calloc(16, sizeof(Entry)), 16, 0};
  uint32_t state = 1, sum = 0, removed = 0;
  char key[32];
  for (int i = 0; i < rounds; ++i) {
    state = state * 1664525U + 1013904223U;
    nameOf(state >> 16, key);
    if ((state >> 8 & 7) == 0) {
      removed += (uint32_t)removeKey(&map, key);
    } else {
      sum += add(&map, key);
    }
  }
  printf("hashmap %u %u %u\n", map.size, sum, removed);
  return 0;
}
