/** The command line's own help. Each command has its help beside its flags. */

export const HELP = `Watchfloor without a window.

  npm run cli -- COMMAND [flags]

  adherence  schedules against what agents did, out of files
  import     read delimited files (CSV, TSV, gzip) into a data folder
  kpi        figures of a span of time: service level, waits, abandons, handle time
  sql        one read-only question in SQL, on the public views
  sync       read sources (ticket and telephone systems) into a data folder

  npm run cli -- COMMAND --help    flags of a command
  npm run cli -- --version

Results are on stdout, everything else on stderr. With --json a result is one line of JSON, and an error is {"error":{"code","message"}}.
Relative paths start from the folder the command is called in (or from WATCHFLOOR_CWD).
Exit: 0 well, 1 failed, 2 wrong use, 3 partly.
`;
