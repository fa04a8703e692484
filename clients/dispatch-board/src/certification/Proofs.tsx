import { Spin } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import type { Card } from '../card.ts';
import { ProofsDocument, type ProofFragment, VisitProofDocument } from '../documents.generated.ts';
import { ask } from '../api-client.ts';
import { ReadProblem } from '../ReadProblem.tsx';
import type { Clock } from '../time.ts';
import { VisitProof } from './VisitProof.tsx';

interface ProofsProps {
  card: Card;
  clock: Clock;
  isOwn: boolean;
  /**
   * Called after evidence was recorded. The feed may not report it, since evidence is no change of
   * a request.
   */
  onChanged: () => void;
  onEnd: () => void;
}

/** All visits of a request with their evidence. Withdrawn volunteers appear only in the history. */
export function Proofs({ card, clock, isOwn, onChanged, onEnd }: ProofsProps) {
  const { t } = useTranslation();
  const client = useClient();
  const [found, setFound] = useState<{ version: number; visits: readonly ProofFragment[] }>();
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let stopped = false;
    ask(client, ProofsDocument, { id: card.id }).then(
      ({ serviceRequest }) => {
        if (stopped) return;
        setFound(serviceRequest ?? undefined);
        setProblem(null);
      },
      (error: unknown) => stopped || setProblem(error),
    );
    return () => {
      stopped = true;
    };
  }, [client, card.id, card.version, attempt]);
  const readAgain = (): void => setAttempt((before) => before + 1);
  if (problem !== null) return <ReadProblem problem={problem} onRetry={readAgain} />;
  if (!found) return card.visits.length > 0 ? <Spin aria-label={t('proof.evidence')} /> : null;
  return found.visits
    .filter(({ state }) => state !== 'WITHDRAWN')
    .map((visit) => (
      <VisitProof
        key={visit.id}
        visit={visit}
        request={{
          id: card.id,
          version: found.version,
          elder: card.elder?.displayName ?? t('nameHidden'),
          elderPersonId: card.elder?.person?.id ?? null,
        }}
        clock={clock}
        isOwn={isOwn}
        onChanged={() => {
          readAgain();
          onChanged();
        }}
        onEnd={onEnd}
      />
    ));
}

/** Evidence of one visit; undefined until it is read. */
export function useVisitProof(visitId: string): ProofFragment | undefined {
  const client = useClient();
  const [proof, setProof] = useState<ProofFragment>();
  useEffect(() => {
    let stopped = false;
    ask(client, VisitProofDocument, { id: visitId }).then(
      ({ node }) =>
        stopped || setProof(node && 'evidence' in node ? (node as ProofFragment) : undefined),
      // A visit can be certified without this evidence: the platform itself requires a reason when
      // there is too little.
      () => {},
    );
    return () => {
      stopped = true;
    };
  }, [client, visitId]);
  return proof?.id === visitId ? proof : undefined;
}
