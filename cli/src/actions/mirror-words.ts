import { counted } from '../terminal/amounts.ts'

/** A computer that keeps commons for others isn't empty, though it is in none itself. */
export function keptWords(keeps: number): string {
  return `Kept here for others: ${counted(keeps, 'commons', 'commons')} (\`allmende mirror status\`)`
}
