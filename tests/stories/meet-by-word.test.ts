import { tellStory } from './tell-story.ts'

tellStory('meet-by-word.md')
