import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './workbench.css';
import { GraphiQL } from 'graphiql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { fetcher } from './fetcher.ts';

/** First content of the editor: how to sign in, and a first query. */
const welcome = `# Linli 邻里: try the platform.
#
# 1. Get a token on a demo instance:
#    npm run token -- dispatcher@xinxian
# 2. Put it under "Headers" below:
#    { "authorization": "Bearer ..." }
# 3. Press Ctrl-Enter.
#
# Subscriptions take the same header.

query WhoAmI {
  me {
    account { displayName }
    grants { role communityId }
  }
}
`;

createRoot(document.getElementById('workbench')!).render(
  <StrictMode>
    <GraphiQL
      fetcher={fetcher}
      defaultQuery={welcome}
      defaultHeaders={'{\n  "authorization": ""\n}'}
      defaultEditorToolsVisibility="headers"
      isHeadersEditorEnabled
    />
  </StrictMode>,
);
