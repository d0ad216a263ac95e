import { CloseOutlined, LockOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { titleOf, type AnyRow, type ScreenObject } from '../ground/definitions.ts'
import type { Problem } from '../ground/problem.ts'
import { useWords } from '../words/words.ts'

interface Props {
  readonly object: ScreenObject
  readonly item: AnyRow
  readonly stage: string
  readonly problem: Problem
  readonly onClose: () => void
}

/** Why a card went back, where it was dropped, and the way to what is missing. */
export function RefusedDrop({ object, item, stage, problem, onClose }: Props) {
  const t = useWords()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // What it answers is a promise in newer browsers, and no clean-up.
    void box.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [])
  const { missing, message } = problem
  return (
    <div className="refused-drop" role="alert" ref={box} data-testid="refused-drop">
      <p>
        <LockOutlined aria-hidden />{' '}
        <strong>{missing.length > 0 ? t('board.refused', { n: missing.length }) : message}</strong>
        <button type="button" className="chip-close" aria-label={t('common.close')} onClick={onClose}>
          <CloseOutlined />
        </button>
      </p>
      <p className="quiet">{titleOf(object, item)}</p>
      <ul className="missing">
        {missing.map(({ code, detail }) => (
          <li key={code} data-missing={code}>
            {detail}
          </li>
        ))}
      </ul>
      <Link
        to="/o/$object/$id"
        params={{ object: object.name, id: item.id }}
        search={{ stage } as never}
        className="button-link"
      >
        {t('board.supply')}
      </Link>
    </div>
  )
}
