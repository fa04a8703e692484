import { App, Alert, Button, Dropdown, Input, Segmented, Spin } from 'antd';
import { DownOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { BoardStore, type Card } from './board-store.ts';
import { useDispatcher } from './dispatcher.ts';
import type { Language } from './language.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { activeMax, type Connection, followBoard, lanes } from './live.ts';
import { Mark } from './Mark.tsx';
import { ReviewQueue } from './proof/ReviewQueue.tsx';
import { OpenRequest } from './OpenRequest.tsx';
import { AlarmStrip } from './plan/AlarmStrip.tsx';
import { PlanTools } from './plan/PlanTools.tsx';
import { RequestCard } from './RequestCard.tsx';
import { RequestDetails } from './RequestDetails.tsx';
import type { Session } from './session.ts';
import { StepDialog } from './StepDialog.tsx';
import { certifiedAt, inOrder, ledPart, liveVisits, type Role, type Step, stepsFor } from './steps.ts';
import { Clock } from './time.ts';

interface BoardProps {
  session: Session;
  language: Language;
  onLeave: () => void;
  /** The session has ended by itself. */
  onEnd: () => void;
}

/** The answer to what somebody did here comes about when the feed tells of it; what others did can wait so long. */
const tellAfterMs = 700;
/** How long a card that just changed stands out. */
const newsMs = 6_000;

/** The lanes of a dispatcher's requests, live. */
export function Board({ session, language, onLeave, onEnd }: BoardProps) {
  const { t } = useTranslation();
  const { dispatcher, hasFailed, reload } = useDispatcher(onEnd);
  const { store, connection, trouble, news, own } = useLiveBoard(session, onEnd);
  const cards = useSyncExternalStore(store.subscribe, store.cards);
  const [step, setStep] = useState<{ step: Step; requestId: string } | null>(null);
  const [shownId, setShownId] = useState<string | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  const [lane, setLane] = useState<string>('OPEN');
  const [ownOnly, setOwnOnly] = useState(false);
  const [search, setSearch] = useState('');
  const [proofChanges, setProofChanges] = useState(0);
  const wanted = useDeferredValue(search.trim().toLowerCase());
  useMinute();

  const clock = useMemo(() => new Clock(dispatcher?.timeZone ?? 'Asia/Shanghai', language), [dispatcher, language]);
  const isOwn = (card: Card): boolean => dispatcher?.communityIds.has(card.community?.id ?? '') ?? false;
  const visible = cards.filter((card) => (!ownOnly || isOwn(card)) && matches(card, wanted) && hasLane(card, clock));
  const active = cards.filter(({ state }) => state !== 'CERTIFIED');
  const canOpen = (dispatcher?.communityIds.size ?? 0) > 0;
  useShortcut('n', () => canOpen && setIsOpening(true));
  useShortcut('a', () => document.querySelector<HTMLElement>('.alarm')?.focus());

  if (hasFailed) {
    return (
      <main className="door">
        <Alert
          type="error"
          showIcon
          title={t('networkFailed')}
          action={<Button onClick={reload}>{t('tryAgain')}</Button>}
        />
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
  const { teamIds } = dispatcher;
  const roleIn = (card: Card): Role => ({ isOwn: isOwn(card), teamIds });
  const isLed = (card: Card): boolean => ledPart(card, teamIds).visits.length > 0;
  const stepCard = cards.find(({ id }) => id === step?.requestId);
  return (
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
        <Dropdown menu={{ items: [{ key: 'leave', label: t('signOut'), onClick: onLeave }] }} trigger={['click']}>
          <Button type="text" className="top-who">
            {dispatcher.displayName} <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      </header>
      <div className="tools">
        <Button
          type="primary"
          size="large"
          icon={<PlusOutlined aria-hidden />}
          title={t('newRequestKey')}
          disabled={!canOpen}
          onClick={() => setIsOpening(true)}
        >
          {t('newRequest')}
        </Button>
        <Input
          className="tools-search"
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          placeholder={t('search')}
          aria-label={t('search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Segmented<boolean>
          value={ownOnly}
          options={[
            { value: false, label: t('everyCommunity') },
            { value: true, label: t('ownCommunity') },
          ]}
          onChange={setOwnOnly}
        />
        <PlanTools dispatcher={dispatcher} clock={clock} cards={cards} onOpen={setShownId} onEnd={onEnd} />
        {canOpen && (
          <ReviewQueue
            dispatcher={dispatcher}
            clock={clock}
            boardVersion={connection === 'live' ? `${proofChanges} ${versionOf(cards.filter(isOwn))}` : null}
            onOpen={setShownId}
            onEnd={onEnd}
          />
        )}
      </div>
      {trouble && <Alert type="error" showIcon title={t('somethingWrong', { message: trouble })} />}
      {!canOpen && teamIds.size === 0 && <Alert type="info" showIcon title={t('notDispatcher')} />}
      <AlarmStrip cards={active.filter((card) => isOwn(card) || isLed(card))} onOpen={setShownId} />
      {active.length >= activeMax && <Alert type="warning" showIcon title={t('tooMany', { count: activeMax })} />}
      <Segmented
        className="lane-tabs"
        block
        value={lane}
        onChange={setLane}
        options={lanes.map((state) => ({
          value: state,
          label: (
            <span className="lane-tab">
              {t(`state.${state}`)}
              <strong>{visible.filter((card) => laneOf(card) === state).length}</strong>
            </span>
          ),
        }))}
      />
      <main id="lanes" className="lanes" aria-label={t('lanes')} tabIndex={-1}>
        {lanes.map((state) => {
          const inLane = inOrder(visible.filter((card) => laneOf(card) === state));
          return (
            <section
              key={state}
              className={state === lane ? `lane lane-${state} lane-chosen` : `lane lane-${state}`}
              aria-labelledby={`lane-${state}`}
            >
              <h2 id={`lane-${state}`}>
                {state === 'CERTIFIED' ? t('certifiedToday') : t(`state.${state}`)}{' '}
                <span className="lane-count">{inLane.length}</span>
              </h2>
              <div className="lane-cards">
                {inLane.length === 0 && (
                  <p className="lane-empty">{connection === 'connecting' ? t('loading') : t('emptyLane')}</p>
                )}
                {inLane.map((card) => (
                  <RequestCard
                    key={card.id}
                    card={card}
                    clock={clock}
                    isOwn={isOwn(card)}
                    next={stepsFor(card, roleIn(card))[0]}
                    isNews={news.has(card.id)}
                    onOpen={({ id }) => setShownId(id)}
                    onStep={(chosen, { id }) => setStep({ step: chosen, requestId: id })}
                  />
                ))}
              </div>
            </section>
          );
        })}
      </main>
      {isOpening && (
        <OpenRequest
          dispatcher={dispatcher}
          clock={clock}
          onOpened={(card) => {
            own.add(card.id);
            store.put(card);
          }}
          onClose={() => setIsOpening(false)}
          onEnd={onEnd}
        />
      )}
      {shownId && (
        <RequestDetails
          requestId={shownId}
          version={cards.find(({ id }) => id === shownId)?.version ?? 0}
          clock={clock}
          isOwn={isOwn}
          roleIn={roleIn}
          onStep={(chosen) => setStep({ step: chosen, requestId: shownId })}
          onChanged={() => setProofChanges((before) => before + 1)}
          onEnd={onEnd}
          onClose={() => setShownId(null)}
        />
      )}
      {step && stepCard && (
        <StepDialog
          key={`${step.step} ${step.requestId}`}
          step={step.step}
          card={isOwn(stepCard) ? stepCard : ledPart(stepCard, teamIds)}
          clock={clock}
          teamIds={isOwn(stepCard) ? null : teamIds}
          onDone={(card) => {
            store.put(card);
            setStep(null);
          }}
          onClose={() => setStep(null)}
          onEnd={onEnd}
        />
      )}
    </div>
  );
}

function ConnectionLight({ connection }: { connection: Connection }) {
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
}

/** Follows the platform, and tells of what others entered. */
function useLiveBoard(session: Session, onEnd: () => void) {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const client = useClient();
  const [store] = useState(() => new BoardStore());
  /** Requests that were opened here: nobody has to be told of those. */
  const [own] = useState(() => new Set<string>());
  const [connection, setConnection] = useState<Connection>('connecting');
  const [trouble, setTrouble] = useState<string>();
  const [news, setNews] = useState<ReadonlySet<string>>(new Set());

  const onNews = useCallback(
    (card: Card) => {
      setNews((before) => new Set(before).add(card.id));
      setTimeout(() => setNews((before) => new Set([...before].filter((id) => id !== card.id))), newsMs);
      if (card.state !== 'OPEN' || card.version !== 1) return;
      setTimeout(() => {
        if (own.has(card.id)) return;
        notification.info({
          key: card.id,
          title: t('arrived', {
            community: card.community?.name ?? '',
            elder: card.elder?.displayName ?? '',
            kind: card.kind.name,
          }),
        });
      }, tellAfterMs);
    },
    [notification, own, t],
  );
  // The newest of these, without following anew when the language changes.
  const told = useRef({ onNews, onEnd });
  useEffect(() => {
    told.current = { onNews, onEnd };
  });
  useEffect(() => {
    return followBoard(client, session, store, {
      onConnection: (now) => {
        setConnection(now);
        if (now === 'live') setTrouble(undefined);
      },
      onTrouble: setTrouble,
      onNews: (card) => told.current.onNews(card),
      onEnd: () => told.current.onEnd(),
    });
  }, [client, session, store]);
  return { store, connection, trouble, news, own };
}

/** Renders again each half minute, since cards tell how long something has lasted. */
function useMinute(): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
}

/** A single key, where nobody is typing and no dialog is open. */
function useShortcut(key: string, act: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.closest('input, textarea, [contenteditable], [role="dialog"]')) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}

/** What waits for review is the dispatcher's to open, so it stands with what is open. */
function laneOf({ state }: Card): string {
  return state === 'IN_REVIEW' ? 'OPEN' : state;
}

function matches(card: Card, wanted: string): boolean {
  if (!wanted) return true;
  const texts = [
    card.elder?.displayName,
    card.kind.name,
    card.note,
    ...liveVisits(card).map(({ volunteer }) => volunteer?.displayName),
  ];
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}

/** Another one whenever a request of the board changed, came or went. */
function versionOf(cards: readonly Card[]): string {
  return `${cards.length} ${cards.reduce((sum, { version }) => sum + version, 0)}`;
}

/** Certified ones stay for the day. */
function hasLane(card: Card, clock: Clock): boolean {
  if (card.state !== 'CERTIFIED') return (lanes as readonly string[]).includes(laneOf(card));
  const at = certifiedAt(card);
  return at !== undefined && clock.isToday(at);
}
