import test from 'tape'
import { closeBrowser, servePage, skip } from './browser.ts'
import { furnished, mirrored } from './furnished.ts'
import { inOtherWords } from './other-words.ts'

test(
  'WB17 WB54 every tab and dialog can be read and hit in German and Spanish, in all sizes and the dark theme',
  { skip },
  async (t) => {
    const stage = await furnished(t)
    await mirrored(stage)
    const { pageUrl } = await servePage(t, stage.ben, stage.home('ben'))
    await inOtherWords(t, stage, pageUrl, { everywhere: true })
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})
