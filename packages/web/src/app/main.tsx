import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createClient, httpTransport } from '@allmende/api/client'
import { App } from './app.tsx'
import { ClientProvider } from './state/client.tsx'
import { startLanguage } from './state/i18n.ts'
import { followNode } from './state/live.ts'
import { applyChosenTheme } from './state/preferences.ts'
import { takeToken } from './state/token.ts'
import { NoToken } from './frame/no-token.tsx'

applyChosenTheme()
const [token] = await Promise.all([takeToken(), startLanguage()])
const root = createRoot(document.querySelector('#root') as HTMLElement)
if (token === null) root.render(<NoToken />)
else {
  const client = createClient(httpTransport({ url: location.origin, token }))
  // The events say what is out of date, so nothing is asked again for its age, or because a window came to the front.
  const cache = new QueryClient({
    defaultOptions: {
      queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
  root.render(
    <StrictMode>
      <QueryClientProvider client={cache}>
        <ClientProvider value={client}>
          <App />
        </ClientProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
  void followNode(client, cache)
}
