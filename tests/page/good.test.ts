import type { Locator } from 'playwright-core'
import test, { type Test } from 'tape'
import { until } from '@allmende/testkit'
import { PATIENCE_MS, scene } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { binaryStl, pdfSaying } from './looked-at.ts'

test(
  'WB25 WB28 WB29 files of a good are shown as what they are, and what is malformed is told',
  { skip },
  async (t) => {
    const { page, forbidden, elsewhere } = await goodOnAPage(t, {
      'wedge.stl': binaryStl(12, 12),
      'lying.stl': binaryStl(12, 4_000_000_000, 'solid'),
      'cut.stl': binaryStl(12, 12).subarray(0, 300),
      'huge.stl': new Uint8Array(96_000_001),
      'plan.pdf': pdfSaying('Four legs'),
      'broken.pdf': 'no PDF at all',
      'broken.png': 'no picture at all',
      'thing.step': 'ISO-10303-21;',
    })
    await page.getByRole('tab', { name: /^Files/ }).click()
    const dialog = page.getByRole('dialog')
    const look = async (path: string): Promise<void> => {
      await page.getByRole('button', { name: path, exact: true }).click()
      await dialog.waitFor()
    }
    const close = async (): Promise<void> => {
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    for (const [path, said] of [
      ['huge.stl', 'too large to be shown'],
      ['lying.stl', 'cut off, or says more than it holds'],
      ['cut.stl', 'cut off, or says more than it holds'],
      ['broken.pdf', 'This PDF can’t be shown'],
      ['broken.png', 'This picture can’t be shown'],
    ] as const) {
      await look(path)
      await dialog.getByText(said).waitFor()
      await dialog.getByRole('button', { name: 'Save the file' }).waitFor()
      t.pass(`${path}: ${said}, and it can be saved`)
      await close()
    }
    await look('wedge.stl')
    await dialog.getByText('20 × 10 × 11 mm').waitFor()
    await dialog.getByText('12 triangles').waitFor()
    t.pass('size and triangles are told in words')
    const canvas = dialog.getByRole('img', { name: 'The model, to be turned' })
    const first = await canvas.screenshot()
    await canvas.press('ArrowRight')
    const turned = await other(canvas, first)
    t.pass('it is drawn, and turned by a key')
    const box = await canvas.boundingBox()
    if (box) await page.mouse.move(box.x + 100, box.y + 100)
    await page.mouse.down()
    await page.mouse.move((box?.x ?? 0) + 160, (box?.y ?? 0) + 140)
    await page.mouse.up()
    await other(canvas, turned)
    t.pass('and by the mouse')
    await dialog.getByRole('button', { name: 'As at first' }).click()
    await close()
    await look('plan.pdf')
    await dialog.locator('canvas[data-drawn=true]').waitFor()
    await dialog.getByText('The text of this page').click()
    await dialog.getByText('Four legs').waitFor()
    t.pass('a PDF is drawn, and its text is there to be read')
    await close()
    t.equal(
      await page.getByRole('button', { name: 'thing.step', exact: true }).count(),
      0,
      'the rest can be saved',
    )
    t.deepEqual([...forbidden, ...elsewhere], [], 'nothing was forbidden or asked elsewhere')
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

async function goodOnAPage(t: Test, contents: Record<string, string | Uint8Array>) {
  const { open, home, files } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: false })
  const { id } = await anna.share({
    path: files('stool', contents),
    title: 'Stool',
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
  })
  const { pageUrl } = await servePage(t, anna, home('anna'))
  const opened = await openPage(t, pageUrl)
  await opened.page.evaluate((to) => (location.hash = to), `/goods/${encodeURIComponent(id)}`)
  await opened.page.getByRole('heading', { name: 'Stool', level: 1 }).waitFor()
  return { anna, id, ...opened }
}

/** Waits until a drawing looks otherwise. */
async function other(canvas: Locator, before: Buffer): Promise<Buffer> {
  const found: Buffer = await until(
    async () => {
      const now = await canvas.screenshot()
      return now.equals(before) ? null : now
    },
    { what: 'another picture', deadlineMs: PATIENCE_MS },
  )
  return found
}
