import type { Channel } from '../schema/acting-for.ts';
import type { EvidenceFlag, EvidenceKind } from '../schema/certification/evidence.ts';
import type { ReviewKind } from '../schema/certification/review-item.ts';
import { formatHundredths } from '../schema/scalars.ts';
import { decide } from '../api/certification/decisions/decide.ts';
import { policyOf } from '../api/certification/decisions/evidence-policy.ts';
import { levelOf } from '../api/certification/stars/rules.ts';
import { type SeededRandom, Ids } from './random.ts';
import { addDays, addMinutes, daysIn, instantOn } from './dates.ts';
import type { Community, Kind, DemoFoundation } from './demo-foundation.ts';
import type { Actor, Elder, Volunteer } from './foundation-builder.ts';

/** A certified visit, with the facts that its decision refers to. */
export interface CertifiedVisit {
  visitId: string;
  community: Community;
  elder: Elder;
  volunteer: Volunteer;
  kind: Kind;
  checkedInAt: string;
  checkedOutAt: string;
  certifiedAt: string;
  minutes: number;
  earned: bigint;
  held: bigint;
  paid: bigint;
  hoursRecordId: string;
  paymentId: string;
}

/**
 * Adds evidence, decisions with their figures, stars, feedback, and outcome scales before and
 * after. None of it is in the documents, so all of it is invented; their figures do not depend on
 * it.
 */
export function addEvidenceAndDecisions(
  demo: DemoFoundation,
  visits: readonly CertifiedVisit[],
  random: SeededRandom,
): void {
  const prover = new Prover(demo, random);
  prover.decideStars();
  for (const visit of visits.toSorted((left, right) =>
    left.certifiedAt < right.certifiedAt ? -1 : 1,
  ))
    prover.prove(visit);
  prover.askScales();
}

/** Evidence before it is a row. */
export interface DemoEvidence {
  kind: EvidenceKind;
  happenedAt: string;
  actor: Actor;
  counts?: boolean;
  flags?: readonly EvidenceFlag[];
  note?: string;
  sheetMinutes?: number;
  /** Set when a representative confirms for the elder. */
  forElder?: boolean;
  channel?: Channel;
}

type AnyVisit = Pick<CertifiedVisit, 'visitId' | 'community' | 'elder' | 'volunteer'>;

export function addEvidence(
  { rows, foundationId }: DemoFoundation,
  ids: Ids,
  visit: AnyVisit,
  piece: DemoEvidence,
): void {
  const { community, elder, volunteer, visitId } = visit;
  rows.add('evidence', {
    foundationId,
    id: ids.at(piece.happenedAt),
    communityId: community.id,
    visitId,
    elderPersonId: elder.personId,
    volunteerPersonId: volunteer.personId,
    kind: piece.kind,
    idempotencyKey: `demo:${piece.kind}`,
    happenedAt: piece.happenedAt,
    arrivedAt: piece.happenedAt,
    counts: piece.counts ?? true,
    flags: piece.flags ?? [],
    note: piece.note ?? null,
    sheetMinutes: piece.sheetMinutes ?? null,
    actorAccountId: piece.actor.accountId,
    actorName: piece.actor.name,
    actedForPersonId: piece.forElder ? elder.personId : null,
    channel: piece.channel ?? 'APP',
  });
}

export function addReviewItem(
  { rows, foundationId }: DemoFoundation,
  ids: Ids,
  { community, volunteer, visitId }: AnyVisit,
  item: {
    kind: ReviewKind;
    figures: Record<string, string | number>;
    foundAt: string;
    resolved: { at: string; by: Actor; note: string } | null;
  },
): void {
  const { kind, figures, foundAt, resolved } = item;
  rows.add('review_item', {
    foundationId,
    id: ids.at(foundAt),
    communityId: community.id,
    visitId,
    volunteerPersonId: volunteer.personId,
    kind,
    figures,
    state: resolved ? 'RESOLVED' : 'OPEN',
    foundAt,
    resolution: resolved ? 'EXPLAINED' : null,
    resolutionNote: resolved?.note ?? null,
    resolvedAt: resolved?.at ?? null,
    resolvedByAccountId: resolved?.by.accountId ?? null,
    resolvedByName: resolved?.by.name ?? null,
    version: resolved ? 2 : 1,
  });
}

/**
 * A programme of some months reaches no national threshold, so the demo has a star policy of its
 * own.
 */
const starRule = { name: '项目星级（示例）', hours: [5, 10, 20, 40, 80] };

class Prover {
  private readonly ids: Ids;
  private readonly minutesByVolunteer = new Map<string, number>();

  constructor(
    private readonly demo: DemoFoundation,
    private readonly random: SeededRandom,
  ) {
    this.ids = new Ids(random);
  }

  decideStars(): void {
    const { rows, foundationId, programme, admin } = this.demo;
    const at = instantOn(programme.begins, 9 * 60);
    const id = this.ids.at(at);
    const reason = '示例：便于演示';
    const by = { writtenAt: at, actorAccountId: admin.accountId };
    rows.add('star_policy', {
      foundationId,
      id,
      version: 1,
      ...starRule,
      validFrom: at,
      reason,
      ...by,
    });
    rows.add('star_policy_effect', { foundationId, policyId: id, at, volunteersChanged: 0 });
  }

