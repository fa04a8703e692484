import { TypeID } from 'typeid-js';
import { uuidv7 } from 'uuidv7';

/**
 * Global ids are TypeIDs (https://github.com/jetify-com/typeid): a prefix that names the type, and
 * a UUID version 7 in base 32. Inside the platform and in the tables, an id is the plain UUID; only
 * the GraphQL boundary encodes and decodes.
 */
export const idPrefixes = {
  account: 'Account',
  activity: 'Activity',
  apikey: 'ApiKey',
  app: 'App',
  audit: 'AuditEntry',
  coinacc: 'CoinAccount',
  certificate: 'ServiceCertificate',
  certification: 'Certification',
  clearing: 'ClearingOrder',
  clearingleg: 'ClearingLeg',
  community: 'Community',
  consent: 'AppConsent',
  disclosure: 'Disclosure',
  dispatchpolicy: 'DispatchPolicy',
  elder: 'Elder',
  event: 'Event',
  evidence: 'Evidence',
  evidencepolicy: 'EvidencePolicy',
  evidencewithdrawal: 'EvidenceWithdrawal',
  feedback: 'VisitFeedback',
  fund: 'Fund',
  exception: 'AvailabilityException',
  foundation: 'Foundation',
  grant: 'RoleGrant',
  hours: 'HoursRecord',
  lot: 'CoinLot',
  mandate: 'Mandate',
  noshow: 'NoShow',
  outcome: 'OutcomeMeasure',
  pairing: 'Pairing',
  person: 'Person',
  personconsent: 'Consent',
  period: 'PeriodEvent',
  photo: 'Photo',
  policy: 'CoinPolicy',
  qualification: 'Qualification',
  receipt: 'FilingReceipt',
  request: 'ServiceRequest',
  requestchange: 'RequestChange',
  issuer: 'TrustedIssuer',
  link: 'LinkedAccount',
  review: 'ReviewItem',
  jointvisit: 'JointVisit',
  kind: 'ServiceKind',
  series: 'RequestSeries',
  starpolicy: 'StarPolicy',
  staraward: 'StarAward',
  team: 'Team',
  transfer: 'Transfer',
  visit: 'Visit',
  volunteer: 'Volunteer',
} as const;

export type IdPrefix = keyof typeof idPrefixes;

/**
 * Returns a new id. Ids are time-ordered, so rows written together are close together in the index.
 */
export function newId(): string {
  return uuidv7();
}

export function encodeId(prefix: IdPrefix, uuid: string): string {
  return TypeID.fromUUID(prefix, uuid).toString();
}

/** Returns the UUID inside a global id, or null when the text is not an id of that type. */
export function decodeId(prefix: IdPrefix, id: string): string | null {
  const decoded = decodeAnyId(id);
  return decoded?.prefix === prefix ? decoded.uuid : null;
}

/** Returns type and UUID of any global id, or null when the text is not one. */
export function decodeAnyId(id: string): { prefix: IdPrefix; uuid: string } | null {
  // A TypeID suffix is exactly 26 characters; anything longer is refused before it is parsed.
  if (id.length > 64) return null;
  try {
    const parsed = TypeID.fromString(id);
    const prefix = parsed.getType();
    return Object.hasOwn(idPrefixes, prefix)
      ? { prefix: prefix as IdPrefix, uuid: parsed.toUUID() }
      : null;
  } catch {
    return null;
  }
}
