import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { allScopes, isScope } from '../../../schema/identity/scope.ts';
import { statement } from '../../platform/database/statement.ts';
import type { Settings } from '../../platform/config/settings.ts';
import type { IdentityStore } from '../identity-store.ts';

/**
 * Registers each `client.json` of the built clients as a first-party app. Such an app needs no
 * consent of a foundation, and has the user's full access unless it requests less. Apps that no
 * longer exist are closed.
 */
export async function registerOwnApps(store: IdentityStore, settings: Settings): Promise<void> {
  const { clientsDirectory, publicUrl } = settings;
  if (!existsSync(clientsDirectory)) return;
  const manifests = globSync('*/client.json', { cwd: clientsDirectory }).map((path) =>
    readManifest(join(clientsDirectory, path)),
  );
  await store.write(async (tx) => {
    for (const { id, name, kind, scopes, redirectUris, origins } of manifests) {
      await tx.rows(upsertOwnApp, {
        clientId: id,
        name: name.zh,
        nameEn: name.en,
        kind: kind.toUpperCase(),
        scopes: scopes.length > 0 ? scopes : allScopes,
        redirectUris: unique(redirectUris.map((uri) => new URL(uri, publicUrl).href)),
        origins: unique(origins.map((origin) => (origin === 'self' ? publicUrl : origin))),
      });
    }
    await tx.rows(closeOthers, { clientIds: manifests.map(({ id }) => id) });
  });
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

const manifestShape = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'write it in small letters, digits and hyphens.'),
  name: z.object({ zh: z.string().min(1).max(200), en: z.string().min(1).max(200) }),
  kind: z.enum(['browser', 'native'], {
    error: 'write browser or native; a server is registered by an administrator.',
  }),
  scopes: z.array(z.string().refine(isScope, 'name scopes of schema/identity/scope.ts.')).max(50),
  redirectUris: z.array(z.string().min(1).max(500)).max(20),
  origins: z
    .array(z.string().regex(/^(self|https?:\/\/[^\s/]+)$/, 'write self, or https://host.'))
    .max(20),
});

function readManifest(path: string): z.infer<typeof manifestShape> {
  const parsed = manifestShape.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`The manifest ${path} is wrong at ${issue?.path.join('.')}: ${issue?.message}`);
}

const upsertOwnApp = statement(
  'identity.upsertOwnApp',
  `insert into first_party_app (client_id, name, name_en, kind, scopes, redirect_uris, origins) values (:clientId, :name, :nameEn, :kind, :scopes, :redirectUris, :origins)
   on conflict (client_id) do update set name = excluded.name, name_en = excluded.name_en, kind = excluded.kind,
     scopes = excluded.scopes, redirect_uris = excluded.redirect_uris, origins = excluded.origins, is_active = true`,
);
const closeOthers = statement(
  'identity.closeOthers',
  'update first_party_app set is_active = false where is_active and client_id <> all (:clientIds)',
);
