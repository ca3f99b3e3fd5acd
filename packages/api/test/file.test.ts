import test from 'tape'
import { createClient, httpTransport } from '../src/client/index.ts'
import { rangeOf } from '../src/server/file-answer.ts'
import { ask, codeOf } from './fake/ask.ts'
import { FILE_TEXT } from './fake/file.ts'
import { BENCH } from './fake/samples.ts'
import { served } from './fake/served.ts'

const AT = `/v1/things/${BENCH.id}/file?path=`

test('AP25 a file of a good is answered as bytes to be saved, never as something to be drawn or run', async (t) => {
  const { port, bearer } = await served(t)
  const { status, headers, text } = await ask(port, `${AT}plan.pdf`, { headers: bearer })
  t.deepEqual([status, text], [200, FILE_TEXT])
  t.equal(headers['content-type'], 'application/octet-stream')
  t.equal(headers['content-disposition'], 'attachment')
  t.ok(headers['content-security-policy']?.includes('sandbox'))
  t.equal(headers['x-content-type-options'], 'nosniff')
  t.equal(headers['content-length'], String(FILE_TEXT.length))
  t.equal(codeOf(await ask(port, `${AT}plan.pdf`)), 'TOKEN_MISSING', 'and to nobody without the token')
  t.equal(codeOf(await ask(port, `${AT}other.pdf`, { headers: bearer })), 'FILE_UNKNOWN')
})

test('a part of a file is answered when it is asked for by a range', async (t) => {
  const { port, bearer } = await served(t)
  const part = (range: string) => ask(port, `${AT}plan.pdf`, { headers: { ...bearer, range } })
  const middle = await part('bytes=2-5')
  t.deepEqual(
    [middle.status, middle.text, middle.headers['content-range']],
    [206, FILE_TEXT.slice(2, 6), `bytes 2-5/${FILE_TEXT.length}`],
  )
  t.equal((await part('bytes=-10')).text, '0123456789', 'the end')
  t.equal((await part('bytes=25-')).text, FILE_TEXT.slice(25), 'from somewhere on')
  const beyond = await part('bytes=1000-')
  t.deepEqual([beyond.status, codeOf(beyond)], [416, 'RANGE_UNFIT'])
  t.equal((await part('lines=1-2')).text, FILE_TEXT, 'a unit that isn’t known asks for all of it')
})

test('the numbers of a range are held within the file', (t) => {
  t.deepEqual(rangeOf('bytes=0-999', 10), { start: 0, end: 10 })
  t.deepEqual(rangeOf('bytes=-999', 10), { start: 0, end: 10 })
  t.equal(rangeOf('bytes=-', 10), null)
  t.equal(rangeOf(undefined, 10), null)
  for (const header of ['bytes=10-', 'bytes=5-2', 'bytes=-0']) t.throws(() => rangeOf(header, 10), header)
  t.end()
})

test('the client gives the bytes of a file, and an error where they end too soon', async (t) => {
  const { port, token } = await served(t)
  const client = createClient(httpTransport({ url: `http://127.0.0.1:${port}`, token }))
  const read = async (path: string): Promise<string> => {
    let text = ''
    for await (const part of client.file({ thing: BENCH.id, path })) text += new TextDecoder().decode(part)
    return text
  }
  t.equal(await read('plan.pdf'), FILE_TEXT)
  t.equal(await read('torn.bin').catch(({ code }: { code: string }) => code), 'NODE_GONE')
  t.equal(await read('none').catch(({ code }: { code: string }) => code), 'FILE_UNKNOWN')
})

test('AP44 what was made to be saved is answered as bytes, in parts if asked for, and to nobody without the token', async (t) => {
  const { port, bearer } = await served(t)
  const at = `/v1/downloads/${'0'.repeat(32)}/file`
  const { status, headers, text } = await ask(port, at, { headers: bearer })
  t.deepEqual([status, text, headers['content-type']], [200, 'abcdef', 'application/octet-stream'])
  t.ok(headers['content-security-policy']?.includes('sandbox'))
  const part = await ask(port, at, { headers: { ...bearer, range: 'bytes=2-3' } })
  t.deepEqual([part.status, part.text], [206, 'cd'])
  t.equal(codeOf(await ask(port, at)), 'TOKEN_MISSING')
  t.equal(
    codeOf(await ask(port, '/v1/downloads/..%2f..%2fnode.key/file', { headers: bearer })),
    'REQUEST_INVALID',
  )
})
