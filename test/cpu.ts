/** How many milliseconds of CPU this thread needs for `work`, whatever else the machine is busy with. */
export function cpuTime(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
