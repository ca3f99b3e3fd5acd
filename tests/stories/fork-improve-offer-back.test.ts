import { tellStory } from './tell-story.ts'

tellStory('fork-improve-offer-back.md')
