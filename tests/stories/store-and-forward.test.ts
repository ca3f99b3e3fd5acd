import { tellStory } from './tell-story.ts'

tellStory('store-and-forward.md')
