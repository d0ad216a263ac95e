import type { AnyObject, AnyRow, Draft, Patch, Row } from './object.ts'
import type { Label } from './refuse.ts'
import type { Term, TermDef } from './term.ts'

/** What a key of the API may be used for, beside what its person may do. */
export const keyVerbs = [
  'read',
  'create',
  'update',
  'delete',
  'act',
  'export',
  'import',
  'administer',
] as const
export type KeyVerb = (typeof keyVerbs)[number]

/** A key opens what its person may do and its scope names; see kernel/access/README.md. */
export interface KeyScope {
  /** Names of objects, child rows going with their parent; null for all. */
  readonly objects: readonly string[] | null
  readonly verbs: readonly KeyVerb[]
}

/**
 * What a person does before anything else is answered: choose a password of their own in place of a one-time
 * one, or set up the second factor that their role needs.
 */
export type Duty = 'password' | 'second_factor'

/** Who acts: a person, or a part of the system by name. There is no "nobody". */
export interface Actor {
  /** User id; null for the system. */
  readonly id: string | null
  /** Name shown in the timeline: a person's, or `system:leads.route_lead`. */
  readonly name: string
  readonly roles: readonly string[]
  readonly department: string | null
  /** The own department and all below it. */
  readonly departments: readonly string[]
  readonly language: 'zh' | 'en'
  /** Domain code acting for the house: row grants do not apply, every rule of the corridor does. */
  readonly trusted: boolean
  /** Set where a key of the API acts and not the person at a screen: narrows every right. */
  readonly scope?: KeyScope
  /** Set while nothing but this is answered; see kernel/http/duties.ts. */
  readonly owes?: Duty
}

export interface EventRow {
  readonly id: string
  readonly at: string
  /**
   * `lead.created`, `lead.updated`, `lead.stage_changed`, `lead.deleted`, `lead.restored`, `deadline.<name>`,
   * or what a module emits.
   */
  readonly name: string
  readonly object: string | null
  readonly record: string | null
  readonly actor: string | null
  readonly actor_name: string
  /**
   * For changes: `{ changes: { field: [old, new] } }`; for stage moves: `{ from, to, pipeline }`; any for the
   * rest, which the emitter shapes.
   */
  readonly payload: Readonly<Record<string, any>>
  /** One id for everything that followed from one request. */
  readonly trace: string
  readonly depth: number
}

type Named = AnyObject | string
type RowOf<D> = D extends string ? AnyRow : Row<D>
type DraftOf<D> = D extends string ? Readonly<Record<string, unknown>> : Draft<D>
type PatchOf<D> = D extends string ? Readonly<Record<string, unknown>> : Patch<D>

export interface Finding {
  /** FEEL over the record; names not known to the object are taken from `with`. */
  readonly where?: string
  readonly with?: Readonly<Record<string, unknown>>
  /** Field, with a leading minus for descending. */
  readonly sort?: string
  /** All there are unless told; over 50,000 of them is an error. */
  readonly limit?: number
}

export interface Due {
  /** `first_response`: fires the event `deadline.first_response` on the record. */
  readonly name: string
  readonly object: Named
  readonly record: string
  /** The moment, or a length counted from now: working time unless `round_the_clock`. */
  readonly at?: Date
  readonly minutes?: number
  readonly days?: number
  readonly round_the_clock?: boolean
  /** What a length counts from; now unless told. */
  readonly from?: Date
  /** Several of one name on one record are told apart by a key. */
  readonly key?: string
  readonly payload?: Readonly<Record<string, unknown>>
}

export interface NewTask {
  /** In both languages what the house asks; as it is what a person wrote. */
  readonly title: Label | string
  /** What is to be done, for the screens: `approval`, `follow_up`, `evaluation`, `sign_off`, ... */
  readonly kind: string
  readonly assignee: string
  readonly object?: Named
  readonly record?: string
  readonly due?: Date
  /**
   * Action of the record that does the task; as long as it is possible to the person, the task cannot be
   * ticked off.
   */
  readonly verb?: string
  /** Task of this key on this record is opened once. */
  readonly key?: string
  readonly data?: Readonly<Record<string, unknown>>
}

/**
 * A rule of a decision that held: its id, what people call it, and its test of each input by the input's
 * name, so that a sentence tells the limit that applied: `{ discount: '> 5' }`.
 */
export interface RuleHit {
  readonly rule: string
  readonly label: Label
  readonly when: Readonly<Record<string, string>>
}

/**
 * What business code may reach. Handed in, never imported, so that modules need no database and no server.
 * All of it is one transaction.
 */
