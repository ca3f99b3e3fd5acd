import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createClient, httpTransport } from '@allmende/api/client'
import { App } from './app.tsx'
import { ClientProvider } from './state/client.tsx'
import { startLanguage } from './state/i18n.ts'
import { followNode } from './state/live.ts'
import { applyChosenTheme } from './state/preferences.ts'
import { answerOtherTabs, takeToken } from './state/token.ts'
import { NoToken } from './frame/no-token.tsx'

applyChosenTheme()
const root = createRoot(document.querySelector('#root') as HTMLElement)
const language = startLanguage()
const showAway = () => void language.then(() => root.render(<NoToken why="away" />))
const [taken] = await Promise.all([takeToken(showAway), language])
if ('why' in taken) root.render(<NoToken why={taken.why} />)
else {
  const client = createClient(httpTransport({ url: location.origin, token: taken.token }))
  answerOtherTabs(() => client.pageCode())
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
