import './style-nonce.ts';
import './board.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from './language.ts';
import { Page } from './Page.tsx';
import { firstSession } from './first-session.ts';

await startLanguage();
const { session, hasFailed } = await firstSession();
createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <Page first={session} hasFailed={hasFailed} />
  </StrictMode>,
);
