import { tellStory } from './tell-story.ts'

// The first minute of the README is a story too: what a newcomer types first must say what they were promised.
tellStory('../../README.md')
