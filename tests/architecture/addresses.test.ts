import { safeAddress } from '@allmende/rules'
import { seeded } from '@allmende/testkit'
import test from 'tape'
import { safeAddress as onThePage } from '../../packages/web/src/markdown/safe-address.ts'

const PIECES =
  'https: http: mailto: javascript: data: // / \\ @ # ? : . example.org [::1] %2f \t \n \0 ä a A 1'.split(' ')

test('WB8 an address that marks make a link of is judged alike on the page, which can’t import `rules`', (t) => {
  const random = seeded('addresses')
  let [passed, refused] = [0, 0]
  for (let round = 0; round < 2_000; round++) {
    const address = Array.from({ length: 1 + random.int(5) }, () => random.pick(PIECES)).join('')
    const judged = safeAddress(address)
    if (judged !== onThePage(address)) t.fail(`${JSON.stringify(address)} is ${String(judged)} for rules`)
    if (judged === null) refused++
    else passed++
  }
  t.ok(passed > 100 && refused > 100, `${passed} passed, ${refused} were refused`)
  t.end()
})
