/** Median CPU microseconds a call, of seven rounds of 0.7 s after two to get warm. */
export async function measure (work) {
  const round = async () => {
    let calls = 0
    const end = performance.now() + 700
    const before = process.cpuUsage()
    do {
      await work()
      calls++
    } while (performance.now() < end)
    const used = process.cpuUsage(before)
    return (used.user + used.system) / calls
  }
  await round()
  await round()
  const rounds = []
  for (let i = 0; i < 7; i++) rounds.push(await round())
  return rounds.sort((a, b) => a - b)[3]
}
