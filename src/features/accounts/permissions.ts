import type { Role } from './types.ts'

/** Owners: the team, and deleting. */
export function mayOwn(role: Role): boolean {
  return role === 'owner'
}

/** Owners and organisers: everything that writes, besides the team. */
export function mayOrganise(role: Role): boolean {
  return role === 'owner' || role === 'organiser'
}

/** Checking people in at the door. */
export function mayCheckIn(role: Role): boolean {
  return mayOrganise(role) || role === 'door_staff'
}

/** Reading everything, registrations included. */
export function mayView(role: Role): boolean {
  return mayOrganise(role) || role === 'viewer'
}

/** Any role at all opens the organiser side. */
export function mayEnter(_role: Role): boolean {
  return true
}

const rank: Record<Role, number> = { owner: 3, organiser: 2, viewer: 1, door_staff: 1 }

/**
 * The role that counts where somebody has one at the organisation and one at the event: the stronger; of door staff and
 * viewer, which nothing orders, the one given for the event.
 */
export function effectiveRole(atOrganisation: Role | undefined, atEvent: Role | undefined): Role | undefined {
  if (atOrganisation === undefined || atEvent === undefined) return atEvent ?? atOrganisation
  return rank[atEvent] >= rank[atOrganisation] ? atEvent : atOrganisation
}
