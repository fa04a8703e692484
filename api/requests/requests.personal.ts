import { type Statement, statement } from '../platform/database/reader.ts';
import { Refusal } from '../platform/errors.ts';
import type { PersonalPart } from '../platform/module.ts';
import { forgetPhotos } from './evidence/photo-removal.ts';
import { openNoteForCopy } from './notes.ts';
import { forgetMeasures } from './outcome/outcome.service.ts';
import { openSeriesForCopy } from './series/series-note.ts';

/** What requests keep about a person, as elder or as volunteer. When they are erased, times and figures stay and words go. */
export const requestsPart: PersonalPart = {
  rows: {
    service_request: aboutElder('service_request'),
    request_change: aboutElder('request_change'),
    door: aboutElder('door'),
    outcome_measure: aboutElder('outcome_measure'),
    request_note: aboutElder('request_note'),
    request_series: aboutElder('request_series'),
    pairing: aboutBoth('pairing'),
    visit: aboutBoth('visit'),
    photo: aboutBoth('photo'),
    evidence: aboutBoth('evidence'),
    certification: aboutBoth('certification'),
    no_show: aboutBoth('no_show'),
    visit_feedback: aboutBoth('visit_feedback'),
    volunteer_profile: aboutPerson('volunteer_profile'),
    availability_slot: aboutPerson('availability_slot'),
    availability_exception: aboutPerson('availability_exception'),
    request_decline: aboutVolunteer('request_decline'),
    review_item: aboutVolunteer('review_item'),
    star_award: aboutVolunteer('star_award'),
    service_certificate: aboutVolunteer('service_certificate'),
  },
  open: { request_note: openNoteForCopy, request_series: openSeriesForCopy },
  async consentWithdrawn(tx, personId, purpose) {
    if (purpose === 'WELLBEING') await tx.rows(forgetMeasures, [tx.foundationId, personId]);
  },
  async mayErase(tx, personId) {
    const [open] = await tx.acrossCommunities(() => tx.rows(selectOpen, [tx.foundationId, personId]));
    if (open) throw new Refusal('REQUESTS_STILL_OPEN', {}, ['input', 'personId']);
  },
  async erase(tx, personId) {
    for (const query of forgetting) await tx.rows(query, [tx.foundationId, personId]);
  },
};

function aboutElder(table: string): Statement {
  return statement(`select * from ${table} where foundation_id = $1 and elder_person_id = $2 order by id`);
}

function aboutPerson(table: string): Statement {
  return statement(`select * from ${table} where foundation_id = $1 and person_id = $2 order by id`);
}

function aboutVolunteer(table: string): Statement {
  return statement(`select * from ${table} where foundation_id = $1 and volunteer_person_id = $2 order by id`);
}

function aboutBoth(table: string): Statement {
  return statement(
    `select * from ${table} where foundation_id = $1 and (elder_person_id = $2 or volunteer_person_id = $2) order by id`,
  );
}

const selectOpen = statement(
  `select r.id from service_request r left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id and v.state <> 'WITHDRAWN'
   where r.foundation_id = $1 and (r.elder_person_id = $2 or v.volunteer_person_id = $2)
     and r.state not in ('CERTIFIED', 'CANCELLED', 'EXPIRED') limit 1`,
);
/** Words, places, pictures and habits go; what was served, when and for how long stays. */
const forgetting = [
  forgetPhotos,
  statement('update service_request set place = null, note = null where foundation_id = $1 and elder_person_id = $2'),
  statement('update visit set note = null where foundation_id = $1 and elder_person_id = $2'),
  forgetMeasures,
  statement('delete from request_note where foundation_id = $1 and elder_person_id = $2'),
  statement(
    'update door set latitude = null, longitude = null, generation = generation + 1 where foundation_id = $1 and elder_person_id = $2',
  ),
  statement(
    `update volunteer_profile set latitude = null, longitude = null, languages = '{}', gender = null where foundation_id = $1 and person_id = $2`,
  ),
  // A series of somebody who is gone makes nothing more.
  statement(
    `update request_series set wish = '{}', note_sealed = null, has_sensitive_note = false, due_at = null where foundation_id = $1 and elder_person_id = $2`,
  ),
  statement('delete from availability_slot where foundation_id = $1 and person_id = $2'),
  statement('delete from availability_exception where foundation_id = $1 and person_id = $2'),
];
