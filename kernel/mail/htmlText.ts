// @ts-expect-error the package brings no types
import { convert } from 'html-to-text'

const toText: (html: string, options: object) => string = convert

/** A longer page is no letter. */
const lengthMax = 2_000_000
/** The reader works its way down by recursion; deeper nesting is an attack on it. */
const depthMax = 200

/**
 * The text of a mail that came as HTML only: no scripts, no styles, no pictures (whose addresses tell the
 * sender that the mail was opened). Where links lead is written beside them.
 */
export function htmlText(html: string): string {
  const page = html.slice(0, lengthMax)
  try {
    return toText(page, {
      wordwrap: false,
      limits: { maxDepth: depthMax, maxInputLength: lengthMax },
      selectors: [
        { selector: 'img', format: 'skip' },
        { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: [' ', ''] } },
        ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
          selector,
          options: { uppercase: false },
        })),
        { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, colSpacing: 2 } },
      ],
    })
  } catch {
    return page.replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, ' ').replace(/<[^>]*>/g, ' ')
  }
}
