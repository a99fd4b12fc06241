// A small Lisp whose library is written in Lisp. Loading that is what makes its start slow, and what a snapshot does once:
//
//   clang-19 --target=wasm32-wasi -std=c23 -Os -s lisp.c -o lisp.wasm
//   wald snapshot lisp.wasm -o lisp-ready.wasm
//   wald lisp-ready.wasm '(take primes 5) (factorise 1000001)'
//
// Forms are the arguments, or are read from standard input if there are none; the value of each is printed on a line.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A value: a number of 31 bits, or a kind and an index.
typedef uint32_t Value;
enum Kind { Pair = 0, Symbol = 2, Closure = 4, Builtin = 6, KindMask = 7, IndexShift = 3 };

static Value valueOf(enum Kind kind, uint32_t index) { return index << IndexShift | kind; }
static uint32_t indexOf(Value value) { return value >> IndexShift; }
static int isNumber(Value value) { return value & 1; }
static int is(Value value, enum Kind kind) { return (value & KindMask) == kind; }
static Value number(int32_t n) { return (uint32_t)n << 1 | 1; }
static int32_t numberOf(Value value) { return (int32_t)value >> 1; }

static _Noreturn void fail(const char* what, const char* about) {
  fputs("lisp: ", stderr);
  fputs(what, stderr);
  fputs(about, stderr);
  fputs("\n", stderr);
  exit(1);
}

// --- pairs -------------------------------------------------------------------------------------

enum { MostPairs = 1 << 18 };
typedef struct {
  Value head, tail;
} Cell;

// Cell 0 is the empty list, which is also what is false. Closures are two cells.
static Cell* cells;
static uint32_t used = 1;
static const Value nil = 0;

static Value pair(Value head, Value tail) {
  if (used == MostPairs) fail("out of memory", "");
  cells[used] = (Cell){head, tail};
  return valueOf(Pair, used++);
}
static Value head(Value value) { return is(value, Pair) ? cells[indexOf(value)].head : nil; }
static Value tail(Value value) { return is(value, Pair) ? cells[indexOf(value)].tail : nil; }

static Value closure(Value parameters, Value body, Value environment) {
  const Value code = pair(parameters, body);
  return valueOf(Closure, indexOf(pair(code, environment)));
}

// --- symbols -----------------------------------------------------------------------------------

enum { MostSymbols = 1024, MostNames = 16384 };
static struct {
  uint32_t name;  // in `names`
  Value value;
  int isBound;
} symbols[MostSymbols];
static uint32_t symbolCount;
static char names[MostNames];
static uint32_t nameBytes;

static const char* nameOf(Value symbol) { return names + symbols[indexOf(symbol)].name; }

static Value intern(const char* name, size_t size) {
  for (uint32_t i = 0; i < symbolCount; ++i) {
    const char* const other = names + symbols[i].name;
    if (strlen(other) == size && memcmp(other, name, size) == 0) return valueOf(Symbol, i);
  }
  if (symbolCount == MostSymbols || nameBytes + size + 1 > MostNames) fail("too many symbols", "");
  symbols[symbolCount].name = nameBytes;
  memcpy(names + nameBytes, name, size);
  nameBytes += size + 1;
  return valueOf(Symbol, symbolCount++);
}
static Value symbol(const char* name) { return intern(name, strlen(name)); }

static void define(Value name, Value value) {
  symbols[indexOf(name)].value = value;
  symbols[indexOf(name)].isBound = 1;
}

// --- what is alive goes to new cells, between top-level forms -----------------------------------

static Cell* newCells;
static uint32_t newUsed;

static Value moved(Value value) {
  if (isNumber(value) || (!is(value, Pair) && !is(value, Closure)) || value == nil) return value;
  Cell* const old = &cells[indexOf(value)];
  const Value away = valueOf(Symbol, ~0U >> IndexShift);  // no symbol has that index
  if (old->head != away) {
    newCells[newUsed] = *old;
    *old = (Cell){away, newUsed++};
  }
  return valueOf(value & KindMask, old->tail);
}

