import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin, UserConfig } from 'vite';

/**
 * How every page among the clients is built. The API serves the result under `/<id>/` with a strict
 * content security policy.
 */
export function pageConfig(id: string): UserConfig {
  return {
    base: `/${id}/`,
    // The API puts a fresh nonce in place of this text with every answer:
    // api/platform/server/static-clients.ts.
    html: { cspNonce: 'LINLI_NONCE' },
    plugins: [compressed()],
    build: {
      target: 'es2022',
      // The policy allows files of our own and no data: addresses, except for images and fonts.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 8_000,
      reportCompressedSize: false,
      rolldownOptions: {
        onLog(level, log, report) {
          // "use client" means something to servers that render React, and nothing here.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
        },
        output: {
          codeSplitting: {
            // What hardly ever changes stays in the browser over many releases.
            groups: [
              { name: 'react', test: /[\\/]node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            ],
          },
        },
      },
    },
    // For work on the page itself: `npx vite` in its folder, beside a running platform.
    server: {
      proxy: {
        '/graphql': { target: 'http://127.0.0.1:4000', ws: true },
        '/demo': 'http://127.0.0.1:4000',
      },
    },
  };
}

/** Below this a compressed file saves no packet. */
const compressedFromBytes = 1_024;

/**
 * Writes each file of text once more as Brotli and as gzip. It is done once, and every visitor
 * gains. The API sends the one that the browser accepts.
 */
function compressed(): Plugin {
  return {
    name: 'linli-compressed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (!/\.(js|css|svg|json|wasm)$/.test(name)) continue;
        const bytes = readFileSync(join(dir, name));
        if (bytes.length < compressedFromBytes) continue;
        const params = {
          // The highest quality, 11, takes many times as long, and everybody who starts a clone
          // would wait for it.
          [constants.BROTLI_PARAM_QUALITY]: 9,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        };
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes, { params }));
        writeFileSync(
          join(dir, `${name}.gz`),
          gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }),
        );
      }
    },
  };
}
