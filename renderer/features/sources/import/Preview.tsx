import type { CallOutput } from '../../../api/index.ts';
import { Banner, DASH, Select, t } from '../../../ui/index.ts';
import { StateMark } from '../StateMark.tsx';
import { delimiterText } from '../words.ts';
import '../table.css';

type PreviewValue = CallOutput<'filePreview'>;

interface PreviewProps {
  path: string;
  preview: PreviewValue;
  mapping: string | null;
  onMapping(name: string): void;
}

/** The first rows of the file, as they are and as they would be imported. */
export function Preview({ path, preview, mapping, onMapping }: PreviewProps) {
  const { columns, mapped, mappings } = preview;
  return (
    <>
      <p className="wf-import-path">
        <span className="wf-strong wf-selectable">{path}</span>
        <span className="wf-muted">
          {t('sources.import.format', {
            delimiter: delimiterText(preview.delimiter),
            encoding: preview.encoding,
            columns: columns.length,
          })}
        </span>
      </p>
      {mappings.length === 0 ? (
        <Banner tone="warning" title={t('sources.import.mapping.missing')} />
      ) : (
        <>
          <Select
            label={t('sources.import.mapping')}
            options={mappings.map(({ name, title }) => ({ id: name, label: title }))}
            value={mapping}
            onChange={onMapping}
            placeholder={t('sources.import.mapping.none')}
          />
          {mapping === null && <Banner tone="info" title={t('sources.import.mapping.missing')} />}
        </>
      )}
      {mapping !== null && <Mapped rows={mapped} />}
      <h3>{t('sources.import.sample')}</h3>
      <div className="wf-table-box wf-import-table">
        <table className="wf-table" aria-label={t('sources.import.sample')}>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={`${index}${column}`} scope="col" dir="auto">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.sample.map((row, index) => (
              <tr key={index}>
                {columns.map((column, at) => (
                  <td key={`${at}${column}`} dir="auto">
                    <Cell text={row[at] ?? ''} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Mapped({ rows }: { rows: PreviewValue['mapped'] }) {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row.fields)))];
  const good = rows.filter((row) => row.ok).length;
  if (rows.length === 0) return <p>{t('sources.import.mapped.empty')}</p>;
  return (
    <>
      <h3>{t('sources.import.mapped')}</h3>
      <p className="wf-muted">{t('sources.import.mapped.good', { good, count: rows.length })}</p>
      <div className="wf-table-box wf-import-table">
        <table className="wf-table" aria-label={t('sources.import.mapped')}>
          <thead>
            <tr>
              <th scope="col" className="wf-table-end">
                {t('sources.import.line')}
              </th>
              <th scope="col">{t('sources.import.result')}</th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {field}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line} data-bad={row.ok ? undefined : ''}>
                <td className="wf-table-end">{row.line}</td>
                <td className="wf-import-reason">
                  <StateMark tone={row.ok ? 'ok' : 'warning'}>
                    {row.ok ? t('sources.import.ok') : (row.reason ?? DASH)}
                  </StateMark>
                </td>
                {fields.map((field) => (
                  <td key={field} dir="auto">
                    <Cell text={row.fields[field] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Shown at most so long: a cell may hold anything. */
const LONGEST = 60;

function Cell({ text }: { text: string | null }) {
  if (text === null) return <span className="wf-muted">{DASH}</span>;
  return text.length > LONGEST ? <span title={text.slice(0, 2000)}>{`${text.slice(0, LONGEST)}…`}</span> : text;
}
