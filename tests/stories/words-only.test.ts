import { tellStory } from './tell-story.ts'

tellStory('words-only.md')
