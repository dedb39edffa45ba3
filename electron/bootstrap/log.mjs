/**
 * What set-up says: one plain line per thing, always on stderr, so that the stdout of a command holds only what the
 * command itself prints (`npm run cli -- … --json` is read by programs).
 */

/** A failure whose message already says in plain words what happened and what to do: printed without a stack. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened
   * @param {string} remedy what the reader can do about it
   * @param {{ cause?: unknown, exitCode?: number }} [options]
   */
  constructor(message, remedy, options = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SetupError';
    this.remedy = remedy;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** Prints one line of set-up news. @param {string} line */
export function say(line) {
  process.stderr.write(`[watchfloor] ${line}\n`);
}

/**
 * Runs something that may take long: after two seconds it says what is going on, then now and again how long it has
 * been, and at the end how long it took. Work done within two seconds stays silent.
 *
 * @template T
 * @param {string} label what is being done, as the start of a sentence ("building the app")
 * @param {(note: (text: string) => void) => Promise<T>} work gets a function to tell how far it is
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const startedAt = Date.now();
  let detail = '';
  let spoke = false;
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const speak = () => {
    say(spoke ? `${label}: ${seconds()} s${detail && `, ${detail}`}` : `${label} …${detail && ` ${detail}`}`);
    spoke = true;
  };
  const first = setTimeout(speak, 2_000);
  const repeat = setInterval(speak, 10_000);
  try {
    const result = await work((text) => (detail = text));
    if (spoke) say(`${label}: done in ${seconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(repeat);
  }
}

/**
 * Turns whatever ended an entry point into a readable message and an exit code.
 *
 * @param {unknown} error
 * @returns {number} the exit code to end with
 */
export function explain(error) {
  if (error instanceof SetupError) {
    say(`${error.message}`);
    say(`What to do: ${error.remedy}`);
    return error.exitCode;
  }
  say(`Set-up failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  say('What to do: run the command again; if it stays, report this text together with the output above it.');
  return 1;
}
