/*
 * A yardstick: the two loops of SAR in plain C, without ids, files, decay, rules or checks.
 *
 *   1. For every item, the users it shares with every other item, and from that their Jaccard similarity. Each pair is
 *      counted from both of its items, in a dense row of counters per thread.
 *   2. For one user after the other, the sum of the rows of the user's items, and the ten best of the items not taken.
 *
 * Input: packed little-endian records, int32 user, int32 item, float32 weight, int64 seconds; no pair twice.
 *
 *   cc -O3 -march=native -fopenmp yardstick.c -o yardstick && ./yardstick RECORDS [NEIGHBOURS, all if 0]
 *
 * The words of the output are what the comparison looks for.
 */
#include <fcntl.h>
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { RECORD = 20, BEST = 10, WARM_UP = 200, ASKED = 2000 };

typedef struct {
  int32_t *items;
  float *similarities;
  int32_t size;
} row;

typedef struct {
  float similarity;
  int32_t item;
} neighbour;

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

static void *memory(size_t count, size_t size) {
  void *block = calloc(count ? count : 1, size);
  if (!block) {
    fprintf(stderr, "out of memory\n");
    exit(1);
  }
  return block;
}

static int32_t number(const char *record, int offset) {
  int32_t value;
  memcpy(&value, record + offset, sizeof value);
  return value;
}

/* Each group's members, in the order of the records, and where each group begins: the items of users, or the reverse. */
static int32_t *grouped(const char *records, int64_t events, int32_t groups, int by, int64_t **starts) {
  int64_t *start = memory(groups + 1, sizeof *start), *next = memory(groups, sizeof *next);
  int32_t *members = memory(events, sizeof *members);
  for (int64_t at = 0; at < events; at++) start[number(records + RECORD * at, by) + 1]++;
  for (int32_t group = 0; group < groups; group++) start[group + 1] += start[group];
  memcpy(next, start, groups * sizeof *next);
  for (int64_t at = 0; at < events; at++) {
    const char *record = records + RECORD * at;
    members[next[number(record, by)]++] = number(record, 4 - by);
  }
  free(next);
  *starts = start;
  return members;
}

static int worse(neighbour left, neighbour right) {
  return left.similarity < right.similarity || (left.similarity == right.similarity && left.item > right.item);
}

