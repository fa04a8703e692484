import { createHash } from 'node:crypto';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { statement } from '../../platform/database/statement.ts';
import type { IdentityStore } from '../identity-store.ts';
import { clientMetadataOf, findApp } from './oidc-clients.ts';

/**
 * Storage of the OpenID provider in our database. Ids are secrets (a refresh token is its id), so
 * only their hashes are stored, and the id in the payload is removed and restored.
 */
export function oidcAdapter(store: IdentityStore): (kind: string) => Adapter {
  return (kind) => (kind === 'Client' ? clientAdapter(store) : artifactAdapter(store, kind));
}

function artifactAdapter(store: IdentityStore, kind: string): Adapter {
  const payloadOf = (row: Row | undefined, id?: string): AdapterPayload | undefined =>
    row && { ...row.payload, ...(id && { jti: id }), ...(row.consumedAt && { consumed: true }) };
  return {
    async upsert(id, { jti: _jti, ...payload }, expiresIn) {
      await store.rows(upsertArtifact, [
        kind,
        keyOf(kind, id),
        payload.grantId ?? (kind === 'Grant' ? id : null),
        payload.uid ?? null,
        payload.clientId ?? null,
        payload.accountId ?? null,
        JSON.stringify(payload),
        expiresIn || dayInSeconds,
      ]);
    },
    async find(id) {
      const [row] = await store.rows<Row>(selectArtifact, [kind, keyOf(kind, id)]);
      return payloadOf(row, id);
    },
    async findByUid(uid) {
      const [row] = await store.rows<Row>(selectByUid, [kind, uid]);
      return payloadOf(row);
    },
    async findByUserCode() {
      return undefined;
    },
    async consume(id) {
      const consumed = await store.rows(consumeArtifact, [kind, keyOf(kind, id)]);
      // Two concurrent redemptions have both read the code as unused; the second one fails here.
      if (consumed.length === 0) throw new errors.InvalidGrant('already used');
    },
    async destroy(id) {
      await store.rows(deleteArtifact, [kind, keyOf(kind, id)]);
    },
    async revokeByGrantId(grantId) {
      await store.rows(deleteOfGrant, [grantId]);
    },
  };
}

/** Reads apps each time, so that a revoked one is unknown at once. Without dynamic registration. */
function clientAdapter(store: IdentityStore): Adapter {
  const refuse = async () => {
    throw new errors.InvalidRequest('apps are registered by an administrator');
  };
  return {
    async find(clientId) {
      const app = await findApp(store, clientId);
      return app ? (clientMetadataOf(app) as AdapterPayload) : undefined;
    },
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    revokeByGrantId: async () => undefined,
  };
}

interface Row {
  payload: AdapterPayload;
  consumedAt: string | null;
}

/** A grant's id appears in access tokens and is no secret. */
function keyOf(kind: string, id: string): string {
  return kind === 'Grant' ? id : createHash('sha256').update(id).digest('base64url');
}

const dayInSeconds = 86_400;

const upsertArtifact = statement(
  `insert into oidc_artifact (kind, id, grant_id, uid, client_id, account_id, payload, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))
   on conflict (kind, id) do update set grant_id = excluded.grant_id, uid = excluded.uid, client_id = excluded.client_id,
     account_id = excluded.account_id, payload = excluded.payload, expires_at = excluded.expires_at`,
);
const selectArtifact = statement(
  'select payload, consumed_at from oidc_artifact where kind = $1 and id = $2',
);
const selectByUid = statement(
  'select payload, consumed_at from oidc_artifact where kind = $1 and uid = $2',
);
const consumeArtifact = statement(
  'update oidc_artifact set consumed_at = now() where kind = $1 and id = $2 and consumed_at is null returning id',
);
const deleteArtifact = statement('delete from oidc_artifact where kind = $1 and id = $2');
const deleteOfGrant = statement('delete from oidc_artifact where grant_id = $1');
