#include "interp/tiles/tile_table.h"

#include <algorithm>
#include <cstddef>

#include "support/function_distance.h"

namespace wald::interp {

TilePrefix tileAfter(TilePrefix prefix, Token token) {
  const auto tokenOf = [](const TileVertex& vertex) {
    return static_cast<Token>(vertex.token & ~(endsTile | hasMetered));
  };
  const TileVertex* child = tileVertices + tileVertices[prefix].firstChild;
  const TileVertex* const last = tileVertices + tileVertices[prefix + 1].firstChild;
  // Most prefixes go on in few ways.
  constexpr std::ptrdiff_t few = 8;
  if (last - child > few) {
    child = std::lower_bound(child, last, token, [&](const TileVertex& vertex, Token wanted) {
      return tokenOf(vertex) < wanted;
    });
  }
  for (; child != last; ++child) {
    if (tokenOf(*child) >= token) break;
  }
  if (child == last || tokenOf(*child) != token) return noTile;
  return static_cast<TilePrefix>(child - tileVertices);
}

TileHandlers tileAt(TilePrefix prefix) {
  const auto handlersOf = [](const TileVertex& vertex) {
    return ((vertex.token & endsTile) != 0 ? 1u : 0u) +
           ((vertex.token & hasMetered) != 0 ? 1u : 0u);
  };
  const unsigned count = handlersOf(tileVertices[prefix]);
  if (count == 0) return {};
  unsigned number = tileRanks[prefix / tileRankStep];
  for (unsigned i = prefix / tileRankStep * tileRankStep; i < prefix; ++i)
    number += handlersOf(tileVertices[i]);
  unsigned first = 0;
  const TileShard* shard = tileShards;
  for (; number >= shard->end; ++shard) first = shard->end;
  const std::int32_t* const plain = shard->handlers + (number - first);
  return {functionAt<HandlerCode>(plain),
          count == 1 ? nullptr : functionAt<HandlerCode>(plain + 1)};
}

}  // namespace wald::interp
