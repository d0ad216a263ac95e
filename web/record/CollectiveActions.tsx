import { Button } from 'antd'
import { useState } from 'react'
import type { ScreenObject } from '../ground/definitions.ts'
import { useScreens } from '../ground/session.ts'
import { useLabel } from '../words/words.ts'
import { ActionDialog } from './LazyActionDialog.tsx'

/** Verbs of an object as a whole, such as reading a bank statement. */
export function CollectiveActions({ object }: { readonly object: ScreenObject }) {
  const label = useLabel()
  const [open, setOpen] = useState<string>()
  const actions = Object.entries(useScreens().actions[object.name] ?? {}).filter(
    ([, action]) => action.collective && action.style !== 'hidden',
  )
  return (
    <>
      {actions.map(([name, action]) => (
        <Button
          key={name}
          type={action.style === 'primary' ? 'primary' : 'default'}
          data-action={name}
          onClick={() => setOpen(name)}
        >
          {label(action.label, name)}
        </Button>
      ))}
      {open && <ActionDialog object={object.name} id={null} name={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}
