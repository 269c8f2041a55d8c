// A request that is answered with a status and a sentence instead of what it asked for.

/** Thrown or passed to next(); `message` is shown to the person, so it holds no secrets. */
export class HttpRefusal extends Error {
  readonly status: number

  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}
