import { randomInt } from 'node:crypto';
import { newId } from '../../../schema/ids.ts';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  type CertificateContent,
  type CertificateLine,
  type IssueCertificateInput,
  ServiceCertificate,
} from '../../../schema/certification/certificate.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { charactersWithoutGlyph, codePointOf } from '../../platform/documents/fonts.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { isNotWithdrawn } from '../evidence/evidence-records.ts';

/**
 * Issues a record of certified service with a code that anybody can verify. The content is written
 * once.
 * Refuses with DAYS_INVALID, CERTIFICATE_EMPTY, CERTIFICATE_TOO_LONG, CHARACTER_NOT_PRINTABLE,
 * NOT_FOUND, NOT_ALLOWED.
 */
export async function issueCertificate(
  ctx: Context,
  input: IssueCertificateInput,
): Promise<{ certificateId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  const { from, to } = input;
  if (from > to) throw new Refusal('DAYS_INVALID', {}, ['input', 'to']);
  return ctx.mutate({ operation: 'issueCertificate', input }, async (tx) => {
    const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
    const { communityId, personId } = volunteer;
    const certificateId = newId();
    const subject = { communityId, volunteerPersonId: personId };
    await tx.authorize('certificate:issue', subject, { kind: 'certificate', id: certificateId });
    // A volunteer serves several communities; the record is one.
    return tx.acrossCommunities(async () => {
      const lines = await tx.rows<Line>(selectLines, {
        volunteerId,
        from,
        to,
        limit: linesMax + 1,
      });
      if (lines.length === 0)
        throw new Refusal('CERTIFICATE_EMPTY', { from, to }, ['input', 'from']);
      if (lines.length > linesMax)
        throw new Refusal('CERTIFICATE_TOO_LONG', { max: linesMax }, ['input', 'to']);
      const content = await contentOf(tx, volunteer, lines);
      ensurePrintable(content);
      const now = tx.caller.now();
      await tx.add(ServiceCertificate, {
        id: certificateId,
        communityId,
        volunteerId,
        volunteerPersonId: personId,
        code: newCode(),
        locale: input.language === 'EN' ? 'en' : 'zh-CN',
        servedFrom: from,
        servedTo: to,
        minutes: lines.reduce((sum, line) => sum + line.minutes, 0),
        visits: lines.length,
        visitIds: lines.map((line) => line.visitId),
        content,
        state: 'VALID',
        stateSince: now,
        issuedAt: now,
        actorAccountId: tx.actor.accountId,
        actorName: tx.actor.displayName,
      });
      return { certificateId };
    });
  });
}

/** About forty pages: five years of daily service. */
const linesMax = 2_000;

type Line = CertificateLine & { visitId: string; category: string };

async function contentOf(
  tx: MutationTransaction,
  volunteer: Volunteer,
  lines: readonly Line[],
): Promise<CertificateContent> {
  const [head] = await tx.rows<{
    name: string;
    stars: number;
    timeZone: string;
    volunteer: string;
  }>(selectHead, { volunteerId: volunteer.id, personId: volunteer.personId });
  const categories = new Map<string, { category: string; minutes: number; visits: number }>();
  for (const { category, minutes } of lines) {
    const sum = categories.get(category) ?? { category, minutes: 0, visits: 0 };
    categories.set(category, { category, minutes: sum.minutes + minutes, visits: sum.visits + 1 });
  }
  return {
    foundation: head?.name ?? '',
    // Schools and employers ask for the full name; a nickname proves nothing there.
    volunteer: head?.volunteer ?? '',
    stars: head?.stars ?? 0,
    timeZone: head?.timeZone,
    categories: [...categories.values()].sort((left, right) => right.minutes - left.minutes),
    lines: lines.map(({ visitId: _, category: __, personServed, ...line }) => ({
      ...line,
      personServed: `${[...personServed][0] ?? ''}**`,
    })),
  };
}

/** A certificate with an empty box in a name proves nothing, so it is not issued. */
function ensurePrintable(content: CertificateContent): void {
  const [character] = charactersWithoutGlyph(JSON.stringify(content));
  if (character)
    throw new Refusal('CHARACTER_NOT_PRINTABLE', { character, codePoint: codePointOf(character) }, [
      'input',
      'volunteerId',
    ]);
}

/**
 * 20 characters of Crockford's base 32: 100 random bits, without letters that are mistaken for
 * digits.
 */
function newCode(): string {
  return Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

// Describes service by its kind. A volunteer's note may name the elder and their health, and the
// certificate goes to third parties.
const selectLines = statement(
  'certification.selectLines',
  `select v.id as visit_id, k.category, k.name as activity, to_char(v.checked_in_at at time zone f.time_zone, 'YYYY-MM-DD') as date, c.name as place,
     e.display_name as person_served, coalesce(left(k.description, 100), '') as content, v.minutes_certified as minutes, b.satisfaction,
     coalesce(d.actor_name, '') as person_in_charge, coalesce(w.actor_name, '') as recorder
   from visit v
   join foundation f on f.id = v.foundation_id
   join service_request r on r.foundation_id = :foundationId and r.id = v.request_id
   join service_kind k on k.foundation_id = :foundationId and k.id = r.kind_id
   join community c on c.foundation_id = :foundationId and c.id = v.community_id
   join elder e on e.foundation_id = :foundationId and e.id = r.elder_id
   left join visit_feedback b on b.foundation_id = :foundationId and b.visit_id = v.id
   left join lateral (select actor_name from certification x where x.foundation_id = :foundationId and x.visit_id = v.id order by x.version desc limit 1) as d on true
   left join lateral (select actor_name from evidence y where y.foundation_id = :foundationId and y.visit_id = v.id and y.kind = 'CHECK_OUT' and ${isNotWithdrawn('y')} limit 1) as w on true
   where v.foundation_id = :foundationId and v.volunteer_id = :volunteerId and v.state = 'CERTIFIED' and v.minutes_certified > 0
     and v.checked_in_at >= :from::date::timestamp at time zone f.time_zone and v.checked_in_at < (:to::date + 1)::timestamp at time zone f.time_zone
   order by v.checked_in_at, v.id limit :limit`,
);
const selectHead = statement(
  'certification.selectHead',
  `select name, time_zone, (select p.name from person p where p.foundation_id = :foundationId and p.id = :personId) as volunteer, coalesce((select level from star_award where foundation_id = :foundationId and volunteer_id = :volunteerId order by id desc limit 1), 0) as stars
   from foundation where id = :foundationId`,
);