  prove(visit: CertifiedVisit): void {
    const { present, resolved } = this.giveEvidence(visit);
    const { checkedInAt, checkedOutAt, minutes, community } = visit;
    const secondPerson = [
      {
        code: 'TRACE_SECOND_PERSON' as const,
        passed: true,
        figures: { certifier: community.dispatcher.name },
      },
    ];
    const policy = policyOf(null);
    const grounds = {
      visit: { checkedInAt, checkedOutAt },
      policy,
      present,
      minutes: null,
      reason: null,
      secondPerson,
    };
    const decision = decide({ ...grounds, reviews: { open: 0, resolved } });
    if (decision.minutes !== minutes)
      throw new Error('The demo certifies what the platform would certify.');
    this.keep(visit, [...decision.trace, coinsStep(visit), this.starStep(visit)]);
    this.giveFeedback(visit);
  }

  /** Three elders of four answered before the service began and after it ended. */
  askScales(): void {
    const { programme, communities } = this.demo;
    const lastMonth = programme.communities
      .flatMap(({ visitsByMonth }) => Object.keys(visitsByMonth))
      .toSorted()
      .at(-1);
    if (!lastMonth) throw new Error(`${programme.name} has no month.`);
    const [before, after] = [addDays(programme.begins, 10), `${lastMonth}-${daysIn(lastMonth)}`];
    for (const community of communities.values()) {
      for (const elder of community.elders.slice(0, community.plan.eldersInNeed)) {
        if (this.random.below(4) === 3) continue;
        this.agree(community, elder, instantOn(before, 600));
        this.measure(community, elder, 'BEFORE', instantOn(before, 605), 2);
        this.measure(community, elder, 'AFTER', instantOn(after, 1_020), 1);
      }
    }
  }

  private giveEvidence(visit: CertifiedVisit): { present: EvidenceKind[]; resolved: number } {
    const { checkedInAt, checkedOutAt, volunteer, elder, community, certifiedAt, minutes } = visit;
    const { dispatcher } = community;
    const pieces: DemoEvidence[] = [
      { kind: 'CHECK_IN', happenedAt: checkedInAt, actor: volunteer.account },
      { kind: 'CHECK_OUT', happenedAt: checkedOutAt, actor: volunteer.account },
    ];
    const isCodeWrong = this.random.below(40) === 0;
    if (isCodeWrong || this.random.below(3) > 0)
      pieces.push({
        kind: 'DOOR_CODE',
        happenedAt: checkedInAt,
        actor: volunteer.account,
        counts: !isCodeWrong,
        flags: isCodeWrong ? ['CODE_WRONG'] : [],
      });
    if (this.random.below(10) < 7)
      pieces.push({
        kind: 'CONFIRMATION',
        happenedAt: addMinutes(checkedOutAt, this.random.between(2, 15)),
        actor: elder.account ?? dispatcher,
        forElder: !elder.account,
        channel: elder.account ? 'APP' : 'PHONE',
        note: this.random.of(confirmations),
      });
    else
      pieces.push({
        kind: 'SHEET',
        happenedAt: addMinutes(checkedOutAt, this.random.between(2, 15)),
        actor: dispatcher,
        channel: 'PAPER',
        note: '社区存档的服务签字单（示例）',
        // People write full quarters of an hour.
        sheetMinutes: Math.max(15, Math.round(minutes / 15) * 15),
      });
    for (const piece of pieces) addEvidence(this.demo, this.ids, visit, piece);
    if (isCodeWrong)
      addReviewItem(this.demo, this.ids, visit, {
        kind: 'DOOR_CODE_WRONG',
        figures: { tries: 1 },
        foundAt: checkedOutAt,
        resolved: {
          at: addMinutes(certifiedAt, -2),
          by: dispatcher,
          note: '老人念错了一位，电话里核对过。',
        },
      });
    const present = pieces.filter(({ counts }) => counts !== false).map(({ kind }) => kind);
    return { present, resolved: isCodeWrong ? 1 : 0 };
  }

  private keep(visit: CertifiedVisit, trace: readonly object[]): void {
    const { rows, foundationId } = this.demo;
    const { dispatcher } = visit.community;
    rows.add('certification', {
      foundationId,
      id: this.ids.at(visit.certifiedAt),
      communityId: visit.community.id,
      visitId: visit.visitId,
      elderPersonId: visit.elder.personId,
      volunteerPersonId: visit.volunteer.personId,
      version: 1,
      outcome: 'CERTIFIED',
      minutes: visit.minutes,
      coinsPaid: visit.paid.toString(),
      trace,
      paymentId: visit.paymentId,
      hoursRecordId: visit.hoursRecordId,
      decidedAt: visit.certifiedAt,
      actorAccountId: dispatcher.accountId,
      actorName: dispatcher.name,
    });
  }

