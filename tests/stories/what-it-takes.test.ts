import { tellStory } from './tell-story.ts'

tellStory('what-it-takes.md')
