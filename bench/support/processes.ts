import { readdirSync, readFileSync } from 'node:fs';

/** All that descends from a process, itself included. Linux alone tells; elsewhere the answer is empty. */
export function familyOf(pid: number): number[] {
  const children = Map.groupBy(allProcesses(), ({ parent }) => parent);
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []).map(({ id }) => id));
  return allProcesses().length > 0 ? family : [];
}

/** Milliseconds on a processor so far, by thread. */
export type Cpu = Map<string, number>;

export function cpuOf(pids: number[]): Cpu {
  return new Map(pids.flatMap(threadsOf).map((task) => [task, Number(read(`/proc/${task}/schedstat`).split(' ')[0]) / 1e6]));
}

/** Of all that still live; what ended meanwhile took its last milliseconds with it. */
export function cpuBetween(before: Cpu, after: Cpu): number {
  return [...after].reduce((sum, [task, spent]) => sum + Math.max(0, spent - (before.get(task) ?? 0)), 0);
}

/** Megabytes; what several share is counted once, in parts. */
export function memoryOf(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024, 0);
}

const threadsOf = (pid: number) => list(`/proc/${pid}/task`).map((thread) => `${pid}/task/${thread}`);

function allProcesses(): { id: number; parent: number }[] {
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      // The second field is the command in brackets, which may itself hold spaces and brackets.
      const stat = read(`/proc/${name}/stat`);
      return { id: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) };
    });
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty when the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
