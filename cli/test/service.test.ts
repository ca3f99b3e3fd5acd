import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder, until } from '@allmende/testkit'
import { SaxesParser } from 'saxes'
import test, { type Test } from 'tape'
import { launchdPlist, MARK, systemdUnit } from '../src/service/unit.ts'
import { begin, run } from './fake/program.ts'

/** Says what it was asked, and answers as systemd would: `$STATE/down` is a user without systemd. */
const FAKE = `#!/bin/sh
echo "$*" >>"$STATE/asked"
[ -e "$STATE/down" ] && { echo 'Failed to connect to bus: No medium found' >&2; exit 1; }
case "$*" in
  *refused.service*) echo 'Unit refused.service is masked.' >&2; exit 1 ;;
  *"show "*.service*) printf 'ActiveState=active\\nSubState=running\\nUnitFileState=enabled\\nMainPID=4711\\nNRestarts=2\\nActiveEnterTimestamp=Sun 2026-11-22\\n' ;;
  *show-user*) echo no ;;
esac
`

function user(t: Test) {
  const folder = temporaryFolder(t)
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const name of ['systemctl', 'loginctl']) {
    writeFileSync(join(bin, name), FAKE)
    chmodSync(join(bin, name), 0o755)
  }
  const home = join(folder, 'data')
  const env = { HOME: folder, STATE: folder, PATH: `${bin}:${process.env['PATH']}`, XDG_CONFIG_HOME: '' }
  const asked = () =>
    existsSync(join(folder, 'asked')) ? readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n') : []
  const file = join(folder, '.config/systemd/user/allmende.service')
  const tell = (...words: string[]) => run(t, ['service', ...words], { home, env })
  return { folder, home, env, asked, file, tell, real: { home, env, real: true as const } }
}

const linux = process.platform === 'linux'

test('service install writes the unit and starts it; status tells; remove takes it away', async (t) => {
  if (!linux) return t.skip('systemd is Linux’s')
  const { tell, asked, file, home } = user(t)
  const none = await tell('status', '--json')
  t.equal((none.json as { installed: boolean }).installed, false, 'none at first')
  t.equal((await tell('remove')).status, 1, 'and none to remove')
  const made = await tell('install', '--no-internet', '--peer-port', '4800', '--json')
  t.equal(made.status, 0, made.err)
  const unit = readFileSync(file, 'utf8')
  t.match(
    unit,
    /^ExecStart=\/bin\/sh \S+\/bin\/allmende start --home \S+ --no-starter --peer-port 4800 --no-internet$/m,
  )
  t.ok(unit.includes(home) && unit.includes(MARK))
  t.deepEqual(
    asked().filter((line) => !line.includes('show')),
    ['daemon-reload', 'enable allmende.service', 'start allmende.service'].map(
      (words) => `--user --no-pager ${words}`,
    ),
  )
  t.match((await tell('install')).out, /^Renewed/, 'the same again renews it')
  t.ok(asked().includes('--user --no-pager restart allmende.service'))
  const said = await tell('status')
  t.match(said.out, /Running \(running\).*\n.*started again 2 times\n.*enable-linger/)
  t.match((await tell('remove')).out, /^Stopped and removed/)
  t.notOk(existsSync(file))
  t.ok(asked().includes('--user --no-pager disable --now allmende.service'))
})

