/**
 * The same frames in AG Grid Community: our own line to the engine and our own word of having painted, only the tables are theirs. Its
 * grids neither sort nor animate, and its times stand still between patches: the cheaper way for them.
 */
import { ClientSideRowModelApiModule, ClientSideRowModelModule, ModuleRegistry, createGrid } from 'ag-grid-community';
import type { ColDef, GridApi } from 'ag-grid-community';
import { windowBridge } from '../../../../renderer/api/bridge.ts';
import { EngineClient } from '../../../../renderer/api/client.ts';
import { Painter } from '../../../../renderer/api/painter.ts';
import type { AdherenceRow, AgentRow, Frame, PartPatch, QueueRow } from '../../../../shared/contract/index.ts';
import { agentColumns, peopleColumns, queueColumns } from './columns.ts';

ModuleRegistry.registerModules([ClientSideRowModelModule, ClientSideRowModelApiModule]);

class Table<Row extends { key: string }> {
  readonly #known = new Set<string>();
  readonly #api: GridApi<Row>;

  constructor(element: string, columns: ColDef<Row>[]) {
    const place = document.getElementById(element);
    if (place === null) throw new Error(`The page has no #${element}.`);
    this.#api = createGrid<Row>(place, {
      columnDefs: columns,
      defaultColDef: { minWidth: 50, sortable: false },
      rowData: [],
      getRowId: ({ data }) => data.key,
      rowHeight: 30,
      headerHeight: 30,
      animateRows: false,
    });
  }

  apply(patch: PartPatch<Row>): void {
    const add = patch.upsert.filter((row) => !this.#known.has(row.key));
    const update = patch.upsert.filter((row) => this.#known.has(row.key));
    const remove = patch.remove.filter((key) => this.#known.delete(key)).map((key) => ({ key }) as Row);
    for (const row of add) this.#known.add(row.key);
    this.#api.applyTransaction({ add, update, remove });
  }
}

const wanted = new URLSearchParams(location.hash.slice(1));
const columnsWanted = (name: string): number => Number(wanted.get(name) ?? 8);
const people = wanted.get('view') === 'adherence';
if (people) document.body.replaceChildren(...document.querySelectorAll('#people'));
else document.querySelector('#people')?.remove();
const tables: Readonly<Record<string, { apply(patch: PartPatch<never>): void }>> = people
  ? { people: new Table<AdherenceRow>('people', peopleColumns.slice(0, columnsWanted('people'))) }
  : {
      queues: new Table<QueueRow>('queues', queueColumns.slice(0, columnsWanted('queues'))),
      agents: new Table<AgentRow>('agents', agentColumns.slice(0, columnsWanted('agents'))),
    };

const bridge = windowBridge();
if (bridge === null) throw new Error('The page was opened outside the bench.');
const client = new EngineClient(bridge);
const painter = new Painter();
client.start();
let shown = false;
const subscription = client.subscribe(
  people ? 'adherence' : 'floor',
  { scope: {}, moment: { kind: 'now' } },
  {
    frame: (frame: Frame, id) => {
      for (const [part, patch] of Object.entries(frame.parts)) tables[part]?.apply(patch as PartPatch<never>);
      painter.after(client, () => {
        subscription.painted(id, frame.seq);
        if (shown) return;
        shown = true;
        void client.shell('boardShown', { queues: 1, agents: 1, waiting: null, asOf: null, live: true });
      });
    },
    fault: (error) => {
      throw new Error(error.message);
    },
    lost: (error) => {
      throw new Error(error.message);
    },
  },
);
