/** Asks again and again until the answer is as wanted, for what other processes may follow late; the last answer after a second. */
export async function withinASecond<Answer>(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean): Promise<Answer> {
  const end = performance.now() + 1_000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || performance.now() >= end) return answer;
  }
}
