import { tellStory } from './tell-story.ts'

tellStory('copy-with-nothing.md')
