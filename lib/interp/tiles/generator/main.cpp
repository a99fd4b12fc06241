// Writes the handlers of tiles, and the trie by which the lowering finds them.
//
//     wald-tile-generator SHARDS OUT TILES…      OUT-0.cpp … and OUT-table.cpp

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "interp/tiles/generator/code.h"
#include "interp/tiles/generator/row.h"

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

/// One of the files that have handlers: number `shard`, with `size` of them.
void writeHandlers(const Tiles& tiles, unsigned shard, std::size_t size, const std::string& out) {
  std::string text = fmt::format(fmt::runtime(head), "tile_code.h");
  text += "namespace wald::interp::tiles {\nnamespace {\n\n";
  std::string names;
  std::size_t number = 0;
  for (const auto& [tokens, tile] : tiles) {
    if (number++ / size != shard) continue;
    const std::string name = fmt::format("tile{}", number - 1);
    text += codeOf(tile, name, false) + "\n";
    if (branches(tile)) text += codeOf(tile, name + "Metered", true) + "\n";
    names += fmt::format("    {{{}, {}}},\n", name, branches(tile) ? name + "Metered" : "nullptr");
  }
  text += fmt::format("}}  // namespace\n\nextern const TileHandlers handlers{0}[];\nconst "
                      "TileHandlers handlers{0}[] = {{\n{1}}};\n\n"
                      "}}  // namespace wald::interp::tiles\n",
                      shard, names.empty() ? "    {},\n" : names);
  write(fmt::format("{}-{}.cpp", out, shard), text);
}

struct Vertex {
  std::map<Token, std::size_t> edges;
  std::size_t tile = 0;  ///< one more than its number
};

void writeTable(const Tiles& tiles, unsigned shards, std::size_t size, const std::string& out) {
  std::vector<Vertex> trie(1);
  std::size_t tile = 0;
  for (const auto& [tokens, unused] : tiles) {
    std::size_t at = 0;
    for (const Token token : tokens) {
      const auto [edge, isNew] = trie[at].edges.try_emplace(token, trie.size());
      at = edge->second;
      if (isNew) trie.emplace_back();
    }
    trie[at].tile = ++tile;
  }
  if (trie.size() > 0xffff)
    throw BadRow(fmt::format("{} prefixes of tiles, more than 65535", trie.size()));
  std::string text = fmt::format(fmt::runtime(head), "tile_table.h");
  text += "namespace wald::interp {\n\nnamespace tiles {\n";
  std::string arrays;
  for (unsigned i = 0; i < shards; ++i) {
    text += fmt::format("extern const TileHandlers handlers{}[];\n", i);
    arrays += fmt::format("    tiles::handlers{},\n", i);
  }
  std::string vertices;
  std::string edges;
  std::size_t edgeCount = 0;
  for (const Vertex& vertex : trie) {
    vertices += fmt::format("    {{{}, {}, {}}},\n", edgeCount, vertex.edges.size(), vertex.tile);
    edgeCount += vertex.edges.size();
    for (const auto& [token, to] : vertex.edges)
      edges += fmt::format("    {{{}, {}}},\n", token, to);
  }
  text += fmt::format(
      "}}  // namespace tiles\n\nconst std::uint16_t tileShard = {};\n"
      "const TileHandlers* const tileHandlers[] = {{\n{}}};\n\nconst TileVertex tileVertices[] = "
      "{{\n{}}};\n\n"
      "const TileEdge tileEdges[] = {{\n{}    {{0, 0}},\n}};\n\n}}  // namespace wald::interp\n",
      size, arrays, vertices, edges);
  write(out + "-table.cpp", text);
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
    const std::size_t size = tiles.size() / shards + 1;
    for (unsigned i = 0; i < shards; ++i) writeHandlers(tiles, i, size, argv[2]);
    writeTable(tiles, shards, size, argv[2]);
    fmt::print("{} tiles\n", tiles.size());
  } catch (const BadRow& bad) {
    fmt::print(stderr, "{}\n", bad.what());
    return 1;
  }
  return 0;
}
