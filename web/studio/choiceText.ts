import type { Label } from '../../model/refuse.ts'

/** Choices as lines of text: `red = 红色 / Red`. */
export const choicesText = (choices: Readonly<Record<string, Label>> | undefined): string =>
  Object.entries(choices ?? {})
    .map(([name, { zh, en }]) => `${name} = ${zh}${en ? ` / ${en}` : ''}`)
    .join('\n')

/** Reads the lines back. A line without a name of its own is named for its English, or by its place. */
export function readChoices(text: string): Record<string, Label> {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  return Object.fromEntries(
    lines.map((line, at) => {
      const [, given, words = line] = /^([a-z][a-z0-9_]*)\s*=\s*(.+)$/.exec(line) ?? []
      const [zh = '', en] = words.split(/\s+\/\s+/)
      const name =
        given ??
        ((en ?? zh)
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '_')
          .replaceAll(/^_+|_+$/g, '') ||
          `choice_${at + 1}`)
      return [name, en ? { zh, en } : { zh }]
    }),
  )
}
