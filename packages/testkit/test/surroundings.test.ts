import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import test from 'tape'
import { collectingLogger, freePort, temporaryFolder, until } from '../src/index.ts'

test('a temporary folder is removed after what was opened in it has been closed', (t) => {
  const seen: boolean[] = []
  let folder = ''
  t.test('inside', (inner) => {
    folder = temporaryFolder(inner)
    writeFileSync(join(folder, 'file'), 'x')
    inner.teardown(() => void seen.push(existsSync(join(folder, 'file'))))
    inner.ok(existsSync(folder), 'there during the test')
    inner.end()
  })
  t.test('after', (inner) => {
    inner.deepEqual(seen, [true], 'still there in a teardown registered later')
    inner.notOk(existsSync(folder), 'then gone')
    inner.end()
  })
})

test('until returns the answer, and fails with what it waited for', async (t) => {
  let asked = 0
  t.equal(await until(() => (++asked > 2 ? asked : 0), { everyMs: 1 }), 3)
  const late = await until(() => false, { what: 'rain', deadlineMs: 5, everyMs: 1 }).catch(
    (error: Error) => error,
  )
  t.match(String(late), /waited 5 ms for rain; last answer: false/)
  const thrown = await until(() => Promise.reject(new Error('broken'))).catch((error: Error) => error)
  t.match(String(thrown), /broken/, 'an exception is not waited out')
})

test('a collecting logger can be asked', (t) => {
  const logger = collectingLogger()
  logger.warn('peer refused', { code: 'X' })
  logger.debug('peer seen')
  t.deepEqual(logger.find('refused'), [{ level: 'warn', message: 'peer refused', fields: { code: 'X' } }])
  t.equal(logger.find('peer').length, 2)
  t.equal(logger.find('peer', 'debug').length, 1)
  t.end()
})

test('a free port can be listened on', async (t) => {
  const port = await freePort()
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, '127.0.0.1', resolve))
  t.ok(server.listening)
  await new Promise((resolve) => server.close(resolve))
})
