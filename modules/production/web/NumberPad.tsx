import { typeFigure } from './press.ts'
import { useWords } from './words.ts'

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', 'back'] as const

/** Keys that a glove finds. */
export function NumberPad({
  value,
  onChange,
}: {
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const t = useWords()
  return (
    <div className="pad" data-testid="pad">
      {keys.map((key) => (
        <button
          type="button"
          key={key}
          data-key={key}
          aria-label={key === 'back' ? t('job.back') : undefined}
          onClick={() => onChange(typeFigure(value, key))}
        >
          {key === 'back' ? '⌫' : key}
        </button>
      ))}
    </div>
  )
}
