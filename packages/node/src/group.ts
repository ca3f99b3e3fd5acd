import { createBundles } from './bundle/group.ts'
import type { Bundles } from './contract-bundle.ts'
import type { Devices } from './contract-devices.ts'
import type { DraftActions } from './contract-drafts.ts'
import type { Downloads } from './contract-downloads.ts'
import type { Invites } from './contract-invites.ts'
import type { Keeping } from './contract-keeping.ts'
import type { Live } from './contract-live.ts'
import type { Suggesting } from './contract-suggesting.ts'
import type { Uploads } from './contract-uploads.ts'
import type { Members } from './contract-members.ts'
import type { Mirrors } from './contract-mirror.ts'
import { createSuggesting } from './drafts/suggesting.ts'
import { createDevices } from './devices/group.ts'
import { createDownloads } from './downloads/group.ts'
import { createDrafts } from './drafts/group.ts'
import { createDesk } from './invites/create-desk.ts'
import { createInvites } from './invites/group.ts'
import { createKeeping } from './keeping/group.ts'
import { createLive } from './live/group.ts'
import { createMembers } from './members/group.ts'
import { createMirrors } from './mirror/group.ts'
import type { Parts } from './parts.ts'
import { createPlaces } from './places/group.ts'
import { createUploads } from './uploads/group.ts'

/** Actions that belong together, and what has to run beside them while the node is open. */
export type Group<Actions> = {
  readonly actions: Actions
  /** After every commons is open, before the node is handed out. Must not wait for the network. */
  start?(): Promise<void>
  /** Before the connections end. Bounded. */
  close?(): Promise<void>
}

export type GroupedActions = Bundles &
  Downloads &
  DraftActions &
  Keeping &
  Devices &
  Invites &
  Live &
  Members &
  Mirrors &
  Suggesting &
  Uploads

/** All groups of a node, made but not started. */
export type Groups = { readonly actions: GroupedActions; start(): Promise<void>; close(): Promise<void> }

export function createGroups(parts: Parts): Groups {
  const bundles = createBundles(parts)
  const desk = createDesk(parts)
  const devices = createDevices(parts, bundles.actions, desk)
  const files = { ...bundles.actions, ...devices.actions }
  const groups = {
    bundles,
    keeping: createKeeping(parts),
    devices,
    invites: createInvites(parts, desk),
    members: createMembers(parts),
    mirrors: createMirrors(parts),
    live: createLive(parts),
    drafts: createDrafts(parts),
    suggesting: createSuggesting(parts),
    downloads: createDownloads(parts, files),
    uploads: createUploads(parts, files),
    places: createPlaces(parts),
  }
  const all: Group<unknown>[] = Object.values(groups)
  return {
    actions: {
      ...groups.bundles.actions,
      ...groups.keeping.actions,
      ...groups.devices.actions,
      ...groups.invites.actions,
      ...groups.members.actions,
      ...groups.mirrors.actions,
      ...groups.live.actions,
      ...groups.drafts.actions,
      ...groups.suggesting.actions,
      ...groups.uploads.actions,
      ...groups.downloads.actions,
    },
    async start() {
      for (const group of all) await group.start?.()
    },
    async close() {
      for (const group of all.toReversed()) await group.close?.()
    },
  }
}
