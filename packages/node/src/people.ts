import type { AllmendeNode } from './contract.ts'
import { personCalled } from './find-things.ts'
import type { Parts } from './parts.ts'

type ProfileRequest = Parameters<AllmendeNode['profile']>[0]
type VouchRequest = Parameters<AllmendeNode['vouch']>[0]

/** Shows this person's profile, or says it anew in every commons one belongs to: a name that only one of them knew would confuse. */
export async function profile(parts: Parts, request: ProfileRequest): ReturnType<AllmendeNode['profile']> {
  const before = await currentProfile(parts)
  if (request.name === undefined && request.about === undefined) return { ...identityOf(parts), ...before }
  const words = await parts.writer.ensureIdentity()
  const name = request.name ?? before.name
  const about = request.about ?? before.about
  const body = { name: name ?? 'somebody', ...(about === null ? {} : { about }) }
  for (const commons of parts.book.members()) await parts.writer.write(commons, { kind: 'profile', body })
  await parts.wanted.set('profile', body)
  return {
    ...identityOf(parts),
    name: body.name,
    about: about ?? null,
    ...(words === undefined ? {} : { words }),
  }
}

/** Says the profile in a commons that was joined after it was made. */
export async function introduce(
  parts: Parts,
  commons: Parameters<Parts['writer']['write']>[0],
): Promise<void> {
  const body = parts.wanted.get('profile')
  if (body && parts.logs.identity) await parts.writer.write(commons, { kind: 'profile', body })
}

/** "I know this person": from then on they are carried without the newcomer's quota. */
export async function vouch(parts: Parts, request: VouchRequest): ReturnType<AllmendeNode['vouch']> {
  const commons = parts.book.forWriting(request.commons)
  const person = await personCalled(parts, request.person, commons.id)
  await parts.writer.ensureIdentity()
  const body = { person, ...(request.note === undefined ? {} : { note: request.note }) }
  const id = await parts.writer.write(commons, { kind: 'vouch', body })
  // By now, and not when the event has come round: the next command may bring what they wrote.
  await parts.policy.renew(commons.id)
  parts.sync.policyChanged(commons.id)
  return { id, person }
}

function identityOf(parts: Parts): { person: string | null; device: string | null } {
  return { person: parts.logs.identity?.person ?? null, device: parts.logs.identity?.device ?? null }
}

async function currentProfile(parts: Parts): Promise<{ name: string | null; about: string | null }> {
  const wanted = parts.wanted.get('profile')
  if (wanted) return { name: wanted.name, about: wanted.about ?? null }
  const person = parts.logs.identity?.person
  for (const { id } of parts.book.members()) {
    const found = (await parts.views.people(id)).find((one) => one.person === person)
    if (found?.name !== undefined) return { name: found.name, about: found.about ?? null }
  }
  return { name: null, about: null }
}