export interface Work {
  readonly actor: Actor
  /** The current moment by the system's clock. */
  now(): Date
  /** Today in the company's zone, `YYYY-MM-DD`. */
  today(): string
  /** What a term is worth in this company now; a sentence that mentions it takes `text`. */
  term(term: TermDef): Term
  /** The moment that a term's length of time after another is, on the clock; from now unless told. */
  after(term: TermDef, from?: Date): Date
  /**
   * The moment at which a day of the company, `YYYY-MM-DD`, shows a time of the clock, `HH:MM`; its beginning
   * unless told.
   */
  momentOf(day: string, time?: string): Date
  /**
   * Whole minutes from one moment to a later one, by the calendar that deadlines go by: working time unless
   * `round_the_clock`.
   */
  minutesBetween(from: Date, to: Date, by?: { readonly round_the_clock?: boolean }): number
  /**
   * Waits until nobody else holds the key, and holds it until the end: for what must be looked at and written
   * by one at a time.
   */
  alone(key: string): Promise<void>
  /** The record, locked against other writers until the end; refuses `not_found`. */
  get<D extends Named>(object: D, id: string): Promise<RowOf<D>>
  find<D extends Named>(object: D, finding?: Finding): Promise<RowOf<D>[]>
  first<D extends Named>(object: D, finding?: Finding): Promise<RowOf<D> | null>
  count(object: Named, where?: string, values?: Readonly<Record<string, unknown>>): Promise<number>
  create<D extends Named>(object: D, draft: DraftOf<D>): Promise<RowOf<D>>
  change<D extends Named>(object: D, id: string, patch: PatchOf<D>): Promise<RowOf<D>>
  remove(object: Named, id: string): Promise<void>
  /**
   * Tells the rest of the house; also a line in the record's timeline when `object` and `record` are in the
   * payload.
   */
  emit(
    event: string,
    payload: Readonly<Record<string, unknown>> & { readonly object?: string; readonly record?: string },
  ): Promise<void>
  /**
   * Answers a decision (rule centre) and notes which rules hit and the published version of the table (0 as
   * shipped). The result is any: its columns are the company's to change.
   */
  decide(
    decision: string,
    context: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly result: any; readonly hits: readonly RuleHit[]; readonly version: number }>
  /** Starts an approval or automation on a record; answers the instance id. */
  startProcess(
    process: string,
    on: {
      readonly object: Named
      readonly record: string
      readonly values?: Readonly<Record<string, unknown>>
    },
  ): Promise<string>
  withdrawProcess(instance: string): Promise<void>
  /**
   * Ends a run whose record came to its own end: nobody is asked any more. Unlike `withdrawProcess` it passes
   * over one that has ended already.
   */
  callOffProcess(instance: string): Promise<void>
  openTask(task: NewTask): Promise<AnyRow>
  /** Closes the open tasks of a record, all or of one kind or key. */
  closeTasks(on: {
    readonly record: string
    readonly kind?: string
    readonly key?: string
    readonly outcome?: string
  }): Promise<void>
  /** Starts a job of a module after the commit; jobs of one `key` that wait are one. */
  enqueue(job: string, payload: Readonly<Record<string, unknown>>, key?: string): Promise<void>
  /** In-app notice (and e-mail where set up) to people, once per `key`. */
  notify(
    people: readonly string[],
    notice: {
      readonly title: Label
      readonly object?: string
      readonly record?: string
      readonly key?: string
    },
  ): Promise<void>
  /** Sets (or moves) a deadline. */
  setDeadline(due: Due): Promise<Date>
  clearDeadline(on: { readonly name: string; readonly record: string; readonly key?: string }): Promise<void>
  /**
   * Ids of active people, by name: those whose role answers for something (`role.answers_for`), those with a
   * role that a definition names, of a department (and below) where given.
   */
  people(by: {
    readonly answers_for?: string
    readonly role?: string
    readonly department?: string
  }): Promise<readonly string[]>
  /** Whether whoever acts has a role that answers for something. */
  answersFor(what: string): boolean
  /** Files on a record, newest first. */
  files(record: string): Promise<readonly FileInfo[]>
  /** The content of a file of at most 50 MB. */
  readFile(id: string): Promise<Uint8Array>
  /** Stores a file that the system made and attaches it. */
  attachFile(file: {
    readonly name: string
    readonly content: Uint8Array
    readonly purpose?: string
    readonly object: string
    readonly record: string
    readonly immutable?: boolean
  }): Promise<FileInfo>
  /**
   * Hangs every file of a record on another one, as if they had been attached there; issued documents stay
   * where they are.
   */
  moveFiles(to: { readonly from: string; readonly object: Named; readonly record: string }): Promise<void>
  /** A PDF of a Typst template by name with data, in the worker that makes documents. */
  createPdf(template: string, data: unknown): Promise<Uint8Array>
  /** Rows of an uploaded CSV or XLSX file, as text cells. */
  readSheet(file: string): Promise<readonly (readonly string[])[]>
  /** Candidates for a duplicate by search keys, newest first, at most 200 ids. */
  similar(object: Named, keys: readonly string[]): Promise<readonly AnyRow[]>
  /** Keys by which `similar` finds a record. */
  noteSimilar(object: Named, record: string, keys: readonly string[]): Promise<void>
  /** A random token for links that need no login. */
  token(): string
}

export interface FileInfo {
  readonly id: string
  readonly name: string
  readonly size: number
  /** Media type by content. */
  readonly type: string
  /** `step`, `dxf`, `dwg`, `pdf`, `image`, ... by content. */
  readonly kind: string
  /** What the file is evidence of: `stamped_confirmation`, `call_recording`, `drawing`, ... */
  readonly purpose: string | null
  readonly created_at: string
  readonly created_by: string | null
}
