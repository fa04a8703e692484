import { Burst } from '@linli/sdk';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { BoardModel } from './board-model.ts';
import type { Card } from './card.ts';
import { type Connection, followBoard } from './live.ts';
import { alarmText } from './scheduling/AlarmStrip.tsx';
import type { Session } from './session.ts';

/**
 * The answer to one's own step arrives about when the feed reports it. Notices about others can
 * wait this long.
 */
const tellAfterMs = 700;

/** Follows the platform, and shows notices about requests of others and new alarms. */
export function useLiveBoard(session: Session, onEnd: () => void) {
  const { t } = useTranslation();
  const client = useClient();
  const [model] = useState(() => new BoardModel());
  const [connection, setConnection] = useState<Connection>('connecting');
  const [trouble, setTrouble] = useState<string>();
  const [readSoFar, setReadSoFar] = useState<number | null>(null);
  // The latest values, so that a change of language does not restart the subscription.
  const told = useRef({ onEnd, t });
  useEffect(() => {
    told.current = { onEnd, t };
  });

  useEffect(() => {
    const arrivals = new Burst<Card>(tellAfterMs, (cards) => {
      if (model.own.isSending) return cards.forEach((card) => arrivals.add(card));
      const others = cards.filter(({ id }) => !model.own.has(id));
      if (others.length > 0)
        model.news.change((before) => ({ ...before, arrivals: [...before.arrivals, ...others] }));
    });
    const alarms = new Burst<Card>(tellAfterMs, (cards) => {
      const texts = cards.map((card) =>
        alarmText(model.store.get(card.id) ?? card, told.current.t),
      );
      model.news.change((before) => ({ ...before, alarms: [...before.alarms, ...texts] }));
    });
    let isRead = false;
    const unwatch = model.store.watch((changes) => {
      // The alarm strip shows alarms that were there before.
      if (!isRead) return;
      const alarmed = new Set(model.alarms.ids('ALARMED'));
      for (const { before, after } of changes) {
        if (
          after &&
          alarmed.has(after.id) &&
          after.alarms.some((alarm) => !before?.alarms.includes(alarm))
        )
          alarms.add(after);
      }
    });
    const stop = followBoard(client, session, model.store, {
      onConnection(now) {
        setConnection(now);
        if (now === 'live') setTrouble(undefined);
      },
      onTrouble: setTrouble,
      onReading(count) {
        isRead = count === null;
        setReadSoFar(count);
      },
      onNews(card) {
        model.highlights.add(card.id);
        if (card.state === 'OPEN' && card.version === 1) arrivals.add(card);
      },
      onEnd: () => told.current.onEnd(),
    });
    return () => {
      stop();
      unwatch();
      arrivals.stop();
      alarms.stop();
      model.highlights.stop();
    };
  }, [client, session, model]);

  /**
   * Shows one's own change at once, so that a closing dialog returns the focus to a card in its
   * final lane.
   */
  const put = useCallback(
    (card: Card): void => {
      model.store.put(card);
      model.store.flush();
    },
    [model],
  );
  return useMemo(
    () => ({ model, connection, trouble, readSoFar, put }),
    [model, connection, trouble, readSoFar, put],
  );
}
