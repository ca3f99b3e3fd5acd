/** Invites by a spoken code, and public commons found without a link. */
export type Invites = Record<never, never>
