import { Burst } from '@linli/sdk';
import { Button, Drawer, Form, Spin, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { useBoard } from '../board-context.ts';
import type { Dispatcher } from '../dispatcher.ts';
import { type JointFragment, JointVisitsDocument } from '../documents.generated.ts';
import { useDialogFocus } from '../focus.ts';
import { useGuardedClose } from '../guarded-close.tsx';
import { useNow } from '../now.ts';
import { answered, ask } from '../api-client.ts';
import { ReadProblem } from '../ReadProblem.tsx';
import type { Clock } from '../time.ts';
import { isLive, liveVisits } from '../visits.ts';
import { type JointEntry, JointForm } from './JointForm.tsx';
import { JointStepDialog, type JointStep } from './JointStepDialog.tsx';

interface JointVisitsProps {
  dispatcher: Dispatcher;
  onClose: () => void;
  onEnd: () => void;
}

/**
 * Joint visits of the community and its teams: volunteers per elder, missing teams, and possible
 * steps.
 */
export function JointVisits({ dispatcher, onClose, onEnd }: JointVisitsProps) {
  const { t } = useTranslation();
  const { clock, onOpen } = useBoard();
  useDialogFocus();
  const [changes, setChanges] = useState(0);
  const [isPlanning, setIsPlanning] = useState(false);
  const [step, setStep] = useState<{ step: JointStep; joint: JointFragment } | null>(null);
  const { items, problem } = useJointVisits(changes);
  const [form] = Form.useForm<JointEntry>();
  const leaveTo = useRef<() => void>(onClose);
  const { close, question } = useGuardedClose(form, () => leaveTo.current());
  const leave = (to: () => void): void => {
    leaveTo.current = to;
    if (isPlanning) close();
    else to();
  };
  const canPlan = dispatcher.communityIds.size > 0;
  const done = (): void => {
    setIsPlanning(false);
    setStep(null);
    setChanges((before) => before + 1);
  };
  return (
    <Drawer
      open
      title={t('plan.joint')}
      size={560}
      onClose={() => leave(onClose)}
      footer={
        canPlan && !isPlanning ? (
          <div className="form-foot">
            <Button type="primary" onClick={() => setIsPlanning(true)}>
              {t('plan.planJoint')}
            </Button>
          </div>
        ) : null
      }
    >
      {isPlanning ? (
        <JointForm
          dispatcher={dispatcher}
          clock={clock}
          onDone={done}
          form={form}
          onClose={() => leave(() => setIsPlanning(false))}
          onEnd={onEnd}
        />
      ) : (
        <>
          {problem !== null && (
            <ReadProblem problem={problem} onRetry={() => setChanges((before) => before + 1)} />
          )}
          {!items && problem === null && <Spin aria-label={t('loading')} />}
          {items?.length === 0 && <p className="quiet">{t('plan.noJoint')}</p>}
          <ul className="plan-list">
            {items?.map((joint) => (
              <li key={joint.id} className="plan-item">
                <JointItem
                  joint={joint}
                  dispatcher={dispatcher}
                  clock={clock}
                  onOpen={onOpen}
                  onStep={(chosen) => setStep({ step: chosen, joint })}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      {step && (
        <JointStepDialog
          step={step.step}
          joint={step.joint}
          dispatcher={dispatcher}
          clock={clock}
          onDone={done}
          onClose={() => setStep(null)}
          onEnd={onEnd}
        />
      )}
      {question}
    </Drawer>
  );
}

interface JointItemProps {
  joint: JointFragment;
  dispatcher: Dispatcher;
  clock: Clock;
  onOpen: (requestId: string) => void;
  onStep: (step: JointStep) => void;
}

function JointItem({ joint, dispatcher, clock, onOpen, onStep }: JointItemProps) {
  const { t } = useTranslation();
  const { name, beginsAt, endsAt, note, cancelledAt, requests, teams } = joint;
  const now = useNow();
  const open = requests.filter(({ state }) => isStillOpen(state));
  const isOwn = requests.every(({ community }) => dispatcher.communityIds.has(community?.id ?? ''));
  const led = teams.find((team) => team && dispatcher.teamIds.has(team.id));
  return (
    <>
      <strong>
        {name}{' '}
        {cancelledAt ? (
          <Tag>{t('plan.cancelled')}</Tag>
        ) : (
          <Tag>{t(`plan.jointTime.${timeOf(joint, now)}`)}</Tag>
        )}
      </strong>
      <span>{clock.window(beginsAt, endsAt)}</span>
      {note && <span className="card-note">{note}</span>}
      {!cancelledAt && <TeamProgress joint={joint} isOver={timeOf(joint, now) === 'over'} />}
      <ol className="stops">
        {stopsOf(requests).map((stop) => (
          <li key={stop[0].id}>
            {stop.map((request, index) => (
              <button
                key={request.id}
                type="button"
                className="stop"
                onClick={() => onOpen(request.id)}
              >
                {index === 0 &&
                  `${clock.time(request.requestedFrom)} ${request.elderName ?? t('nameHidden')} · `}
                {index > 0 && t('plan.anotherRequest')}
                {t(`state.${request.state}`)}
                {namesOf(request) && stop.length > 1 && ` · ${namesOf(request)}`}
              </button>
            ))}
          </li>
        ))}
      </ol>
      {open.length > 0 && (
        <div className="plan-steps">
          {led && open.some(({ state }) => state === 'OPEN') && (
            <Button type="primary" onClick={() => onStep('accept')}>
              {t('plan.takeJoint')}
            </Button>
          )}
          {isOwn && <Button onClick={() => onStep('move')}>{t('plan.moveJoint')}</Button>}
          {isOwn && (
            <Button danger onClick={() => onStep('cancel')}>
              {t('plan.cancelJoint')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** Volunteers of each team, and the number missing for the elder who lacks most. */
function TeamProgress({
  joint: { teams, requests, volunteersOfEachTeam },
  isOver,
}: {
  joint: JointFragment;
  isOver: boolean;
}) {
  const { t } = useTranslation();
  const alive = requests.filter(({ state }) => state !== 'CANCELLED' && state !== 'EXPIRED');
  return (
    <ul className="team-progress">
      {teams.map((team, index) => {
        const going = alive.map(({ visits }) =>
          visits.filter((visit) => visit.team?.id === team?.id && isLive(visit)),
        );
        const missing = Math.max(
          0,
          ...going.map((visits, at) =>
            isStillOpen(alive[at]?.state) ? volunteersOfEachTeam - visits.length : 0,
          ),
        );
        const names = [
          ...new Set(going.flat().flatMap(({ volunteer }) => volunteer?.displayName ?? [])),
        ];
        return (
          <li key={team?.id ?? index}>
            {names.length > 0 && (
              <Tag className="remark remark-for">
                {t('plan.teamHas', { team: team?.name, names: names.join('、') })}
              </Tag>
            )}
            {missing > 0 && !isOver && (
              <Tag className="remark remark-obstacle">
                {t('plan.teamLacks', { team: team?.name, count: missing })}
              </Tag>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function isStillOpen(state: string | undefined): boolean {
  return state === 'IN_REVIEW' || state === 'OPEN' || state === 'ASSIGNED';
}

type Stop = JointFragment['requests'][number];

/** A household may have a request for each team, but it is one stop. */
function stopsOf(requests: readonly Stop[]): [Stop, ...Stop[]][] {
  const stops = new Map<string, [Stop, ...Stop[]]>();
  for (const request of requests) {
    const key = `${request.elder?.id ?? request.id} ${request.requestedFrom}`;
    const stop = stops.get(key);
    if (stop) stop.push(request);
    else stops.set(key, [request]);
  }
  return [...stops.values()];
}

function namesOf(request: Stop): string {
  return liveVisits(request)
    .flatMap(({ volunteer }) => volunteer?.displayName ?? [])
    .join('、');
}

function timeOf({ beginsAt, endsAt }: JointFragment, now: number): 'coming' | 'now' | 'over' {
  if (Date.parse(endsAt) < now) return 'over';
  return Date.parse(beginsAt) > now ? 'coming' : 'now';
}

/** Upcoming visits first, the next one at the top; then past ones, the latest first. */
function inOrder(items: readonly JointFragment[]): JointFragment[] {
  const now = Date.now();
  const isOver = (joint: JointFragment): boolean =>
    joint.cancelledAt !== null || timeOf(joint, now) === 'over';
  return items.toSorted(
    (left, right) =>
      Number(isOver(left)) - Number(isOver(right)) ||
      (Date.parse(left.beginsAt) - Date.parse(right.beginsAt)) * (isOver(left) ? -1 : 1),
  );
}

/** Read again when one of their requests changes on the board. */
function useJointVisits(changes: number): {
  items: readonly JointFragment[] | undefined;
  problem: unknown;
} {
  const client = useClient();
  const { model } = useBoard();
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const later = new Burst<true>(lookAfterMs, () => setVersion((before) => before + 1));
    const unwatch = model.store.watch((all) => {
      if (all.some(({ before, after }) => before?.jointVisit ?? after?.jointVisit)) later.add(true);
    });
    return () => {
      unwatch();
      later.stop();
    };
  }, [model]);
  const [items, setItems] = useState<readonly JointFragment[]>();
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    let stopped = false;
    ask(client, JointVisitsDocument, { after: null }).then(
      ({ jointVisits }) => {
        if (stopped) return;
        setItems(inOrder(answered(jointVisits).edges.map(({ node }) => node)));
        setProblem(null);
      },
      (error: unknown) => stopped || setProblem(error),
    );
    return () => {
      stopped = true;
    };
  }, [client, changes, version]);
  return { items, problem };
}

/** Rescheduling a joint visit changes all of its requests. */
const lookAfterMs = 500;
