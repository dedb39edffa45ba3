/** What the kernel says of the processes of an app: who they are, the processor time they took, the memory they hold (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** Part of an Electron app that a process plays. */
export type Role = 'main' | 'renderer' | 'gpu' | 'engine' | 'utility' | 'zygote' | 'other';

export interface Member {
  readonly pid: number;
  readonly role: Role;
}

/** Clock ticks per second of `/proc/<pid>/stat`: 100 on every Linux that runs Electron. */
const TICKS_PER_SECOND = 100;

/** A process and everything below it that is alive now. @param engine process id of the engine, where it is known */
export function family(root: number, engine: number | null = null): Member[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? stat(pid)?.parent : undefined;
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const members: Member[] = [];
  const visit = (pid: number): void => {
    if (stat(pid) !== null) members.push({ pid, role: roleOf(pid, pid === root, pid === engine) });
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(root);
  return members;
}

/** Processor seconds (user and system, all threads) that a process has taken so far; 0 where it is gone. */
export function cpuSeconds(pid: number): number {
  return (stat(pid)?.ticks ?? 0) / TICKS_PER_SECOND;
}

/** Proportional set size in bytes: shared pages are divided among those that share them, so that a sum over processes is true. */
export function pssBytes(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function stat(pid: number): { parent: number; ticks: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks and brackets: what follows the last one is plain.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null;
  }
}

function roleOf(pid: number, root: boolean, engine: boolean): Role {
  if (root) return 'main';
  if (engine) return 'engine';
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return 'other';
  }
  const type = /--type=([a-z-]+)/.exec(line)?.[1];
  if (type === 'renderer' || type === 'zygote' || type === 'utility') return type;
  return type === 'gpu-process' ? 'gpu' : 'other';
}
