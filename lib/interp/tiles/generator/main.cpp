// Writes the handlers of tiles, and the trie by which the lowering finds them.
//
//     wald-tile-generator SHARDS OUT TILES…      OUT-0.cpp … and OUT-table.cpp

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "interp/tiles/generator/code.h"
#include "interp/tiles/generator/row.h"
#include "interp/tiles/tile_table.h"

namespace wald::interp::tiles {

namespace {

/// The tiles in the order of their tokens, and so of the trie.
using Tiles = std::map<std::vector<Token>, Tile>;

/// Names that stand for alternatives: `name = a|b` in a line of its own, `{:name}` in rows.
using Classes = std::map<std::string, std::string>;

std::string withClasses(std::string row, const Classes& classes) {
  for (std::size_t at = row.find("{:"); at != std::string::npos; at = row.find("{:")) {
    const std::size_t end = row.find('}', at);
    const auto found = classes.find(row.substr(at + 2, end - at - 2));
    if (found == classes.end()) throw BadRow("no class has that name: " + row.substr(at));
    row.replace(at, end - at, "{" + found->second);
  }
  return row;
}

void readTiles(const char* path, Tiles& tiles) {
  std::ifstream file(path);
  if (!file) throw BadRow(fmt::format("{}: can't be read", path));
  Classes classes;
  std::string line;
  for (unsigned number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    try {
      if (const std::size_t equals = line.find(" = "); equals != std::string::npos) {
        classes[line.substr(0, equals)] = withClasses(line.substr(equals + 3), classes);
        continue;
      }
      for (const std::string& row : expanded(withClasses(line, classes))) {
        Tile tile = parsed(row);
        if (!isNeedless(tile)) tiles.emplace(tokensOf(tile), std::move(tile));
      }
    } catch (const BadRow& bad) {
      throw BadRow(fmt::format("{}:{}: {}", path, number, bad.what()));
    }
  }
}

/// A file that is replaced only if its text is another one, so that nothing is compiled in vain.
void write(const std::string& path, const std::string& text) {
  std::ifstream present(path, std::ios::binary);
  const std::string before{std::istreambuf_iterator<char>(present), {}};
  if (present && before == text) return;
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw BadRow("can't be written: " + path);
}

constexpr const char* head =
    "// Written by wald-tile-generator from the tiles.\n#include \"interp/tiles/{}\"\n\n";

/// One of the files that have handlers: of `tiles`, which are numbered from `first` on. The assembler subtracts addresses; C++ can't in a constant.
void writeHandlers(std::span<const Tile* const> tiles, std::size_t first, unsigned shard,
                   const std::string& out) {
  std::string text = fmt::format(fmt::runtime(head), "tile_code.h");
  text += "namespace wald::interp::tiles {\nnamespace {\nextern \"C\" {\n\n";
  std::string distances;
  for (const Tile* tile : tiles) {
    const std::string name = fmt::format("tile{}", first++);
    text += codeOf(*tile, name, false) + "\n";
    if (branches(*tile)) text += codeOf(*tile, name + "Metered", true) + "\n";
    distances += fmt::format("  .long {} - .\n", name);
    if (branches(*tile)) distances += fmt::format("  .long {}Metered - .\n", name);
  }
  text += fmt::format("}}\n}}  // namespace\n}}  // namespace wald::interp::tiles\n\n"
                      "asm(R\"(\n"
                      "  .pushsection .rodata.wald_tiles{0},\"a\",@progbits\n"
                      "  .balign 4\n"
                      "  .globl wald_tiles{0}\n"
                      "  .hidden wald_tiles{0}\n"
                      "wald_tiles{0}:\n"
                      "{1}"
                      "  .popsection\n"
                      ")\");\n",
                      shard, distances);
  write(fmt::format("{}-{}.cpp", out, shard), text);
}

struct Vertex {
  std::map<Token, Vertex> children;
  const Tile* tile = nullptr;
};

/// The vertices of the trie in the order of their numbers, and the tiles in that of theirs.
struct Trie {
  Vertex root;
  std::vector<std::pair<Token, const Vertex*>> vertices;
  std::vector<const Tile*> tiles;

