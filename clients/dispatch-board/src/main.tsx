import './style-nonce.ts';
import './board.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from './language.ts';
import { Board, Page } from './Page.tsx';
import { firstSession } from './restore-session.ts';

await startLanguage();
const { session, hasFailed } = await firstSession();
if (session) void Board.fetch();
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <Page first={session} hasFailed={hasFailed} />
  </StrictMode>,
);
