import './shell/base.css'

const start = () => void import('./main.tsx')

/**
 * Lets the still frame of index.html be painted before the program is read: on a slow phone people see
 * something a second earlier.
 */
if (document.visibilityState === 'hidden') start()
else requestAnimationFrame(() => setTimeout(start, 0))