static void sink(neighbour *heap, int32_t size, int32_t at) {
  neighbour moved = heap[at];
  for (int32_t child = 2 * at + 1; child < size; child = 2 * at + 1) {
    if (child + 1 < size && worse(heap[child + 1], heap[child])) child++;
    if (!worse(heap[child], moved)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = moved;
}

/* Moves the best to the front: a heap of so many, whose worst gives way. */
static void select_best(neighbour *candidates, int32_t size, int32_t keep) {
  for (int32_t at = keep / 2 - 1; at >= 0; at--) sink(candidates, keep, at);
  for (int32_t at = keep; at < size; at++) {
    if (worse(candidates[0], candidates[at])) {
      candidates[0] = candidates[at];
      sink(candidates, keep, 0);
    }
  }
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

int main(int count, char **arguments) {
  int file = count > 1 ? open(arguments[1], O_RDONLY) : -1;
  struct stat status;
  if (file < 0 || fstat(file, &status)) {
    fprintf(stderr, "cannot read %s\n", count > 1 ? arguments[1] : "a file that was not named");
    return 1;
  }
  char *records = mmap(0, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (records == MAP_FAILED) return 1;
  int64_t events = status.st_size / RECORD;
  int32_t keep = count > 2 ? atoi(arguments[2]) : 0, users = 0, items = 0;
  for (int64_t at = 0; at < events; at++) {
    int32_t user = number(records + RECORD * at, 0), item = number(records + RECORD * at, 4);
    if (user >= users) users = user + 1;
    if (item >= items) items = item + 1;
  }

  double began = seconds(CLOCK_MONOTONIC), cpu_began = seconds(CLOCK_PROCESS_CPUTIME_ID);
  int64_t *history, *posting;
  int32_t *taker = grouped(records, events, items, 4, &posting);
  int32_t *taken = grouped(records, events, users, 0, &history);
  double squares = 0;
  for (int32_t user = 0; user < users; user++) {
    double length = history[user + 1] - history[user];
    squares += length * length;
  }
  double between = seconds(CLOCK_MONOTONIC);

  row *rows = memory(items, sizeof *rows);
  int64_t cells = 0;
#pragma omp parallel reduction(+ : cells)
  {
    uint32_t *shared = memory(items, sizeof *shared);
    neighbour *found = memory(items, sizeof *found);
#pragma omp for schedule(dynamic, 8)
    for (int32_t seed = 0; seed < items; seed++) {
      for (int64_t at = posting[seed]; at < posting[seed + 1]; at++) {
        const int32_t *item = taken + history[taker[at]], *end = taken + history[taker[at] + 1];
        while (item < end) shared[*item++]++;
      }
      shared[seed] = 0;
      int32_t size = 0;
      float frequency = posting[seed + 1] - posting[seed];
      for (int32_t item = 0; item < items; item++) {
        uint32_t both = shared[item];
        if (both) {
          float either = frequency + (posting[item + 1] - posting[item]) - both;
          found[size++] = (neighbour){both / either, item};
          shared[item] = 0;
        }
      }
      if (keep && size > keep) {
        select_best(found, size, keep);
        size = keep;
      }
      row *kept = rows + seed;
      kept->size = size;
      kept->items = malloc(size * sizeof *kept->items + 1);
      kept->similarities = malloc(size * sizeof *kept->similarities + 1);
      for (int32_t at = 0; at < size; at++) {
        kept->items[at] = found[at].item;
        kept->similarities[at] = found[at].similarity;
      }
      cells += size;
    }
    free(shared);
    free(found);
  }
  double ended = seconds(CLOCK_MONOTONIC), cpu_ended = seconds(CLOCK_PROCESS_CPUTIME_ID);
  printf("events %ld users %d items %d sum d^2 %.4e\n", (long)events, users, items, squares);
  printf("group %.3f s, co-occurrence and Jaccard %.3f s on %d threads, cells %ld\n", between - began, ended - between,
         omp_get_max_threads(), (long)cells);
  printf("processor time %.3f s\n", cpu_ended - cpu_began);

  double *latency = memory(ASKED, sizeof *latency), checksum = 0, mean = 0;
  float *score = memory(items, sizeof *score);
  double question_cpu = 0;
  for (int turn = 0; turn < WARM_UP + ASKED; turn++) {
    if (turn == WARM_UP) question_cpu = -seconds(CLOCK_THREAD_CPUTIME_ID);
    int32_t user = (int32_t)((uint64_t)turn * 2654435761u % users);
    const int32_t *from = taken + history[user], *to = taken + history[user + 1];
    double asked = seconds(CLOCK_MONOTONIC);
    for (const int32_t *item = from; item < to; item++) {
      row next = rows[*item];
      for (int32_t at = 0; at < next.size; at++) score[next.items[at]] += next.similarities[at];
    }
    for (const int32_t *item = from; item < to; item++) score[*item] = 0;
    neighbour best[BEST];
    int found = 0;
    float bar = 0;
    for (int32_t item = 0; item < items; item++) {
      if (score[item] > bar) {
        int place = found < BEST ? found++ : BEST - 1;
        for (; place > 0 && best[place - 1].similarity < score[item]; place--) best[place] = best[place - 1];
        best[place] = (neighbour){score[item], item};
        if (found == BEST) bar = best[BEST - 1].similarity;
      }
    }
    memset(score, 0, items * sizeof *score);
    if (turn >= WARM_UP) {
      latency[turn - WARM_UP] = seconds(CLOCK_MONOTONIC) - asked;
      mean += latency[turn - WARM_UP] / ASKED;
    }
    checksum += found ? best[0].similarity : 0;
  }
  question_cpu += seconds(CLOCK_THREAD_CPUTIME_ID);
  qsort(latency, ASKED, sizeof *latency, ascending);
  printf("top-10 for one user, one thread: mean %.1f us, median %.1f us, p99 %.1f us (checksum %.3f)\n", 1e6 * mean,
         1e6 * latency[ASKED / 2], 1e6 * latency[ASKED * 99 / 100], checksum);
  printf("processor time per question %.1f us\n", 1e6 * question_cpu / ASKED);
  return 0;
}
