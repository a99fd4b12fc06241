// Pointers and a queue: breadth first searches of a graph of linked edges, and a heap that finds shortest paths.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Edge {
  struct Edge* next;
  uint32_t to;
  uint32_t weight;
} Edge;

enum { Nodes = 20000, Degree = 5 };

typedef struct {
  uint64_t key;
  uint32_t node;
} Item;

static Edge* first[Nodes];
static uint32_t depth[Nodes];
static uint64_t best[Nodes];
static uint32_t queue[Nodes];
static Item heap[Nodes * (Degree + 1)];
static uint32_t heapSize;

static uint32_t widest(uint32_t start) {
  for (int i = 0; i < Nodes; ++i) depth[i] = UINT32_MAX;
  uint32_t begin = 0, end = 0, last = 0;
  depth[start] = 0;
  queue[end++] = start;
  while (begin < end) {
    uint32_t node = queue[begin++];
    last = depth[node];
    for (Edge* edge = first[node]; edge; edge = edge->next) {
      if (depth[edge->to] != UINT32_MAX) continue;
      depth[edge->to] = last + 1;
      queue[end++] = edge->to;
    }
  }
  return last + end;
}

static void push(uint64_t key, uint32_t node) {
  uint32_t at = heapSize++;
  while (at > 0 && heap[(at - 1) / 2].key > key) {
    heap[at] = heap[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  heap[at] = (Item){key, node};
}

static Item pop(void) {
  Item top = heap[0], moved = heap[--heapSize];
  uint32_t at = 0;
  for (;;) {
    uint32_t child = 2 * at + 1;
    if (child >= heapSize) break;
    if (child + 1 < heapSize && heap[child + 1].key < heap[child].key) ++child;
    if (heap[child].key >= moved.key) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
  return top;
}

static uint64_t shortest(uint32_t start) {
  for (int i = 0; i < Nodes; ++i) best[i] = UINT64_MAX;
  heapSize = 0;
  best[start] = 0;
  push(0, start);
  uint64_t sum = 0;
  while (heapSize) {
    Item item = pop();
    if (item.key != best[item.node]) continue;
    sum += item.key;
    for (Edge* edge = first[item.node]; edge; edge = edge->next) {
      uint64_t length = item.key + edge->weight;
      if (length >= best[edge->to]) continue;
      best[edge->to] = length;
      push(length, edge->to);
    }
  }
  return sum;
}

int main(int argc, char** argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 15;
  uint32_t seed = 3;
  for (int i = 0; i < Nodes * Degree; ++i) {
    seed = seed * 1664525U + 1013904223U;
    Edge* edge = malloc(sizeof *edge);
    uint32_t from = (seed >> 8) % Nodes;
    seed = seed * 1664525U + 1013904223U;
    *edge = (Edge){first[from], (seed >> 8) % Nodes, (seed >> 4) % 100 + 1};
    first[from] = edge;
  }
  uint64_t sum = 0;
  for (int round = 0; round < rounds; ++round) {
    sum = sum * 31 + widest((uint32_t)(round * 97 % Nodes));
    sum = sum * 31 + shortest((uint32_t)(round * 89 % Nodes));
  }
  printf("graph %016llx\n", (unsigned long long)sum);
  return 0;
}