  explicit Trie(const Tiles& all) {
    for (const auto& [tokens, tile] : all) {
      Vertex* at = &root;
      for (const Token token : tokens) at = &at->children[token];
      at->tile = &tile;
    }
    vertices.emplace_back(0, &root);
    for (std::size_t i = 0; i < vertices.size(); ++i) {
      const Vertex& vertex = *vertices[i].second;
      if (vertex.tile != nullptr) tiles.push_back(vertex.tile);
      for (const auto& [token, child] : vertex.children) vertices.emplace_back(token, &child);
    }
    if (vertices.size() > 0xffff)
      throw BadRow(fmt::format("{} prefixes of tiles, more than 65535", vertices.size()));
  }
};

void writeTable(const Trie& trie, unsigned shards, std::size_t size, const std::string& out) {
  std::string vertices;
  std::string ranks;
  std::vector<unsigned> ends(shards);
  std::size_t firstChild = 1;
  std::size_t tile = 0;
  unsigned handlers = 0;
  for (std::size_t i = 0; i < trie.vertices.size(); ++i) {
    const auto& [token, vertex] = trie.vertices[i];
    if (i % tileRankStep == 0) ranks += fmt::format("    {},\n", handlers);
    std::string flags;
    if (vertex->tile != nullptr) {
      flags = branches(*vertex->tile) ? " | endsTile | hasMetered" : " | endsTile";
      handlers += branches(*vertex->tile) ? 2 : 1;
      ends[tile++ / size] = handlers;
    }
    vertices += fmt::format("    {{{}{}, {}}},\n", token, flags, firstChild);
    firstChild += vertex->children.size();
  }
  std::string declared;
  std::string arrays;
  for (unsigned i = 0; i < shards; ++i) {
    declared += fmt::format("extern \"C\" [[gnu::visibility(\"hidden\")]] const std::int32_t "
                            "wald_tiles{}[];\n",
                            i);
    arrays += fmt::format("    {{wald_tiles{}, {}}},\n", i, ends[i]);
  }
  write(
      out + "-table.cpp",
      fmt::format("{}{}\nnamespace wald::interp {{\n\n"
                  "const TileShard tileShards[] = {{\n{}}};\n\n"
                  "const TileVertex tileVertices[] = {{\n{}    {{0, {}}},\n}};\n\n"
                  "const std::uint16_t tileRanks[] = {{\n{}}};\n\n}}  // namespace wald::interp\n",
                  fmt::format(fmt::runtime(head), "tile_table.h"), declared, arrays, vertices,
                  firstChild, ranks));
}

}  // namespace

}  // namespace wald::interp::tiles

int main(int argc, char** argv) {
  using namespace wald::interp::tiles;
  if (argc < 4) {
    std::fputs("usage: wald-tile-generator SHARDS OUT TILES...\n", stderr);
    return 2;
  }
  try {
    Tiles tiles;
    for (int i = 3; i < argc; ++i) readTiles(argv[i], tiles);
    const auto shards = static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10));
    const Trie trie(tiles);
    const std::size_t size = trie.tiles.size() / shards + 1;
    for (unsigned i = 0; i < shards; ++i) {
      const std::size_t first = std::min(i * size, trie.tiles.size());
      writeHandlers(std::span(trie.tiles).subspan(first, std::min(size, trie.tiles.size() - first)),
                    first, i, argv[2]);
    }
    writeTable(trie, shards, size, argv[2]);
    fmt::print("{} tiles\n", tiles.size());
  } catch (const BadRow& bad) {
    fmt::print(stderr, "{}\n", bad.what());
    return 1;
  }
  return 0;
}
