#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "interp/node.h"
#include "interp/tiles/token.h"

namespace wald::interp {

// The tiles as the generator wrote them: a trie of their tokens, and handlers.

struct TileEdge {
  Token token;
  std::uint16_t vertex;
};

/// A prefix of tiles. Edges are ascending by token.
struct TileVertex {
  std::uint32_t firstEdge;
  std::uint16_t edges;
  std::uint16_t tile;  ///< one more than the number of the tile that ends here; 0 if none does
};

extern const TileVertex tileVertices[];
extern const TileEdge tileEdges[];
/// What does a tile, and, if it branches, the same where fuel is counted (metering.h).
struct TileHandlers {
  Handler plain = nullptr;
  Handler metered = nullptr;
};

/// By `tileShard` tiles each.
extern const TileHandlers* const tileHandlers[];
extern const std::uint16_t tileShard;

/// A place in the trie.
using TilePrefix = std::uint16_t;
inline constexpr TilePrefix noTile = 0;  ///< also the root, to which no edge leads

inline TilePrefix tileAfter(TilePrefix prefix, Token token) {
  const TileVertex& vertex = tileVertices[prefix];
  const TileEdge* const edges = tileEdges + vertex.firstEdge;
  const TileEdge* const found =
      std::lower_bound(edges, edges + vertex.edges, token,
                       [](const TileEdge& edge, Token wanted) { return edge.token < wanted; });
  return found != edges + vertex.edges && found->token == token ? found->vertex : noTile;
}

/// The handlers of the tile that ends there; null if none does.
inline const TileHandlers* tileAt(TilePrefix prefix) {
  const unsigned tile = tileVertices[prefix].tile;
  return tile == 0 ? nullptr : &tileHandlers[(tile - 1) / tileShard][(tile - 1) % tileShard];
}

}  // namespace wald::interp
