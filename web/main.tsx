import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeClient } from './ground/client.ts'
import { handScreens } from './ground/screens.ts'
import { screensQuery, sessionQuery } from './ground/session.ts'
import { drawLines } from './record/drawLines.ts'
import './record/record.css'
import './shell/frame.css'
import { makeRouter } from './shell/router.tsx'
import { Theme } from './shell/Theme.tsx'
import { steps } from './steps.ts'
import { startWords } from './words/words.ts'

handScreens(steps)
drawLines()
const client = makeClient()
const router = makeRouter(client)

// One round trip less: whoever was signed in asks for session and definitions at once.
if (localStorage.getItem('signed_in'))
  void Promise.all([client.prefetchQuery(sessionQuery), client.prefetchQuery(screensQuery)])
await startWords()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Theme>
        <RouterProvider router={router} />
      </Theme>
    </QueryClientProvider>
  </StrictMode>,
)
