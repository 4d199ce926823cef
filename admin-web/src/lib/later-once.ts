/** Runs the work once, shortly after the first of a burst of calls. */
export function laterOnce(work: () => Promise<unknown>, delay = 150): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      // A refresh that failed is made good by the next event, or by the reconnect.
      work().catch(() => {});
    }, delay);
  };
}
