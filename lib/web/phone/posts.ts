// What the forms of the page send, judged field by field; JSON has the same fields.
import { z } from 'zod'

export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

const answerShape = z.object({
  phone: z.string('Which phone?').regex(/^\+\d{5,15}$/, 'That is not a number of a phone.'),
  to: z
    .string('To which number?')
    .regex(/^\+?\d{3,15}$/, 'Only a number can be written to: a name cannot be answered.'),
  text: z
    .string('Write something first.')
    .transform(plainLineBreaks)
    .refine((text) => text.trim() !== '', 'Write something first.')
    .refine((text) => text.length <= 2000, 'An answer has at most 2000 characters here.'),
})

export type Answer = z.infer<typeof answerShape>

const address = /^[^\s@<>",;:()[\]\\]+@[\w.-]+$/

const mailShape = z.object({
  to: z
    .string('Write to whom?')
    .transform((list) => list.split(/[,;]/).map((entry) => entry.trim()))
    .transform((list) => list.filter((entry) => entry !== ''))
    .refine((list) => list.length > 0, 'Write to whom? For example to 4520643064@… as To.')
    .refine((list) => list.length <= 50, 'At most 50 recipients here.')
    .refine((list) => list.every((entry) => address.test(entry)), 'To has to be mail addresses.'),
  subject: z
    .string()
    .default('')
    .transform((subject) => subject.replace(/\s+/g, ' ').trim())
    .refine((subject) => subject.length <= 500, 'The Subject is too long.'),
  text: z.string().default('').transform(plainLineBreaks),
  /** The id of the mail that is answered. */
  reply: z.coerce.number().int().positive().optional(),
})

export type WrittenMail = z.infer<typeof mailShape>

export function readAnswer(body: unknown): Reading<Answer> {
  return reading(answerShape.safeParse(body))
}

export function readWrittenMail(body: unknown): Reading<WrittenMail> {
  return reading(mailShape.safeParse(body))
}

function reading<T>(parsed: z.ZodSafeParseResult<T>): Reading<T> {
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, problem: parsed.error.issues[0]?.message ?? 'This could not be read.' }
}

function plainLineBreaks(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
