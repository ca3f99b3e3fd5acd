import { existsSync } from 'node:fs'
import test from 'tape'
import { CHROMIUM } from './phone/browser.ts'
import { tellStory } from './tell-story.ts'

if (existsSync(CHROMIUM)) tellStory('phone.md')
else test('story phone.md', { skip: 'there is no chromium here' }, () => undefined)
