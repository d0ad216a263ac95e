export { search, type Hit } from './search.ts'
export { titleOf } from './searchedText.ts'
