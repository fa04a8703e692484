import { createHash } from 'node:crypto';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { statement } from '../../platform/database/statement.ts';
import type { IdentityStore } from '../identity-store.ts';
import { accountOf } from './subject.ts';
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
      await store.rows(upsertArtifact, {
        kind,
        id: keyOf(kind, id),
        grantId: payload.grantId ?? (kind === 'Grant' ? id : null),
        uid: payload.uid ?? null,
        clientId: payload.clientId ?? null,
        accountId: accountOf(payload.accountId),
        payload: JSON.stringify(payload),
        expiresIn: expiresIn || dayInSeconds,
      });
    },
    async find(id) {
      const [row] = await store.rows<Row>(selectArtifact, { kind, id: keyOf(kind, id) });
      return payloadOf(row, id);
    },
    async findByUid(uid) {
      const [row] = await store.rows<Row>(selectByUid, { kind, uid });
      return payloadOf(row);
    },
    async findByUserCode() {
      return undefined;
    },
    async consume(id) {
      const consumed = await store.rows(consumeArtifact, { kind, id: keyOf(kind, id) });
      // Two concurrent redemptions have both read the code as unused; the second one fails here.
      if (consumed.length === 0) throw new errors.InvalidGrant('already used');
    },
    async destroy(id) {
      await store.rows(deleteArtifact, { kind, id: keyOf(kind, id) });
    },
    async revokeByGrantId(grantId) {
      await store.rows(deleteOfGrant, { grantId });
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
  'identity.upsertArtifact',
  `insert into oidc_artifact (kind, id, grant_id, uid, client_id, account_id, payload, expires_at)
   values (:kind, :id, :grantId, :uid, :clientId, :accountId, :payload, now() + make_interval(secs => :expiresIn))
   on conflict (kind, id) do update set grant_id = excluded.grant_id, uid = excluded.uid, client_id = excluded.client_id,
     account_id = excluded.account_id, payload = excluded.payload, expires_at = excluded.expires_at`,
);
const selectArtifact = statement(
  'identity.selectArtifact',
  'select payload, consumed_at from oidc_artifact where kind = :kind and id = :id',
);
const selectByUid = statement(
  'identity.selectByUid',
  'select payload, consumed_at from oidc_artifact where kind = :kind and uid = :uid',
);
const consumeArtifact = statement(
  'identity.consumeArtifact',
  'update oidc_artifact set consumed_at = now() where kind = :kind and id = :id and consumed_at is null returning id',
);
const deleteArtifact = statement(
  'identity.deleteArtifact',
  'delete from oidc_artifact where kind = :kind and id = :id',
);
const deleteOfGrant = statement(
  'identity.deleteOfGrant',
  'delete from oidc_artifact where grant_id = :grantId',
);
