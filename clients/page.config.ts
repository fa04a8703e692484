import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defaultClientConditions, type Plugin, type UserConfig } from 'vite';

/**
 * Build configuration of every client with a page. The API serves the result under `/<id>/` with a
 * strict content security policy.
 */
export function pageConfig(id: string): UserConfig {
  return {
    base: `/${id}/`,
    // The API replaces this text with a fresh nonce in every answer:
    // api/platform/server/static-clients.ts.
    html: { cspNonce: 'LINLI_NONCE' },
    plugins: [compressed()],
    // Pages of this repository take @linli/sdk from its sources, so that nothing is built before.
    resolve: { conditions: ['@linli/source', ...defaultClientConditions] },
    build: {
      target: 'es2022',
      // The policy allows only files of this server, and data: addresses only for images and fonts.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 8_000,
      reportCompressedSize: false,
      rolldownOptions: {
        onLog(level, log, report) {
          // "use client" matters to servers that render React, and has no effect here.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
        },
        output: {
          codeSplitting: {
            // Packages that rarely change stay in the browser cache over many releases.
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

/** Below this size, compression saves no packet. */
const compressedFromBytes = 1_024;

/**
 * Writes each text file also as Brotli and as gzip, once for all visitors. The API sends the one
 * that the browser accepts.
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
          // The highest quality, 11, takes many times as long and would delay every first start.
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
