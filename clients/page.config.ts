import type { UserConfig } from 'vite';

/** How every page among the clients is built. The API serves the result under `/<id>/` with a strict content security policy. */
export function pageConfig(id: string): UserConfig {
  return {
    base: `/${id}/`,
    // The API puts a fresh nonce in place of this text with every answer: api/platform/server/clients.ts.
    html: { cspNonce: 'LINLI_NONCE' },
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