static void collect(void) {
  newCells = calloc(MostPairs, sizeof(Cell));
  if (newCells == NULL) fail("out of memory", "");
  newUsed = 1;
  for (uint32_t i = 0; i < symbolCount; ++i) symbols[i].value = moved(symbols[i].value);
  for (uint32_t i = 1; i < newUsed; ++i) {
    newCells[i].head = moved(newCells[i].head);
    newCells[i].tail = moved(newCells[i].tail);
  }
  // Zeros cost nothing in a snapshot.
  memset(cells, 0, used * sizeof(Cell));
  memcpy(cells, newCells, newUsed * sizeof(Cell));
  memset(newCells, 0, newUsed * sizeof(Cell));
  free(newCells);
  used = newUsed;
}

// --- reading -----------------------------------------------------------------------------------

static const char* text;

static void skipSpace(void) {
  for (;;) {
    text += strspn(text, " \t\r\n");
    if (*text != ';') return;
    text += strcspn(text, "\n");
  }
}

static Value quote;

static Value readForm(void) {
  skipSpace();
  if (*text == '\0') fail("the text ends too early", "");
  if (*text == '\'') {
    ++text;
    return pair(quote, pair(readForm(), nil));
  }
  if (*text == '(') {
    ++text;
    Value reversed = nil;
    for (skipSpace(); *text != ')'; skipSpace()) reversed = pair(readForm(), reversed);
    ++text;
    Value list = nil;
    for (; reversed != nil; reversed = tail(reversed)) list = pair(head(reversed), list);
    return list;
  }
  const size_t size = strcspn(text, " \t\r\n()';");
  if (size == 0) fail("unexpected: ", text);
  char* end;
  const long n = strtol(text, &end, 10);
  const char* const token = text;
  text += size;
  return end == text ? number((int32_t)n) : intern(token, size);
}

static void printNumber(int32_t n) {
  if (n < 0) putchar('-');
  if (n / 10 != 0) printNumber(abs(n / 10));
  putchar('0' + abs(n % 10));
}

static void print(Value value) {
  if (isNumber(value)) {
    printNumber(numberOf(value));
  } else if (is(value, Symbol)) {
    fputs(nameOf(value), stdout);
  } else if (is(value, Pair)) {
    putchar('(');
    for (Value rest = value; rest != nil; rest = tail(rest)) {
      if (rest != value) putchar(' ');
      print(head(rest));
    }
    putchar(')');
  } else {
    fputs("<function>", stdout);
  }
}

// --- evaluation --------------------------------------------------------------------------------

static Value truth;
static Value ifForm, defineForm, lambdaForm, letForm;

static Value boolean(int holds) { return holds ? truth : nil; }

static int32_t needNumber(Value value) {
  if (!isNumber(value)) fail("not a number", "");
  return numberOf(value);
}
static int32_t needDivisor(Value value) {
  const int32_t n = needNumber(value);
  if (n == 0) fail("division by zero", "");
  return n;
}

static Value add(Value a, Value b) { return number(needNumber(a) + needNumber(b)); }
static Value subtract(Value a, Value b) { return number(needNumber(a) - needNumber(b)); }
static Value multiply(Value a, Value b) { return number(needNumber(a) * needNumber(b)); }
static Value divide(Value a, Value b) { return number(needNumber(a) / needDivisor(b)); }
static Value remainder_(Value a, Value b) { return number(needNumber(a) % needDivisor(b)); }
static Value less(Value a, Value b) { return boolean(needNumber(a) < needNumber(b)); }
static Value equal(Value a, Value b) { return boolean(a == b); }
static Value headOf(Value a, Value) { return head(a); }
static Value tailOf(Value a, Value) { return tail(a); }
static Value isPair(Value a, Value) { return boolean(is(a, Pair) && a != nil); }

