/** What keys such as `j` and Enter do in the grid in use. */
export interface GridHandle {
  /** Moves the active row and takes the focus. */
  move(rows: number): void;
  /** Opens the active row. */
  open(): void;
  /** Key of the active row, null when there is none. */
  activeKey(): string | null;
}

const mounted: GridHandle[] = [];
let current: GridHandle | null = null;

/** The grid last used, else the first on screen. */
export function currentGrid(): GridHandle | null {
  return current ?? mounted[0] ?? null;
}

export function mountGrid(handle: GridHandle): () => void {
  mounted.push(handle);
  return () => {
    mounted.splice(mounted.indexOf(handle), 1);
    if (current === handle) current = null;
  };
}

export function takeGrid(handle: GridHandle): void {
  current = handle;
}
