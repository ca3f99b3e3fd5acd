import test from 'tape'
import { enterPage } from '../src/client/index.ts'
import { KNOCK_BURST, REQUEST_BURST } from '../src/limits.ts'
import { createRates } from '../src/server/rates.ts'
import { ask, codeOf } from './fake/ask.ts'
import { served } from './fake/served.ts'

test('AP24 whoever guesses is held up after a while, and whoever has a token is not held up by that', async (t) => {
  let now = 1_000_000
  const { port, bearer, server } = await served(t, {}, { clock: { now: () => now } })
  const headers = { authorization: 'Bearer x' }
  const guess = () => ask(port, '/v1/status', { headers })
  for (let guesses = 0; guesses < KNOCK_BURST; guesses++)
    if (codeOf(await guess()) !== 'TOKEN_WRONG') t.fail(`guess ${guesses}`)
  const refused = await guess()
  t.deepEqual([refused.status, codeOf(refused)], [429, 'REQUESTS_MANY'], `after ${KNOCK_BURST} guesses`)
  t.equal(refused.headers['retry-after'], '1')
  t.equal((await ask(port, '/v1/status', { headers: bearer })).status, 200, 'the owner is answered')
  await enterPage({ url: server.url, code: server.pageUrl.split('#code=')[1] ?? '' })
  t.pass('and opens the page')
  now += 1_000
  t.equal(codeOf(await guess()), 'TOKEN_WRONG', 'a second later one may try again')
})

test('AP24 a page that asks without end holds up itself and nobody else', (t) => {
  let now = 0
  const rates = createRates({ now: () => now })
  for (let asked = 0; asked < REQUEST_BURST; asked++) if (rates.refuseMore('a')) t.fail(`request ${asked}`)
  t.equal(rates.refuseMore('a')?.code, 'REQUESTS_MANY', `after ${REQUEST_BURST}`)
  t.equal(rates.refuseMore('b'), null, 'another page goes on')
  now += 1_000
  t.equal(rates.refuseMore('a'), null, 'and a second later it does, too')
  t.end()
})
