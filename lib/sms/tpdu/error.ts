// The one error that this codec throws: which field, at which octet, and why.

export class TpduError extends Error {
  /** The field, as in `deliver.oa`. */
  readonly path: string
  /** Counted from 0 at the start of the octets that were given. */
  readonly octet: number
  readonly reason: string

  constructor(path: string, octet: number, reason: string) {
    super(`${path} at octet ${octet}: ${reason}`)
    this.name = 'TpduError'
    this.path = path
    this.octet = octet
    this.reason = reason
  }
}
