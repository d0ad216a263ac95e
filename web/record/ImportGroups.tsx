import { Button, Input } from 'antd'
import { useState } from 'react'
import { Wide } from '../ground/Wide.tsx'
import { useWords } from '../words/words.ts'
import { answerTo, isBlank, withAnswer, type FaultGroup, type ImportOptions } from './importSheet.ts'

interface Props {
  readonly groups: readonly FaultGroup[]
  readonly options: ImportOptions
  readonly onOptions: (options: ImportOptions) => void
}

/** One wrong spelling in a thousand rows is one answer, and so are a thousand empty cells. */
export function ImportGroups({ groups, options, onOptions }: Props) {
  const t = useWords()
  const worth = groups
    .filter((group) => group.rows > 1 && group.column && (group.value || isBlank(group)))
    .slice(0, 30)
  if (worth.length === 0) return null
  return (
    <>
      <h3>{t('import.groups')}</h3>
      <Wide label={t('import.groups')}>
        <table className="plain-table">
          <tbody>
            {worth.map((group) => (
              <GroupLine
                key={`${group.column} ${group.code} ${String(group.value)}`}
                group={group}
                given={answerTo(options, group)}
                onReplace={(to) => onOptions(withAnswer(options, group, to))}
              />
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  )
}

function GroupLine({
  group,
  given,
  onReplace,
}: {
  readonly group: FaultGroup
  readonly given: string | undefined
  readonly onReplace: (to: string) => void
}) {
  const t = useWords()
  const value = isBlank(group) ? t('import.blank') : String(group.value)
  const [typed, setTyped] = useState(given ?? '')
  return (
    <tr data-group={value}>
      <td>{group.column}</td>
      <td className="wrap">{group.detail}</td>
      <td className="right nowrap">{t('import.group_rows', { n: group.rows })}</td>
      <td>
        <Input
          aria-label={t('import.replace', { value })}
          placeholder={t('import.replace', { value })}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={() => {
            if (typed.trim() && typed !== given) onReplace(typed.trim())
          }}
          style={{ minWidth: 220 }}
        />
      </td>
      <td>
        {group.suggestion && (
          <Button
            onClick={() => {
              setTyped(group.suggestion!)
              onReplace(group.suggestion!)
            }}
          >
            {t('import.use', { value: group.suggestion })}
          </Button>
        )}
      </td>
    </tr>
  )
}
