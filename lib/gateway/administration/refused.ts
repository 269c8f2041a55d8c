// What is complained about where a message is refused: in the same words as to who writes a mail.
import { isReasonCode } from '../../mail/language/index.ts'
import { sentence, type Refusal } from '../../policy/errors.ts'
import { Complaint } from './complaint.ts'

export function refused(refusal: Refusal): Complaint {
  const { code, params } = refusal
  return new Complaint(sentence(refusal), isReasonCode(code) ? code : undefined, params)
}
