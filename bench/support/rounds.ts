import { cpuBetween, type Cpu } from './processes.ts';

/** One thing that is measured. */
export interface Target {
  name: string;
  run: () => Promise<unknown>;
}

/** By whose processes it is. */
export type Meters = Record<string, () => Cpu>;

export interface Measured {
  name: string;
  runs: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Milliseconds on a processor for each run. */
  cpu: Record<string, number>;
}

/**
 * All targets in turn, again and again: whatever disturbs the machine meanwhile disturbs them alike,
 * so that their ratios hold where their times do not.
 */
export async function inRounds(targets: Target[], meters: Meters, { rounds, perRound }: { rounds: number; perRound: number }): Promise<Measured[]> {
  const taken = targets.map((target) => ({ target, times: [] as number[], cpu: Object.fromEntries(Object.keys(meters).map((name) => [name, 0])) }));
  for (const { target } of taken) for (let run = 0; run < perRound; run++) await target.run();
  for (let round = 0; round < rounds; round++) {
    for (const { target, times, cpu } of round % 2 ? taken.toReversed() : taken) {
      const spent = startMeters(meters);
      for (let run = 0; run < perRound; run++) times.push(await timed(target.run));
      for (const [name, value] of Object.entries(spent())) cpu[name]! += value;
    }
  }
  return taken.map(({ target: { name }, times, cpu }) => ({
    name, runs: times.length, p50: quantile(times, 0.5), p99: quantile(times, 0.99),
    cpu: Object.fromEntries(Object.entries(cpu).map(([meter, sum]) => [meter, sum / times.length])),
  }));
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function quantile(values: number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;
}

/** Milliseconds on a processor from now until it is asked; who asks often misses little of what ends meanwhile. */
export function startMeters(meters: Meters): () => Record<string, number> {
  const running = Object.entries(meters).map(([name, read]) => ({ name, read, last: read(), sum: 0 }));
  return () => {
    for (const meter of running) {
      const now = meter.read();
      meter.sum += cpuBetween(meter.last, now);
      meter.last = now;
    }
    return Object.fromEntries(running.map(({ name, sum }) => [name, sum]));
  };
}
