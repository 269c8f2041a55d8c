// Where services say what they do and what goes wrong, a sentence at a time.
export interface Log {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}
