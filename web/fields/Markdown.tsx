import { Fragment, type ReactNode } from 'react'

/**
 * Headings, lists, quotes, code, bold, italic and links of Markdown, drawn as elements: text stays text, so
 * nothing a person writes can become markup.
 */
export default function Markdown({ source }: { readonly source: string }) {
  return (
    <div className="markdown">
      {blocksOf(source).map((block, at) => (
        <Block key={at} text={block} />
      ))}
    </div>
  )
}

const blocksOf = (source: string) => source.split(/\n{2,}/).filter((block) => block.trim())

function Block({ text }: { readonly text: string }) {
  const heading = /^(#{1,4})\s+(.*)$/.exec(text)
  if (heading)
    return (
      <p className={`heading-${heading[1]!.length}`}>
        <strong>{inline(heading[2]!)}</strong>
      </p>
    )
  const rows = text.split('\n')
  if (rows.every((row) => /^\s*[-*]\s+/.test(row)))
    return (
      <ul>
        {rows.map((row, at) => (
          <li key={at}>{inline(row.replace(/^\s*[-*]\s+/, ''))}</li>
        ))}
      </ul>
    )
  if (rows.every((row) => /^\s*\d+[.)]\s+/.test(row)))
    return (
      <ol>
        {rows.map((row, at) => (
          <li key={at}>{inline(row.replace(/^\s*\d+[.)]\s+/, ''))}</li>
        ))}
      </ol>
    )
  if (rows.every((row) => row.startsWith('>')))
    return <blockquote>{inline(rows.map((row) => row.replace(/^>\s?/, '')).join('\n'))}</blockquote>
  return (
    <p>
      {rows.map((row, at) => (
        <Fragment key={at}>
          {at > 0 && <br />}
          {inline(row)}
        </Fragment>
      ))}
    </p>
  )
}

const marks = /(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`|\[[^\]]+\]\(https?:\/\/[^)\s]+\))/

const inline = (text: string): ReactNode[] =>
  text.split(marks).map((part, at) => {
    if (part.startsWith('**') && part.endsWith('**') && part.length > 4)
      return <strong key={at}>{part.slice(2, -2)}</strong>
    if (part.startsWith('`') && part.length > 2) return <code key={at}>{part.slice(1, -1)}</code>
    if (part.startsWith('*') && part.endsWith('*') && part.length > 2)
      return <em key={at}>{part.slice(1, -1)}</em>
    const link = /^\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)$/.exec(part)
    return link ? (
      <a key={at} href={link[2]} target="_blank" rel="noopener noreferrer">
        {link[1]}
      </a>
    ) : (
      part
    )
  })
