import type { Field, ValueOf } from './field.ts'
import type { Label } from './refuse.ts'

/**
 * Which rows a grant reaches: own rows, the department's, the department's and all below it, every row, or a
 * FEEL condition over the row.
 */
export type RowScope = boolean | 'own' | 'department' | 'department_below' | 'all' | (string & {})

/** The scopes that have a name; any other text is a condition. */
export const namedScopes: readonly string[] = ['own', 'department', 'department_below', 'all']

export interface Grant {
  readonly create?: boolean
  readonly read?: RowScope
  readonly update?: RowScope
  readonly delete?: RowScope
  readonly export?: boolean
  /** May bring rows in from sheets, history at its stage included. */
  readonly import?: boolean
  /** Actions the role may run on rows it may read; `true` for all. */
  readonly actions?: boolean | readonly string[]
  /** Fields kept from the role: not shown at all, or shown but not written. */
  readonly fields?: Readonly<Record<string, 'hidden' | 'read'>>
}

/** Child rows have no grants of their own: whoever may read or change the parent may do so with its rows. */
export interface InheritedAccess {
  readonly inherit: string
}

export interface ObjectDef<F extends Readonly<Record<string, Field>> = Readonly<Record<string, Field>>> {
  readonly name: string
  readonly label: Label
  readonly module?: string
  /** Field shown as the record's name; `number` when it has no better one. */
  readonly title?: string
  /** Pattern of the record number, e.g. `XS{yyyy}{MM}-{0000}`; `gapless` takes it in the same transaction. */
  readonly number?: string
  readonly gapless?: boolean
  readonly fields: F
  readonly list?: {
    readonly columns: readonly string[]
    readonly sort?: string
    readonly filters?: readonly string[]
  }
  readonly form?: readonly (readonly string[])[]
  /** What a card of the board says: how much, what comes next, and when; fields by name. */
  readonly card?: { readonly amount?: string; readonly next?: string; readonly next_at?: string }
  /** Sections of the record page: related collections in this order. */
  readonly related?: readonly string[]
  readonly access: Readonly<Record<string, Grant>> | InheritedAccess
  /** Further indexes, each a list of columns. */
  readonly indexes?: readonly (readonly string[])[]
  /** Shown in the menu under its module unless false. */
  readonly menu?: boolean
  /**
   * What to say to who might change a record of this object, but not this one as it stands: which verb does
   * it instead. Its child rows say the same.
   */
  readonly closed_because?: Label
  /**
   * A record is, or speaks for, a natural person: the field of their name. They may ask what is held of them,
   * and for its removal.
   */
  readonly person?: string
  /**
   * Fields that everybody who is signed in may read of every record, whatever the grants say: how colleagues
   * and departments are called. Who has any is pointed at, listed by name and searched by everybody. As
   * shipped only.
   */
  readonly open_fields?: readonly string[]
  /**
   * Its records say who may do what: a key of the API changes them only where it administers. As shipped
   * only.
   */
  readonly decides_rights?: boolean
  /** Leaves no line in the search index. */
  readonly unsearchable?: boolean
}

/** Columns that every record has, on every object. */
export const systemFields = {
  id: { type: 'text', label: { zh: '标识', en: 'Id' } },
  number: { type: 'auto_number', label: { zh: '编号', en: 'Number' } },
  version: { type: 'number', label: { zh: '版本', en: 'Version' } },
  created_at: { type: 'datetime', label: { zh: '创建时间', en: 'Created' } },
  updated_at: { type: 'datetime', label: { zh: '更新时间', en: 'Updated' } },
  created_by: { type: 'user', to: 'user', label: { zh: '创建人', en: 'Created by' } },
  owner: { type: 'user', to: 'user', label: { zh: '负责人', en: 'Owner' } },
  department: { type: 'department', to: 'department', label: { zh: '所属部门', en: 'Department' } },
} as const satisfies Record<string, Field & { to?: string }>

/**
 * Who a record belongs to. Whoever may change it may hand it on, also where nothing else of it may change any
 * more.
 */
export const belongingFields = { owner: systemFields.owner, department: systemFields.department }

/**
 * Declares an object. The result is plain JSON: a definition made in the studio is the same value without the
 * type.
 */
export function defineObject<const F extends Readonly<Record<string, Field>>>(
  name: string,
  definition: Omit<ObjectDef<F>, 'name' | 'list' | 'form' | 'title'> & {
    readonly title?: Extract<keyof F, string> | 'number'
    readonly list?: {
      readonly columns: readonly Column<F>[]
      readonly sort?: string
      readonly filters?: readonly Column<F>[]
    }
    readonly form?: readonly (readonly (Extract<keyof F, string> | 'owner' | 'department')[])[]
  },
): ObjectDef<F> {
  return { name, ...definition }
}

type Column<F> = Extract<keyof F, string> | keyof typeof systemFields | 'stage' | 'pipeline'

interface SystemRow {
  readonly id: string
  readonly number: string | null
  readonly version: number
  readonly created_at: string
  readonly updated_at: string
  readonly created_by: string | null
  readonly owner: string | null
  readonly department: string | null
  readonly stage?: string | null
  readonly pipeline?: string | null
}
type Given<F, V> = F extends { readonly required: true } ? V : V | null
type Stored<F> = { [K in keyof F as F[K] extends { readonly type: 'lines' } ? never : K]: F[K] }

/**
 * The type of a stored record of a definition made in code. Child rows are not part of the row: find them by
 * their parent.
 */
export type Row<D> =
  D extends ObjectDef<infer F>
    ? string extends keyof F
      ? AnyRow
      : SystemRow & { readonly [K in keyof Stored<F>]: Given<F[K], ValueOf<F[K]>> }
    : never
/**
 * A definition with any fields; `Row` and `Draft` infer which. A bound of `ObjectDef` alone would widen them
 * to nothing known.
 */
export type AnyObject = ObjectDef<any>

/**
 * A record of an object known only by name: its values are any, as the company may have made the field this
 * morning.
 */
export type AnyRow = SystemRow & { readonly [field: string]: any }

type Required<F> = {
  [K in keyof F]: F[K] extends { readonly required: true; readonly default?: undefined } ? K : never
}[keyof F]
type SystemDraft = {
  readonly owner?: string | null
  readonly department?: string | null
  readonly stage?: string
  readonly pipeline?: string
}
/** What creating a record takes. */
export type Draft<D> =
  D extends ObjectDef<infer F>
    ? string extends keyof F
      ? Readonly<Record<string, unknown>>
      : SystemDraft & { readonly [K in Required<F>]: ValueOf<F[K]> } & {
          readonly [K in Exclude<keyof F, Required<F>>]?: ValueOf<F[K]> | null
        }
    : never
/** What changing a record takes. */
export type Patch<D> =
  D extends ObjectDef<infer F>
    ? string extends keyof F
      ? Readonly<Record<string, unknown>>
      : SystemDraft & { readonly [K in keyof F]?: ValueOf<F[K]> | null }
    : never
