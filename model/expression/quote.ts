const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', "'": "'" }

/** The text between the quotes. */
export const unquote = (text: string): string =>
  text
    .slice(1, -1)
    .replace(
      /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|([nrt"'\\]))/g,
      (_all, four?: string, six?: string, one?: string) =>
        one !== undefined ? ESCAPES[one]! : String.fromCodePoint(parseInt((four ?? six)!, 16)),
    )
