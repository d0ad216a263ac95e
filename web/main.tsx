import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { drawLines } from './record/drawLines.ts'
import { makeClient } from './shell/client.ts'
import { makeRouter } from './shell/router.tsx'
import { screensQuery, sessionQuery } from './shell/session.ts'
import { Theme } from './shell/Theme.tsx'
import { startWords } from './words/words.ts'
import './shell/frame.css'
import './record/record.css'

// After an upgrade the old page asks for parts that are gone: fetch the new page, once.
addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem('reloaded_for') === location.href) return
  sessionStorage.setItem('reloaded_for', location.href)
  location.reload()
})

drawLines()
const client = makeClient()
const router = makeRouter(client)

// One round trip less: whoever was signed in asks for session and definitions at once.
if (localStorage.getItem('signed_in')) void Promise.all([client.prefetchQuery(sessionQuery), client.prefetchQuery(screensQuery)])
await startWords()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Theme><RouterProvider router={router} /></Theme>
    </QueryClientProvider>
  </StrictMode>,
)
