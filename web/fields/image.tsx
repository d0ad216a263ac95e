import { useWords } from '../words/words.ts'
import { EditFiles, file } from './file.tsx'
import type { FieldScreen, ShowProps } from './screen.ts'

function Show({ value, compact }: ShowProps) {
  const t = useWords()
  const ids = value as string[]
  if (compact) return <>{t('field.pictures', { n: ids.length })}</>
  return (
    <span className="pictures">
      {ids.map((id, at) => (
        <a key={id} href={`/api/files/${id}?inline=1`} target="_blank" rel="noopener">
          <img src={`/api/files/${id}?inline=1`} alt={t('field.picture_n', { n: at + 1 })} loading="lazy" />
        </a>
      ))}
    </span>
  )
}

export const image: FieldScreen = {
  ...file,
  Show,
  Edit: (props) => <EditFiles {...props} accept="image/*" />,
}
