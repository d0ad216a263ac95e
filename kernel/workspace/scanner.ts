/** Looks at files before anybody can have them. */
export interface Scanner {
  /** The name of what was found in a file, null where nothing was. Throws when it cannot be told. */
  scan(path: string): Promise<string | null>
}
