import { tellStory } from './tell-story.ts'

tellStory('safe-to-close.md')
