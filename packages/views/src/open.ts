import type { Views, ViewsOptions } from './contract.ts'

/** Opens the views of a home. */
export async function openViews(_options: ViewsOptions): Promise<Views> {
  return Promise.reject(new Error('not yet'))
}
