import { lazy, Suspense } from 'react'
import { Router, Route, Switch, Redirect } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { Frame } from './frame/frame.tsx'
import { Loading } from './parts/loading.tsx'
import { Problem } from './parts/problem.tsx'
import { Nowhere } from './screens/nowhere.tsx'
import { CommonsList } from './screens/commons/commons-list.tsx'
import { CommonsScreen } from './screens/commons/commons-screen.tsx'
import { Goods } from './screens/goods/goods.tsx'
import { useCommons } from './state/ask.ts'

// What the first screen doesn't need comes when it is gone to: a millisecond away, since the node is on this computer.
const Welcome = lazy(async () => ({ default: (await import('./screens/welcome/welcome.tsx')).Welcome }))
const Good = lazy(async () => ({ default: (await import('./screens/good/good.tsx')).Good }))
const Share = lazy(async () => ({ default: (await import('./screens/share/share.tsx')).Share }))
const Import = lazy(async () => ({ default: (await import('./screens/import/import.tsx')).Import }))
const Drafts = lazy(async () => ({ default: (await import('./screens/drafts/drafts.tsx')).Drafts }))
const Draft = lazy(async () => ({ default: (await import('./screens/drafts/draft.tsx')).Draft }))
const People = lazy(async () => ({ default: (await import('./screens/people/people.tsx')).People }))
const ThisNode = lazy(async () => ({ default: (await import('./screens/node/this-node.tsx')).ThisNode }))

export function App() {
  return (
    <Router hook={useHashLocation}>
      <Frame>
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/">
              <Home />
            </Route>
            <Route path="/welcome" component={Welcome} />
            <Route path="/commons" component={CommonsList} />
            <Route path="/commons/:id">{({ id }) => <CommonsScreen key={id} id={id} />}</Route>
            <Route path="/goods" component={Goods} />
            <Route path="/goods/:id">{({ id }) => <Good key={id} id={id} />}</Route>
            <Route path="/share">
              <Share />
            </Route>
            <Route path="/share/:of">{({ of }) => <Share key={of} of={of} />}</Route>
            <Route path="/import" component={Import} />
            <Route path="/drafts" component={Drafts} />
            <Route path="/drafts/:id">{({ id }) => <Draft key={id} id={id} />}</Route>
            <Route path="/people" component={People} />
            <Route path="/node" component={ThisNode} />
            {/* Needs, means and decisions get their places here: /needs, /means, /decisions. */}
            <Route component={Nowhere} />
          </Switch>
        </Suspense>
      </Frame>
    </Router>
  )
}

/** Who has no commons yet is welcomed; who has one only goes there at once. */
function Home() {
  const { data, error } = useCommons()
  if (error) return <Problem error={error} />
  if (!data) return <Loading />
  const [only] = data
  // Asked of the address itself: who has gone on meanwhile must not be led back by what was drawn before that.
  if (!/^#?\/?$/.test(location.hash)) return null
  if (only === undefined) return <Redirect to="/welcome" replace />
  return <Redirect to={data.length === 1 ? `/commons/${only.id}` : '/commons'} replace />
}
