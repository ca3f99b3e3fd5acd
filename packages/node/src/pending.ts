/** Answers that rules don't give yet: said as unknown until they do. */
type Fit = { answer: 'yes' | 'no' | 'unknown'; reason: string }

export function compatible(_question: { from: string; into: string; how: string; type: string }): Fit {
  return { answer: 'unknown', reason: 'nothing is known of it here' }
}

export function completeness(): { percent: number; missing: string[] } | null {
  return null
}

export function licenceMeaning(): string | null {
  return null
}
