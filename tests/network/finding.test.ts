import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import { type Machine, network, whyNoNamespaces } from './namespaces.ts'
import { meetingPlace, PATIENCE, person, type Person } from './person.ts'

const missing = whyNoNamespaces()
const options = missing === null ? {} : { skip: missing }

type Listed = { total: number; results: { id: string; name: string }[] }

/** Two who know nothing of each other, neither an address nor a link. */
async function strangers(ada: Person, ben: Person, ...way: string[]): Promise<string[]> {
  const nowhere = ['--no-internet', '--no-lan']
  await ada.tell('commons', 'create', 'Café', ...nowhere)
  await ada.tell('commons', 'create', 'Board', '--private', ...nowhere)
  const { words = '' } = await ben.tell<{ words?: string }>('profile', '--name', 'Ben', ...nowhere)
  await ada.start(...way)
  await ben.start(...way)
  await ada.tell('commons', 'list-publicly', '--commons', 'Café', '--about', 'We mend toasters')
  return words.split(' ')
}

/** Finds the commons that is listed, and joins it. */
async function findsAndJoins(one: Person): Promise<string> {
  const found = await until(
    async () => {
      const { total, results } = await one.tell<Listed>('commons', 'find', 'toasters')
      return total > 0 ? results[0] : null
    },
    { what: 'the listing to be found', ...PATIENCE },
  )
  const { name } = await one.tell<{ name: string }>('commons', 'join', found.id)
  return name
}

async function joinsByCode(ada: Person, ben: Person): Promise<string> {
  const { code } = await ada.tell<{ code: string }>('commons', 'invite', '--commons', 'Board', '--no-wait')
  const { name } = await ben.tell<{ name: string }>('commons', 'join', code)
  return name
}

test(
  'N2 N11 DV6 on a switch with no route out a code is met, a listing found, and one’s own list from the words, all by mDNS',
  options,
  async (t) => {
    const { makeSwitch, machine } = network(t)
    const bare = makeSwitch('sw')
    const machines = [machine('a'), machine('b'), machine('c')]
    machines.forEach((one, at) => one.plug(bare, `10.77.0.${at + 1}/24`))
    const [ada, ben, borrowed] = machines.map((one) => person(t, one)) as [Person, Person, Person]
    const words = await strangers(ada, ben, '--no-internet')
    t.equal(words.length, 24)
    t.equal(await joinsByCode(ada, ben), 'Board', 'by the code, before the two have met in any other way')
    t.equal(await findsAndJoins(ben), 'Café', 'without a link')
    const slip = join(temporaryFolder(t), 'slip.txt')
    writeFileSync(slip, words.join(' '))
    const restored = await borrowed.tell<{ found: boolean; name: string; commons: { name: string }[] }>(
      'restore',
      '--words-file',
      slip,
      '--no-internet',
    )
    t.ok(restored.found, 'the list was found')
    // The newest may not have been kept by anybody yet.
    t.ok(
      restored.commons.some(({ name }) => name === 'Board'),
      'with the commons entered by the code',
    )
  },
)

/** This computer as it is: its nodes meet in a DHT on loopback. */
const HERE: Machine = { name: 'here', plug: () => '', turn: () => {}, run: (words) => [...words] }

test('N2 N11 over a DHT a code is met, and a listing found, by who knows no address and has no link', async (t) => {
  const bootstrap = await meetingPlace(t, HERE, '127.0.0.1', '--port', '0')
  const [ada, ben] = [person(t, HERE), person(t, HERE)]
  await strangers(ada, ben, '--no-lan', '--host', '127.0.0.1', '--bootstrap', bootstrap)
  t.equal(await joinsByCode(ada, ben), 'Board')
  t.equal(await findsAndJoins(ben), 'Café')
})
