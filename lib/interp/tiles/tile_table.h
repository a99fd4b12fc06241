#pragma once

#include <cstdint>

#include "interp/node.h"
#include "interp/tiles/token.h"

namespace wald::interp {

// The tiles as the generator wrote them: a trie of their tokens, and handlers.

/// A prefix of tiles, by breadth first: the children of one are from its `firstChild` up to the next one's, ascending by token.
struct TileVertex {
  Token
      token;  ///< leads here; with `endsTile` if a tile ends here, and `hasMetered` if that one branches
  std::uint16_t firstChild;
};
inline constexpr Token endsTile = 0x8000;
inline constexpr Token hasMetered = 0x4000;

/// Ends with one that only says where the last one's children end.
extern const TileVertex tileVertices[];

/// Handlers are numbered as the vertices at which their tiles end; a tile that branches has two. How many there are before each vertex whose number is a
/// multiple of `tileRankStep`.
extern const std::uint16_t tileRanks[];
inline constexpr unsigned tileRankStep = 16;

/// Handlers up to one number, as distances (support/function_distance.h).
struct TileShard {
  const std::int32_t* handlers;
  std::uint16_t end;
};
extern const TileShard tileShards[];

/// What does a tile, and, if it branches, the same where fuel is counted (metering.h).
struct TileHandlers {
  Handler plain = nullptr;
  Handler metered = nullptr;
};

/// A place in the trie.
using TilePrefix = std::uint16_t;
inline constexpr TilePrefix noTile = 0;  ///< also the root, to which no token leads

inline bool goesOn(TilePrefix prefix) {
  return tileVertices[prefix].firstChild != tileVertices[prefix + 1].firstChild;
}

TilePrefix tileAfter(TilePrefix prefix, Token token);

/// The handlers of the tile that ends there; null if none does.
TileHandlers tileAt(TilePrefix prefix);

}  // namespace wald::interp
