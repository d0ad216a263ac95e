import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { useLanguage } from '../words/words.ts'

/**
 * antd writes its styles while it runs, so the page needs `style-src 'unsafe-inline'`; scripts stay strict.
 * Greys are darker than antd's own: those fail the contrast that WCAG AA asks for.
 */
const theme = {
  token: {
    colorPrimary: '#0b5cad',
    colorLink: '#0b5cad',
    colorError: '#c4281c',
    colorSuccess: '#1d7a3d',
    colorWarning: '#9a5b00',
    colorText: '#1b2430',
    colorTextSecondary: '#4b5766',
    colorTextTertiary: '#5b6776',
    colorTextPlaceholder: '#667080',
    colorTextDescription: '#4b5766',
    colorTextDisabled: '#6b7583',
    colorSuccessBg: '#e7f5ec',
    colorSuccessBorder: '#a4d6b5',
    colorWarningBg: '#fff6e5',
    colorWarningBorder: '#eec77c',
    colorErrorBg: '#fdeeec',
    colorErrorBorder: '#efaaa3',
    colorInfoBg: '#e8f1fb',
    colorInfoBorder: '#a9cbee',
    colorBorder: '#c3cad4',
    colorBorderSecondary: '#e1e6ec',
    borderRadius: 6,
    fontSize: 14,
    controlHeight: 34,
    fontFamily:
      'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
  },
  hashed: false,
}

/** Who has asked the system for less motion gets none. */
const still = { ...theme, token: { ...theme.token, motion: false } }
const wantsStill = () => globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false

export function Theme({ children }: { readonly children: ReactNode }) {
  const language = useLanguage()
  return (
    <ConfigProvider
      locale={language === 'en' ? enUS : zhCN}
      theme={wantsStill() ? still : theme}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  )
}
