import { tellStory } from './tell-story.ts'

tellStory('share-and-copy.md')
