import { tellStory } from './tell-story.ts'

tellStory('draft-together.md')
