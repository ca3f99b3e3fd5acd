import { Type } from 'typebox'
import { nullable, Reference, request, text } from './basics.ts'

const Right = Type.Union([Type.Literal('view'), Type.Literal('suggest'), Type.Literal('edit')])

export const OpenGuest = request({
  thing: Reference,
  right: Type.Optional(Right),
  seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 604_800 })),
  name: Type.Optional(text(100)),
  hosts: Type.Optional(Type.Array(text(100), { minItems: 1, maxItems: 16 })),
  port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
})

export const GuestDoor = Type.Object({
  id: Type.String(),
  name: nullable(Type.String()),
  what: Type.Union([Type.Literal('draft'), Type.Literal('good')]),
  thing: Type.String(),
  title: Type.String(),
  right: Right,
  until: Type.Number(),
  links: Type.Array(Type.String({ description: 'Whoever has it is let in' })),
  guests: Type.Array(Type.Object({ name: Type.String(), since: Type.Number(), here: Type.Boolean() })),
})

export const GuestDoors = Type.Object({ doors: Type.Array(GuestDoor) })

export const CloseGuest = request({ door: Type.Optional(text(1000)) })

export const ClosedGuests = Type.Object({ closed: Type.Array(GuestDoor) })
