// The front of a web function: parses an HTTP request, its target's parameters and its headers, and prints them.

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char request[] =
    "POST /v1/orders/1742/items?colour=dark%20blue&size=xl&note=50%25+off HTTP/1.1\r\n"
    "Host: shop.example\r\n"
    "User-Agent: client/2.4 (linux)\r\n"
    "Accept: application/json\r\n"
    "Accept-Encoding: gzip, br\r\n"
    "Authorization: Bearer 9f86d081884c7d659a2feaa0c55ad015\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n"
    "Content-Length: 28\r\n"
    "\r\n"
    "article=lamp&quantity=3&gift";

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)tolower((unsigned char)c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Decodes in place.
static void decode(char* text) {
  char* to = text;
  for (const char* from = text; *from != '\0'; ++from) {
    if (*from == '%' && hex(from[1]) >= 0 && hex(from[2]) >= 0) {
      *to++ = (char)(hex(from[1]) * 16 + hex(from[2]));
      from += 2;
    } else {
      *to++ = *from == '+' ? ' ' : *from;
    }
  }
  *to = '\0';
}

static void print_parameters(const char* kind, char* text) {
  for (char* next = text; next != NULL;) {
    char* name = next;
    next = strchr(name, '&');
    if (next != NULL) *next++ = '\0';
    char* value = strchr(name, '=');
    if (value != NULL) *value++ = '\0';
    decode(name);
    if (value != NULL) decode(value);
    printf("%s %s: %s\n", kind, name, value != NULL ? value : "(no value)");
  }
}

/// Ends the line and gives the next one.
static char* take_line(char* line) {
  char* end = strstr(line, "\r\n");
  if (end == NULL) exit(1);
  *end = '\0';
  return end + 2;
}

int main(void) {
  char* text = strdup(request);
  if (text == NULL) return 1;
  char* next = take_line(text);
  char* target = strchr(text, ' ');
  char* version = target != NULL ? strchr(target + 1, ' ') : NULL;
  if (version == NULL) return 1;
  *target++ = '\0';
  *version++ = '\0';
  char* query = strchr(target, '?');
  if (query != NULL) *query++ = '\0';
  printf("method %s\npath %s\nversion %s\n", text, target, version);
  if (query != NULL) print_parameters("parameter", query);

  size_t length = 0;
  for (char* line = next; next = take_line(line), *line != '\0'; line = next) {
    char* value = strchr(line, ':');
    if (value == NULL) return 1;
    *value++ = '\0';
    while (*value == ' ') ++value;
    for (char* c = line; *c != '\0'; ++c) *c = (char)tolower((unsigned char)*c);
    if (strcmp(line, "content-length") == 0) length = strtoul(value, NULL, 10);
    printf("header %s: %s\n", line, value);
  }
  if (strlen(next) < length) return 1;
  next[length] = '\0';
  print_parameters("field", next);
  free(text);
  return 0;
}
