import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../words/words.ts'

/** A part of the program that did not come: whether the house was upgraded or cannot be reached, and what to do. */
export function PartFailed({ onAgain }: { readonly onAgain: () => void }) {
  const t = useWords()
  const [why, setWhy] = useState<'asking' | 'upgraded' | 'away'>('asking')
  useEffect(() => {
    let here = true
    void isUpgraded().then((upgraded) => here && setWhy(upgraded ? 'upgraded' : 'away'))
    return () => {
      here = false
    }
  }, [])
  return (
    <Alert
      type="warning"
      showIcon
      className="problem"
      role="alert"
      data-testid="part-failed"
      title={t(why === 'upgraded' ? 'part.upgraded' : 'part.away')}
      description={t('part.kept')}
      action={
        <span className="row">
          {why !== 'upgraded' && <Button onClick={onAgain}>{t('action.again')}</Button>}
          <Button onClick={() => location.reload()}>{t('part.reload')}</Button>
        </span>
      }
    />
  )
}

/** Whether the house hands out another page than this one by now. */
async function isUpgraded(): Promise<boolean> {
  const script = document.querySelector('script[type=module][src]')?.getAttribute('src')
  try {
    const page = await (await fetch('/', { cache: 'no-store' })).text()
    return Boolean(script) && !page.includes(script!)
  } catch {
    return false
  }
}
