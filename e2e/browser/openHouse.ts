import type { Browser } from 'playwright-core'
import { newMark, type Mark } from '../mark.ts'
import { openBrowser } from './openBrowser.ts'
import { signIn, takeSeat, type Person } from './person.ts'

export const logins = {
  sales: 'sales',
  sales2: 'sales2',
  director: 'sales-director',
  tech: 'tech-lead',
  planner: 'planner',
  worker: 'worker',
  quality: 'quality',
  warehouse: 'warehouse',
  engineer: 'service-engineer',
  finance: 'finance',
  manager: 'manager',
  admin: 'admin',
} as const
export type Role = keyof typeof logins

/** What one step of the walk leaves for the next. */
export interface Trail extends Mark {
  lead: string
  /** The seller who got the lead. */
  seller: Role
  customer: string
  opportunity: string
  quote: string
  contract: string
  order: string
  orderNumber: string
  workOrder: string
  equipment: string
  ticket: string
}

/** A running company, and everybody in it at a screen of their own. */
export interface House {
  readonly base: string
  readonly password: string
  readonly trail: Trail
  readonly people: ReadonlyMap<Role, Promise<Person>>
  /** The person in that role, signed in when first called. */
  as(role: Role): Promise<Person>
  /** Somebody without a login. */
  stranger(name: string, viewport?: { width: number; height: number }): Promise<Person>
  /** Everything that went wrong on anybody's screen. */
  faults(): readonly string[]
  close(): Promise<void>
}

export async function openHouse(base: string, password: string, known: Partial<Trail> = {}): Promise<House> {
  const browser: Browser = await openBrowser()
  const people = new Map<Role, Promise<Person>>()
  const all: Person[] = []
  const trail = { ...newMark(), ...known } as Trail
  const seat = async (name: string, viewport?: { width: number; height: number }) => {
    const person = await takeSeat(browser, base, name, viewport)
    all.push(person)
    return person
  }
  const enter = async (role: Role) => {
    const person = await seat(role, role === 'worker' ? { width: 360, height: 740 } : undefined)
    await signIn(person, `${logins[role]}@demo.example`, password)
    return person
  }
  return {
    base,
    password,
    trail,
    people,
    as(role) {
      if (!people.has(role)) people.set(role, enter(role))
      return people.get(role)!
    },
    stranger: seat,
    faults: () => all.flatMap((person) => person.watch.faults),
    close: () => browser.close(),
  }
}
