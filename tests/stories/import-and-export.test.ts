import { tellStory } from './tell-story.ts'

tellStory('import-and-export.md')