static const struct {
  const char* name;
  Value (*function)(Value, Value);
} builtins[] = {
    {"+", add},       {"-", subtract},  {"*", multiply},  {"/", divide},  {"mod", remainder_}, {"<", less},
    {"=", equal},     {"cons", pair},   {"head", headOf}, {"tail", tailOf}, {"pair?", isPair},
};

static Value lookUp(Value name, Value environment) {
  for (; environment != nil; environment = tail(environment)) {
    if (head(head(environment)) == name) return tail(head(environment));
  }
  if (!symbols[indexOf(name)].isBound) fail("unknown: ", nameOf(name));
  return symbols[indexOf(name)].value;
}

static Value evaluate(Value form, Value environment) {
  for (;;) {
    if (is(form, Symbol)) return lookUp(form, environment);
    if (!is(form, Pair) || form == nil) return form;
    const Value first = head(form);
    const Value rest = tail(form);
    if (first == quote) return head(rest);
    if (first == ifForm) {
      const Value branches = tail(rest);
      form = head(evaluate(head(rest), environment) != nil ? branches : tail(branches));
      continue;
    }
    if (first == defineForm) {
      define(head(rest), evaluate(head(tail(rest)), environment));
      return head(rest);
    }
    if (first == lambdaForm) return closure(head(rest), head(tail(rest)), environment);
    if (first == letForm) {
      const Value binding = head(rest);
      environment = pair(pair(head(binding), evaluate(head(tail(binding)), environment)), environment);
      form = head(tail(rest));
      continue;
    }
    const Value function = evaluate(first, environment);
    if (is(function, Builtin)) {
      const Value left = evaluate(head(rest), environment);
      return builtins[indexOf(function)].function(left, evaluate(head(tail(rest)), environment));
    }
    if (!is(function, Closure)) fail("not a function", "");
    const Cell made = cells[indexOf(function)];
    Value inner = made.tail;
    Value parameters = head(made.head);
    for (Value operands = rest; parameters != nil; operands = tail(operands)) {
      inner = pair(pair(head(parameters), evaluate(head(operands), environment)), inner);
      parameters = tail(parameters);
    }
    form = tail(made.head);
    environment = inner;
  }
}

// --- the program -------------------------------------------------------------------------------

static const char library[] = {
#embed "library.lisp"
    , '\0'};

static int isReady;

__attribute__((export_name("wizer.initialize"))) void initialise(void) {
  cells = calloc(MostPairs, sizeof(Cell));
  if (cells == NULL) fail("out of memory", "");
  quote = symbol("quote");
  ifForm = symbol("if");
  defineForm = symbol("define");
  lambdaForm = symbol("lambda");
  letForm = symbol("let");
  truth = symbol("true");
  define(truth, truth);
  define(symbol("nil"), nil);
  for (uint32_t i = 0; i < sizeof builtins / sizeof *builtins; ++i) {
    define(symbol(builtins[i].name), valueOf(Builtin, i));
  }
  text = library;
  for (skipSpace(); *text != '\0'; skipSpace()) {
    evaluate(readForm(), nil);
    collect();
  }
  isReady = 1;
}

// All that standard input has.
static const char* readInput(void) {
  static char input[1 << 16];
  size_t size = 0;
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, input + size, sizeof input - 1 - size);
    if (count < 0) fail("can't read standard input", "");
    if (count == 0) return input;
    size += (size_t)count;
    if (size == sizeof input - 1) fail("the input is too long", "");
  }
}

static void printValues(const char* forms) {
  text = forms;
  for (skipSpace(); *text != '\0'; skipSpace()) {
    print(evaluate(readForm(), nil));
    putchar('\n');
  }
}

int main(int argc, char** argv) {
  if (!isReady) initialise();
  if (argc < 2) printValues(readInput());
  for (int i = 1; i < argc; ++i) printValues(argv[i]);
}
