import { Alert, Button, Dropdown, Segmented, Spin } from 'antd';
import { DownOutlined, PlusOutlined } from '@ant-design/icons';
import { useItem } from '@linli/sdk/react';
import {
  memo,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { BoardContext, type BoardParts, useBoard } from './board-context.ts';
import type { Card } from './card.ts';
import { type Dispatcher, useDispatcher } from './dispatcher.ts';
import { isDialogOpen, revealCardsBy } from './focus.ts';
import type { Language } from './language.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { Lanes } from './Lanes.tsx';
import { loadLater, whenIdle } from './later.tsx';
import { useLiveBoard } from './live-board.ts';
import type { Connection } from './live.ts';
import { Mark } from './Brand.tsx';
import { Notices } from './Notices.tsx';
import { useNow } from './now.ts';
import type { Draft } from './OpenRequest.tsx';
import { AlarmStrip } from './scheduling/AlarmStrip.tsx';
import { PlanTools } from './scheduling/PlanTools.tsx';
import { ReviewButton } from './certification/ReviewButton.tsx';
import { ReadProblem } from './ReadProblem.tsx';
import { SearchBox } from './SearchBox.tsx';
import type { Session } from './session.ts';
import { type DialogStep, ledPart, type Role, type Step } from './steps.ts';
import { Clock } from './time.ts';

interface BoardProps {
  session: Session;
  language: Language;
  onLeave: () => void;
  /** Called when the session ends by itself. */
  onEnd: () => void;
}

// A click opens these parts. They are fetched after the board, so they are ready by then.
const OpenRequest = loadLater(async () => (await import('./OpenRequest.tsx')).OpenRequest);
const RequestDetails = loadLater(async () => (await import('./RequestDetails.tsx')).RequestDetails);
const StepDialog = loadLater(async () => (await import('./StepDialog.tsx')).StepDialog);

/** The live lanes of a dispatcher's requests. */
export function Board({ session, language, onLeave, onEnd }: BoardProps) {
  const { t } = useTranslation();
  const { dispatcher, problem, reload } = useDispatcher(onEnd);
  const live = useLiveBoard(session, onEnd);
  if (problem !== null) {
    return (
      <main className="door">
        <div className="door-top">
          <Mark />
          <span className="top-space" />
          <LanguageSwitch />
          <Button type="text" onClick={onLeave}>
            {t('signOut')}
          </Button>
        </div>
        <ReadProblem problem={problem} onRetry={reload} />
      </main>
    );
  }
  if (!dispatcher) {
    return (
      <main className="door">
        <Spin aria-label={t('loading')} />
      </main>
    );
  }
  return (
    <Desk dispatcher={dispatcher} live={live} language={language} onLeave={onLeave} onEnd={onEnd} />
  );
}

interface DeskProps extends Omit<BoardProps, 'session'> {
  dispatcher: Dispatcher;
  live: ReturnType<typeof useLiveBoard>;
}

function Desk({ dispatcher, live, language, onLeave, onEnd }: DeskProps) {
  const { t } = useTranslation();
  const { model, connection, trouble, readSoFar } = live;
  const [step, setStep] = useState<{ step: DialogStep; requestId: string } | null>(null);
  const [shownId, setShownId] = useState<string | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  const [ownOnly, setOwnOnly] = useState(false);
  const draft = useRef<Draft | null>(null);
  const isPhone = useMedia('(max-width: 900px)');
  const canOpen = dispatcher.communityIds.size > 0;

  const clock = useMemo(() => new Clock(dispatcher.timeZone, language), [dispatcher, language]);
  const role = useCallback(
    (card: Card): Role => ({
      isOwn: dispatcher.communityIds.has(card.community?.id ?? ''),
      teamIds: dispatcher.teamIds,
    }),
    [dispatcher],
  );
  const onStep = useCallback((chosen: Step, requestId: string) => {
    if (chosen === 'resolveDispute') setShownId(requestId);
    else setStep({ step: chosen, requestId });
  }, []);
  const parts = useMemo<BoardParts>(
    () => ({ model, clock, t, role, onOpen: setShownId, onStep }),
    [model, clock, t, role, onStep],
  );
  const dayBeganAt = useDay(clock);
  useEffect(() => model.show({ role }), [model, role]);
  useEffect(() => model.show({ ownOnly, dayBeganAt }), [model, ownOnly, dayBeganAt]);
  useEffect(
    () =>
      revealCardsBy((id) => {
        const lane = model.laneWith(id);
        const reveal = lane && model.reveal.get(lane);
        reveal?.(id);
        return reveal !== undefined;
      }),
    [model],
  );
  useEffect(() => whenIdle([OpenRequest, StepDialog, RequestDetails]), []);
  useShortcut('n', () => canOpen && setIsOpening(true));
  useShortcut('a', () => document.querySelector<HTMLElement>('.alarm')?.focus());

  return (
    <BoardContext value={parts}>
      <div className="board">
        <a className="skip" href="#lanes">
          {t('skipToBoard')}
        </a>
        <header className="top">
          <Mark />
          <span className="top-place">{dispatcher.placeName}</span>
          <ConnectionLight connection={connection} />
          <span className="top-space" />
          <LanguageSwitch />
          <Dropdown
            menu={{ items: [{ key: 'leave', label: t('signOut'), onClick: onLeave }] }}
            trigger={['click']}
          >
            <Button type="text" className="top-who">
              {dispatcher.displayName} <DownOutlined aria-hidden />
            </Button>
          </Dropdown>
        </header>
        <div className="tools" role="group" aria-label={t('tools')}>
          <Button
            type="primary"
            size="large"
            icon={<PlusOutlined aria-hidden />}
            title={t('newRequestKey')}
            aria-keyshortcuts="n"
            disabled={!canOpen}
            onClick={() => setIsOpening(true)}
          >
            {t('newRequest')}
          </Button>
          <SearchBox />
          <Segmented<boolean>
            aria-label={t('whichCommunities')}
            value={ownOnly}
            options={[
              { value: false, label: t('everyCommunity') },
              { value: true, label: t('ownCommunity') },
            ]}
            onChange={setOwnOnly}
          />
          <PlanTools dispatcher={dispatcher} onEnd={onEnd} />
          {canOpen && (
            <ReviewButton dispatcher={dispatcher} isLive={connection === 'live'} onEnd={onEnd} />
          )}
        </div>
        {trouble && (
          <Alert type="error" showIcon title={t('somethingWrong', { message: trouble })} />
        )}
        {!canOpen && dispatcher.teamIds.size === 0 && (
          <Alert type="info" showIcon title={t('notDispatcher')} />
        )}
        <AlarmStrip />
        {readSoFar !== null && readSoFar > 0 && (
          <p className="quiet" role="status">
            {t('readingOn', { count: readSoFar })}
          </p>
        )}
        <Lanes isPhone={isPhone} isReading={connection === 'connecting'} />
        <Notices />
        <Suspense>
          {isOpening && (
            <OpenRequest
              dispatcher={dispatcher}
              clock={clock}
              draft={draft}
              onOpened={live.put}
              onClose={() => setIsOpening(false)}
              onEnd={onEnd}
            />
          )}
          {shownId && (
            <RequestDetails
              key={shownId}
              requestId={shownId}
              onStep={(chosen) => onStep(chosen, shownId)}
              onEnd={onEnd}
              onClose={() => setShownId(null)}
            />
          )}
          {step && (
            <StepOn requestId={step.requestId} onGone={() => setStep(null)}>
              {(card) => {
                const { isOwn, teamIds } = role(card);
                return (
                  <StepDialog
                    key={`${step.step} ${step.requestId}`}
                    step={step.step}
                    card={isOwn ? card : ledPart(card, teamIds)}
                    clock={clock}
                    teamIds={isOwn ? null : teamIds}
                    onDone={(after) => {
                      live.put(after);
                      setStep(null);
                    }}
                    onClose={() => setStep(null)}
                    onEnd={onEnd}
                  />
                );
              }}
            </StepOn>
          )}
        </Suspense>
      </div>
    </BoardContext>
  );
}

/** Follows the request of an open step dialog, so that it shows changes by other dispatchers. */
function StepOn({
  requestId,
  onGone,
  children,
}: {
  requestId: string;
  onGone: () => void;
  children: (card: Card) => ReactNode;
}) {
  const { model } = useBoard();
  const card = useItem(model.store, requestId);
  const last = useRef(card);
  useEffect(() => {
    if (card) last.current = card;
    else if (!last.current) onGone();
  }, [card, onGone]);
  // A request that left the board stays as it was last seen until its dialog closes.
  const shown = card ?? last.current;
  return shown ? children(shown) : null;
}

const ConnectionLight = memo(function ConnectionLight({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const text = { live: t('live'), connecting: t('connecting'), offline: t('offline') }[connection];
  return (
    <span
      className={`light light-${connection}`}
      role="status"
      title={connection === 'live' ? t('liveHint') : undefined}
    >
      {text}
    </span>
  );
});

/** Start of the current day; changes at midnight. */
function useDay(clock: Clock): number {
  // Renders again every half minute.
  useNow();
  return clock.dayBeganAt();
}

function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  const [matches, setMatches] = useState(list.matches);
  useEffect(() => {
    const onChange = (): void => setMatches(list.matches);
    onChange();
    list.addEventListener('change', onChange);
    return () => list.removeEventListener('change', onChange);
  }, [list]);
  return matches;
}

/**
 * Elements that take typed text. Other inputs, such as those behind a switch, leave the keys to the
 * board.
 */
const typing =
  'input:not([type="radio"], [type="checkbox"], [type="button"], [type="submit"]), textarea, select, [contenteditable]';

/** A single-key shortcut, active unless somebody is typing or a dialog is open. */
function useShortcut(key: string, act: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.key.toLowerCase() !== key ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.isComposing
      )
        return;
      if (isDialogOpen() || (event.target as HTMLElement).closest(typing)) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
