import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Instant } from '../columns.ts';
import { FoundationOwned } from '../node.ts';
import { ServiceRequest } from './service-request.ts';

/**
 * Sensitive note about a request for the people who visit the elder. The row holds their ids for
 * row-level security.
 */
@Entity({
  tableName: 'request_note',
  comment: 'Sensitive note about a request for the people who visit the elder.',
})
export class RequestNote extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => ServiceRequest, { mapToPk: true, fieldName: 'request_id' })
  requestId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Property({ type: 'uuid' })
  authorAccountId!: string;

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  readerPersonIds: string[] = [];

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  readerTeamIds: string[] = [];

  /** The note, encrypted (api/platform/privacy/vault.ts). */
  @Property({ type: 'blob' })
  textSealed!: Buffer;

  @Property({ type: Instant })
  writtenAt!: string;
}
