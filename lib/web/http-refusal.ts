// A request that is answered with a status and a sentence instead of what it asked for.
import { refusalWords, type RefusalWord } from './refusal-words.ts'

/**
 * Thrown or passed to next(). `said` names a sentence that is there in every language; any other text
 * is shown to the person as it is, so it holds no secrets.
 */
export class HttpRefusal extends Error {
  readonly status: number
  readonly word: RefusalWord | undefined

  constructor(status: number, said: string) {
    const word = isWord(said) ? said : undefined
    super(word === undefined ? said : refusalWords.en[word])
    this.status = status
    this.word = word
  }
}

function isWord(said: string): said is RefusalWord {
  return Object.hasOwn(refusalWords.en, said)
}
