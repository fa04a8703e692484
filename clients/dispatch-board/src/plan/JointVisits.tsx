import { Alert, Button, Drawer, Spin, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { Dispatcher } from '../dispatcher.ts';
import { type JointFragment, JointVisitsDocument } from '../documents.golden.ts';
import { ask } from '../platform.ts';
import type { Clock } from '../time.ts';
import { JointForm } from './JointForm.tsx';
import { JointStepDialog, type JointStep } from './JointStepDialog.tsx';

interface JointVisitsProps {
  dispatcher: Dispatcher;
  clock: Clock;
  /** Another one whenever something on the board changed. */
  boardVersion: string;
  onOpen: (requestId: string) => void;
  onClose: () => void;
  onEnd: () => void;
}

/** The joint visits of the community and its teams: who visits whom, which team is missing, and what is done about it. */
export function JointVisits({ dispatcher, clock, boardVersion, onOpen, onClose, onEnd }: JointVisitsProps) {
  const { t } = useTranslation('plan');
  const [changes, setChanges] = useState(0);
  const [isPlanning, setIsPlanning] = useState(false);
  const [step, setStep] = useState<{ step: JointStep; joint: JointFragment } | null>(null);
  const { items, hasFailed } = useJointVisits(`${boardVersion} ${changes}`);
  const canPlan = dispatcher.communityIds.size > 0;
  const done = (): void => {
    setIsPlanning(false);
    setStep(null);
    setChanges((before) => before + 1);
  };
  return (
    <Drawer
      open
      title={t('joint')}
      size={560}
      onClose={onClose}
      footer={
        canPlan && !isPlanning ? (
          <div className="form-foot">
            <Button type="primary" onClick={() => setIsPlanning(true)}>
              {t('planJoint')}
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
          onClose={() => setIsPlanning(false)}
          onEnd={onEnd}
        />
      ) : (
        <>
          {hasFailed && <Alert type="error" showIcon title={t('translation:listNotRead')} />}
          {!items && !hasFailed && <Spin aria-label={t('translation:loading')} />}
          {items?.length === 0 && <p className="quiet">{t('noJoint')}</p>}
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
  const { t } = useTranslation('plan');
  const { name, beginsAt, endsAt, note, cancelledAt, requests, teams } = joint;
  const open = requests.filter(({ state }) => isStillOpen(state));
  const isOwn = requests.every(({ community }) => dispatcher.communityIds.has(community?.id ?? ''));
  const led = teams.find((team) => team && dispatcher.teamIds.has(team.id));
  return (
    <>
      <strong>
        {name} {cancelledAt && <Tag>{t('cancelled')}</Tag>}
      </strong>
      <span>{clock.window(beginsAt, endsAt)}</span>
      {note && <span className="card-note">{note}</span>}
      {!cancelledAt && <TeamsStanding joint={joint} />}
      <ol className="stops">
        {requests.map((request) => (
          <li key={request.id}>
            <button type="button" className="stop" onClick={() => onOpen(request.id)}>
              {clock.time(request.wishedFrom)} {request.elderName ?? '—'} · {t(`translation:state.${request.state}`)}
            </button>
          </li>
        ))}
      </ol>
      {open.length > 0 && (
        <div className="plan-steps">
          {led && open.some(({ state }) => state === 'OPEN') && (
            <Button type="primary" onClick={() => onStep('accept')}>
              {t('takeJoint')}
            </Button>
          )}
          {isOwn && <Button onClick={() => onStep('move')}>{t('moveJoint')}</Button>}
          {isOwn && (
            <Button danger onClick={() => onStep('cancel')}>
              {t('cancelJoint')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

/** Who goes for each team, and how many are missing with the elder who lacks most. */
function TeamsStanding({ joint: { teams, requests, volunteersOfEachTeam } }: { joint: JointFragment }) {
  const { t } = useTranslation('plan');
  const alive = requests.filter(({ state }) => state !== 'CANCELLED' && state !== 'EXPIRED');
  return (
    <ul className="team-standing">
      {teams.map((team, index) => {
        const going = alive.map(({ visits }) =>
          visits.filter((visit) => visit.team?.id === team?.id && !['WITHDRAWN', 'NO_SHOW'].includes(visit.state)),
        );
        const missing = Math.max(
          0,
          ...going.map((visits, at) => (isStillOpen(alive[at]?.state) ? volunteersOfEachTeam - visits.length : 0)),
        );
        const names = [...new Set(going.flat().map(({ volunteer }) => volunteer?.displayName ?? '—'))];
        return (
          <li key={team?.id ?? index}>
            {names.length > 0 && (
              <Tag className="remark remark-for">{t('teamHas', { team: team?.name, names: names.join('、') })}</Tag>
            )}
            {missing > 0 && (
              <Tag className="remark remark-obstacle">{t('teamLacks', { team: team?.name, count: missing })}</Tag>
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

/** Those planned last, first; read again when the board changes. */
function useJointVisits(version: string): { items: readonly JointFragment[] | undefined; hasFailed: boolean } {
  const client = useClient();
  const [items, setItems] = useState<readonly JointFragment[]>();
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    let stopped = false;
    ask(client, JointVisitsDocument, { after: null }).then(
      ({ jointVisits }) => stopped || setItems(jointVisits.edges.map(({ node }) => node)),
      () => stopped || setHasFailed(true),
    );
    return () => {
      stopped = true;
    };
  }, [client, version]);
  return { items, hasFailed };
}