test('where nothing would run the service it says what is missing, and writes nothing', async (t) => {
  if (!linux) return t.skip('systemd is Linux’s')
  const { tell, folder, file, home, env } = user(t)
  writeFileSync(join(folder, 'down'), '')
  const down = await tell('install', '--json')
  t.deepEqual([down.status, codeOf(down.json)], [1, 'SERVICE_SYSTEMD'])
  t.match(down.out, /No medium found/)
  const missing = await run(t, ['service', 'install', '--json'], { home, env: { ...env, PATH: '/nowhere' } })
  t.match(missing.out, /no program `systemctl`/)
  t.notOk(existsSync(file))
  const printed = await tell('install', '--print')
  t.equal(printed.status, 0, '--print works all the same')
  t.match(printed.out, /^# Written by/)
})

test('a refusal of systemd, another’s unit and a bad name are told', async (t) => {
  if (!linux) return t.skip('systemd is Linux’s')
  const { tell, file } = user(t)
  t.equal(codeOf((await tell('install', '--name', 'refused', '--json')).json), 'SERVICE_FAILED')
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '[Service]\nExecStart=/bin/true\n')
  t.equal(codeOf((await tell('install', '--json')).json), 'SERVICE_FOREIGN')
  t.equal(codeOf((await tell('remove', '--json')).json), 'SERVICE_FOREIGN')
  t.equal(readFileSync(file, 'utf8').split('\n').length, 3, 'it stays as it was')
  t.equal(codeOf((await tell('install', '--name', '../x', '--json')).json), 'SERVICE_NAME')
})

test('what the unit starts is a node, and while it runs another service for that home is refused', async (t) => {
  if (!linux) return t.skip('systemd is Linux’s')
  const { tell, file, real, home } = user(t)
  await tell('install', '--no-internet', '--no-lan', '--host', '127.0.0.1', '--port', '0')
  const command = /^ExecStart=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  const [, , ...words] = command.split(' ')
  const node = begin(t, words, real)
  await until(() => existsSync(join(home, 'daemon.json')), { what: 'the node', deadlineMs: 60_000 })
  await node.saying('Running until Ctrl-C')
  const second = await tell('install', '--name', 'second', '--json')
  t.equal(codeOf(second.json), 'SERVICE_RUNNING', second.out)
  node.child.kill('SIGTERM')
  t.equal((await node.ended).status, 0, 'it ends as systemd ends it')
})

test('systemd finds nothing wrong with the unit, whatever the folders are called', (t) => {
  const { error } = spawnSync('systemd-analyze', ['--version'])
  if (error) {
    t.skip('systemd-analyze is not here')
    return t.end()
  }
  const folder = temporaryFolder(t)
  const program = join(folder, 'al lm"en\\de')
  writeFileSync(program, '#!/bin/sh\n')
  chmodSync(program, 0o755)
  const args = ['start', '--home', '/data/my %h $HOME "x" ü']
  const unit = systemdUnit({ name: 'allmende', program, args, nodeFolder: '/opt/my node/bin' })
  writeFileSync(join(folder, 'allmende.service'), unit)
  const { status, stderr } = spawnSync(
    'systemd-analyze',
    ['--user', 'verify', join(folder, 'allmende.service')],
    {
      encoding: 'utf8',
      env: { ...process.env, XDG_RUNTIME_DIR: folder },
    },
  )
  const ours = stderr.split('\n').filter((line) => line.includes('allmende.service'))
  t.deepEqual(ours, [], 'it has nothing to say of it')
  if (status !== 0) t.comment(`systemd-analyze: status ${status}: ${stderr.split('\n')[0]}`)
  t.ok(unit.includes('"/data/my %%h $$HOME \\"x\\" ü"'), 'nothing in a name is taken for a variable')
  t.end()
})

test('the job for launchd is well-formed and says the words one by one', (t) => {
  const args = ['start', '--home', '/Users/a & b/<home>']
  const text = launchdPlist({ name: 'allmende', program: '/opt/allmende', args, nodeFolder: '/opt' }, '/log')
  const parser = new SaxesParser()
  const strings: string[] = []
  const keys: string[] = []
  let open = ''
  parser.on('opentag', ({ name }) => void (open = name))
  parser.on('closetag', () => void (open = ''))
  parser.on('text', (said) => {
    if (open === 'string') strings.push(said)
    if (open === 'key') keys.push(said)
  })
  parser.write(text).close()
  t.deepEqual(strings.slice(0, 5), ['org.allmende.allmende', '/opt/allmende', ...args])
  t.deepEqual(keys.slice(0, 2), ['Label', 'ProgramArguments'])
  t.ok(text.includes(MARK), 'we know it again')
  t.end()
})

function codeOf(json: unknown): string | undefined {
  return (json as { error?: { code: string } } | undefined)?.error?.code
}
