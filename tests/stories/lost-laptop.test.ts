import { tellStory } from './tell-story.ts'

tellStory('lost-laptop.md')
