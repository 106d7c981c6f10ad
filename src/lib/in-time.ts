/** The answer, or the error `late` when it takes longer than `waitMs`; the work itself goes on unheard. */
export async function inTime<T>(answer: Promise<T>, waitMs: number, late: Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), waitMs);
  });
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
