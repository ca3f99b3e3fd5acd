import { bundleRoutes } from './bundle.ts'
import { carryRoutes } from './carry.ts'
import { commonsRoutes } from './commons.ts'
import { deedsRoutes } from './deeds.ts'
import { devicesRoutes } from './devices.ts'
import { downloadsRoutes } from './downloads.ts'
import { draftsRoutes } from './drafts.ts'
import { goodsRoutes } from './goods.ts'
import { guestsRoutes } from './guests.ts'
import { invitesRoutes } from './invites.ts'
import { keepingRoutes } from './keeping.ts'
import { liveRoutes } from './live.ts'
import { membersRoutes } from './members.ts'
import { mirrorRoutes } from './mirror.ts'
import { peopleRoutes } from './people.ts'
import { suggestingRoutes } from './suggesting.ts'
import { uploadsRoutes } from './uploads.ts'
import type { Route } from './route.ts'
import { statusRoutes } from './status.ts'

/** Everything the API can do. */
export const ROUTES: readonly Route[] = [
  ...statusRoutes,
  ...commonsRoutes,
  ...goodsRoutes,
  ...uploadsRoutes,
  ...downloadsRoutes,
  ...deedsRoutes,
  ...carryRoutes,
  ...draftsRoutes,
  ...liveRoutes,
  ...suggestingRoutes,
  ...guestsRoutes,
  ...peopleRoutes,
  ...membersRoutes,
  ...devicesRoutes,
  ...keepingRoutes,
  ...invitesRoutes,
  ...bundleRoutes,
  ...mirrorRoutes,
]