  private starStep({ volunteer, visitId, minutes, certifiedAt }: CertifiedVisit): object {
    const before = this.minutesByVolunteer.get(volunteer.id) ?? 0;
    const after = before + minutes;
    this.minutesByVolunteer.set(volunteer.id, after);
    const [levelBefore, level] = [levelOf(before, starRule.hours), levelOf(after, starRule.hours)];
    if (level !== levelBefore)
      this.demo.rows.add('star_award', {
        foundationId: this.demo.foundationId,
        id: this.ids.at(certifiedAt),
        communityId: volunteer.communityId,
        volunteerId: volunteer.id,
        volunteerPersonId: volunteer.personId,
        level,
        minutes: after,
        policyVersion: 1,
        awardedAt: certifiedAt,
        visitId,
      });
    return {
      code: 'TRACE_STAR',
      passed: true,
      figures: { minutes: after, levelBefore, level, policyVersion: 1 },
    };
  }

  /**
   * One elder of three gives feedback; 芦奶奶, who thanks the volunteers in the report, always does.
   */
  private giveFeedback(visit: CertifiedVisit): void {
    const { rows, foundationId } = this.demo;
    const { community, elder, volunteer, visitId, certifiedAt, kind } = visit;
    const isLu = elder.displayName === '芦奶奶';
    if (!isLu && this.random.below(3) > 0) return;
    const givenAt = addMinutes(certifiedAt, this.random.between(10, 300));
    const actor = elder.account ?? community.dispatcher;
    const problem = problemsByKind[kind.code];
    rows.add('visit_feedback', {
      foundationId,
      id: this.ids.at(givenAt),
      communityId: community.id,
      visitId,
      elderPersonId: elder.personId,
      volunteerPersonId: volunteer.personId,
      satisfaction: this.random.weighted([[5, 6] as const, [4, 3] as const, [3, 1] as const]),
      thanks: isLu ? thanksOfLu : this.random.of(thanks),
      problemsSolved: problem && this.random.below(2) === 0 ? [problem] : [],
      givenAt,
      actorAccountId: actor.accountId,
      actorName: actor.name,
      actedForPersonId: elder.account ? null : elder.personId,
      channel: elder.account ? 'APP' : 'PHONE',
    });
  }

  private agree({ id: communityId }: Community, elder: Elder, givenAt: string): void {
    const { rows, foundationId } = this.demo;
    const evidence = `${elder.displayName}本人口头同意（示例）`;
    const about = { communityId, personId: elder.personId, purpose: 'WELLBEING' };
    rows.add('consent', {
      foundationId,
      id: this.ids.at(givenAt),
      ...about,
      givenAt,
      channel: 'PHONE',
      evidence,
    });
  }

  /**
   * UCLA-3 falls with loneliness and WHO-5 rises with well-being; `worse` shifts both towards the
   * answers at the begin.
   */
  private measure(
    community: Community,
    elder: Elder,
    phase: 'BEFORE' | 'AFTER',
    measuredAt: string,
    worse: 1 | 2,
  ): void {
    const ucla = Array.from({ length: 3 }, () => this.random.between(worse, worse + 1));
    const who = Array.from({ length: 5 }, () =>
      this.random.between(worse === 2 ? 1 : 2, worse === 2 ? 3 : 4),
    );
    for (const [scale, answers, factor] of [
      ['UCLA_3', ucla, 1] as const,
      ['WHO_5', who, 4] as const,
    ]) {
      this.demo.rows.add('outcome_measure', {
        foundationId: this.demo.foundationId,
        id: this.ids.at(measuredAt),
        communityId: community.id,
        elderId: elder.id,
        elderPersonId: elder.personId,
        scale,
        phase,
        answers,
        score: answers.reduce((sum, answer) => sum + answer, 0) * factor,
        measuredAt,
        writtenAt: measuredAt,
        consentGivenBy: `${elder.displayName}本人`,
        consentGivenAt: measuredAt,
        actorAccountId: community.dispatcher.accountId,
        actorName: community.dispatcher.name,
        actedForPersonId: elder.personId,
        channel: 'PHONE',
      });
    }
  }
}

/** The trace step that a certification writes. */
function coinsStep({ kind, earned, held, paid }: CertifiedVisit): object {
  const figures = {
    coinsPerHour: formatHundredths(kind.coinsPerHour),
    earned: formatHundredths(earned),
    held: formatHundredths(held),
    paid: formatHundredths(paid),
  };
  return { code: 'TRACE_COINS', passed: true, figures };
}

const confirmations = ['来过，很好', '志愿者刚走，挺满意', '按时来的', '聊得开心'];
const thanks = [
  '谢谢志愿者',
  '辛苦了',
  '孩子们不在身边，多亏你们',
  '下次还想请她来',
  '谢谢社区惦记着我',
];
const thanksOfLu = '谢谢你们一直惦记我，陪我说说话，我心里就敞亮了。';
const problemsByKind: Readonly<Record<string, string>> = {
  companionship: '有人说话了',
  meal_delivery: '吃上了热饭',
  shopping: '买到了药和菜',
  home_visit: '家里灯泡换好了',
  health_measurement: '量了血压，知道该复查了',
  haircut: '在家理了发',
  cleaning: '厨房收拾干净了',
  medical_escort: '看上了病',
  carer_respite: '老伴歇了半天',
};
