import { useQuery } from '@tanstack/react-query'
import { useLanguage, useWords } from '../words/words.ts'
import { noticeQuery } from './notice.ts'

/** The company's notice on personal data, folded up until somebody wants to read it. */
export function NoticeText() {
  const t = useWords()
  const language = useLanguage()
  const { data } = useQuery(noticeQuery)
  if (!data) return null
  const { text, link } = data.notice
  return (
    <details className="privacy-notice" data-testid="privacy-notice">
      <summary>{t('privacy.notice')}</summary>
      <p className="lines-kept">{text[language === 'zh' ? 'zh' : 'en']}</p>
      {link && (
        <p>
          <a href={link} target="_blank" rel="noreferrer">
            {t('privacy.whole_notice')}
          </a>
        </p>
      )}
    </details>
  )
}
