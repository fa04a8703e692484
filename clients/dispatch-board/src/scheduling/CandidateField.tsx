import { Alert, Button, Form, Select, Spin, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tabMovesOn } from '../fields.tsx';
import { peopleMax, useVolunteers, type VolunteerChoice } from '../use-people.ts';
import type { Clock } from '../time.ts';
import { type Candidate, useCandidates } from './candidates.ts';

interface CandidateFieldProps {
  requestId: string;
  clock: Clock;
  /** For a leader: the teams whose members she may choose. Null: any volunteer. */
  teamIds: ReadonlySet<string> | null;
}

/** Candidates that are shown first. */
const shownFirst = 4;

/**
 * Choice of a volunteer: suitable candidates with their reasons and obstacles, or anybody by name.
 */
export function CandidateField({ requestId, clock, teamIds }: CandidateFieldProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<{ volunteerId?: string }>();
  const chosenId = Form.useWatch('volunteerId', form);
  const { items, hasFailed, isCut } = useVolunteers();
  const isMember = ({ teams }: { teams: readonly { id: string }[] }): boolean =>
    teamIds === null || teams.some(({ id }) => teamIds.has(id));
  const volunteers = items?.filter(isMember);
  return (
    <>
      <Candidates
        requestId={requestId}
        clock={clock}
        isShown={isMember}
        chosenId={chosenId}
        onChoose={(volunteerId) => form.setFieldsValue({ volunteerId })}
      />
      <Form.Item
        name="volunteerId"
        label={t('field.volunteer')}
        extra={
          hasFailed
            ? t('listNotRead')
            : isCut
              ? t('listCut', { count: peopleMax })
              : t('plan.others')
        }
        rules={[{ required: true, message: t('required', { field: t('field.volunteer') }) }]}
      >
        <Select
          {...tabMovesOn}
          showSearch={{ optionFilterProp: 'search' }}
          loading={!volunteers}
          placeholder={t('field.volunteerHint')}
          options={volunteers?.map((volunteer) => ({
            value: volunteer.id,
            label: volunteer.displayName,
            search: [volunteer.displayName, ...volunteer.teams.map(({ name }) => name)].join(' '),
            volunteer,
          }))}
          optionRender={({ data }) => <VolunteerOption volunteer={data.volunteer} />}
        />
      </Form.Item>
    </>
  );
}

interface CandidatesProps {
  requestId: string;
  clock: Clock;
  isShown: (volunteer: { teams: readonly { id: string }[] }) => boolean;
  chosenId: string | undefined;
  onChoose: (volunteerId: string) => void;
}

function Candidates({ requestId, clock, isShown, chosenId, onChoose }: CandidatesProps) {
  const { t } = useTranslation();
  const [showsAll, setShowsAll] = useState(false);
  const { candidates, summary, hasFailed, readMore } = useCandidates(requestId);
  // The choice by name works without candidates.
  if (hasFailed) return null;
  if (!candidates || !summary)
    return <Spin className="candidates" aria-label={t('plan.candidates')} />;
  const seen = candidates.filter(({ volunteer }) => volunteer && isShown(volunteer));
  const shown = showsAll ? seen : seen.slice(0, shownFirst);
  const isMore = seen.length > shown.length || readMore;
  return (
    <section className="candidates" aria-label={t('plan.candidates')}>
      <p className="quiet">
        {t('plan.candidatesCount', {
          considered: summary.consideredCount,
          eligible: summary.eligibleCount,
        })}
      </p>
      {summary.eligibleCount === 0 && summary.obstacles.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('plan.nobodyFits')}
          description={
            <ul className="obstacles">
              {summary.obstacles.map(({ code, remedy, count, onlyCount }) => (
                <li key={code}>{t('plan.obstacle', { remedy, count, only: onlyCount })}</li>
              ))}
            </ul>
          }
        />
      )}
      <ul>
        {shown.map((candidate) => (
          <li key={candidate.volunteer?.id}>
            <CandidateChoice
              candidate={candidate}
              clock={clock}
              isChosen={candidate.volunteer?.id === chosenId}
              onChoose={onChoose}
            />
          </li>
        ))}
      </ul>
      {isMore && (
        <Button
          type="link"
          onClick={() => {
            if (showsAll) readMore?.();
            setShowsAll(true);
          }}
        >
          {t('plan.more')}
        </Button>
      )}
    </section>
  );
}

interface CandidateChoiceProps {
  candidate: Candidate;
  clock: Clock;
  isChosen: boolean;
  onChoose: (volunteerId: string) => void;
}

function CandidateChoice({ candidate, clock, isChosen, onChoose }: CandidateChoiceProps) {
  const { t } = useTranslation();
  const { volunteer, begin, distanceMetres, weekMinutes, stars, reasons, shortfalls } = candidate;
  if (!volunteer) return null;
  const facts = [
    begin && t('plan.canCome', { time: clock.moment(begin) }),
    typeof distanceMetres === 'number' &&
      (distanceMetres < 1_000
        ? t('plan.metres', { count: distanceMetres })
        : t('plan.kilometres', { count: Math.round(distanceMetres / 100) / 10 })),
    weekMinutes > 0 && t('plan.weekHours', { hours: Math.round(weekMinutes / 6) / 10 }),
    stars > 0 && t('plan.stars', { count: stars }),
    ...volunteer.teams.map(({ name }) => name),
  ].filter(Boolean);
  return (
    <button
      type="button"
      className={isChosen ? 'candidate candidate-chosen' : 'candidate'}
      aria-pressed={isChosen}
      onClick={() => onChoose(volunteer.id)}
    >
      <strong>{volunteer.displayName}</strong>
      <span className="quiet">{facts.join(' · ')}</span>
      <span className="remarks">
        {reasons.map(({ code, message }) => (
          <Tag key={code} className="remark remark-for">
            {message}
          </Tag>
        ))}
        {shortfalls.map(({ code, message, isObstacle }) => (
          <Tag
            key={code}
            className={isObstacle ? 'remark remark-obstacle' : 'remark remark-against'}
          >
            {message}
          </Tag>
        ))}
      </span>
    </button>
  );
}

function VolunteerOption({ volunteer }: { volunteer: VolunteerChoice }) {
  const { t } = useTranslation();
  const hours = Math.floor(volunteer.minutesCertified / 60);
  return (
    <span className="choice">
      <strong>
        {volunteer.displayName}{' '}
        {!volunteer.isVetted && <Tag className="urgency urgency-soon">{t('unvetted')}</Tag>}
      </strong>
      <span>
        {[...volunteer.teams.map(({ name }) => name), t('hoursServed', { hours })].join(' · ')}
      </span>
    </span>
  );
}
