/**
 * Milliseconds of processor time that `work` takes: what else the machine does is not counted, so a bound
 * that quadratic work would miss by far holds on a busy machine, too.
 */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
