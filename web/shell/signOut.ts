import { call } from '../ground/api.ts'

/** Ends the session; a fresh page forgets everything that was fetched. */
export async function signOut(): Promise<void> {
  await call('DELETE', '/session').catch(() => {})
  localStorage.removeItem('signed_in')
  location.assign('/')
}
