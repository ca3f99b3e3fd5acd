import { tellStory } from './tell-story.ts'

tellStory('build-report.md')
