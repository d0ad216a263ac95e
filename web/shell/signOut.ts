import { call } from '../ground/api.ts'
import { forgetAllDrafts } from '../ground/drafts.ts'
import { forgetUnsaved } from '../ground/unsaved.ts'

/** Ends the session; a fresh page forgets everything that was fetched, and the device what was not saved. */
export async function signOut(): Promise<void> {
  await call('DELETE', '/session').catch(() => {})
  forgetAllDrafts()
  forgetUnsaved()
  localStorage.removeItem('signed_in')
  location.assign('/')
}
