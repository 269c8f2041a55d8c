// The thread behind mail-work.ts.
import { help } from '../threads/helper-work.ts'
import { doJob } from './mail-job.ts'

help(doJob)
