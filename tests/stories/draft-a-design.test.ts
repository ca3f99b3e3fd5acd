import { tellStory } from './tell-story.ts'

tellStory('draft-a-design.md')
