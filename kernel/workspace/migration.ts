/** One step of the kernel's own tables; `{s}` is the quoted schema. */
export interface Migration {
  readonly name: string
  readonly sql: string
}
