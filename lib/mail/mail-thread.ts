// The thread behind mail-work.ts.
import { help } from '../threads/helper-work.ts'
import type { ComposeJob } from './mail-job.ts'
import { composeText } from './text/compose-text.ts'

help(({ mail, options, facts }: ComposeJob) => composeText(mail, options, facts))
