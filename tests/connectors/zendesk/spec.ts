import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { referencePath } from '../../helpers/reference.ts';

type Json = Record<string, unknown>;

interface Operation {
  parameters: Set<string>;
  reply: ValidateFunction | null;
}

interface Spec {
  /** Path pattern to operation, longest patterns first. */
  paths: { pattern: RegExp; template: string; operation: Operation }[];
}

const FILES = [
  { file: 'specs/zendesk.yaml', prefix: '' },
  { file: 'specs/zendesk-talk.yaml', prefix: '/api/v2/channels/voice' },
  { file: 'specs/zendesk-chat.yaml', prefix: '/api/v2/chat' },
] as const;

/** Paging is described in the specs' prose for all lists, not as parameters of each. */
const PAGING = new Set(['page[size]', 'page[after]', 'page[before]', 'page', 'per_page']);

/** What the vendor's specifications say of the requests that we send; null where they are not at hand. */
export function loadSpec(): Spec | null {
  const paths: Spec['paths'] = [];
  for (const { file, prefix } of FILES) {
    const path = referencePath(file);
    if (path === null) return null;
    const document = nullableAsType(parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 })) as Json;
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({ $id: 'spec', ...document }, 'spec');
    for (const [template, item] of Object.entries(document['paths'] as Record<string, Json>)) {
      const get = item['get'] as Json | undefined;
      if (get === undefined) continue;
      const pattern = new RegExp(`^${(prefix + template).replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
      const declared = [...asList(item['parameters']), ...asList(get['parameters'])];
      const names = declared.map((parameter) => String(resolve(document, parameter)['name']));
      const parameters = new Set([...names, ...namesInProse(get)]);
      paths.push({ pattern, template, operation: { parameters, reply: replyOf(ajv, document, get) } });
    }
  }
  return { paths: paths.sort((a, b) => braces(a.template) - braces(b.template)) };
}

/**
 * What is wrong with a request and its reply against the specifications; empty where nothing is.
 *
 * @param query names of the query's parameters
 */
export function violations(spec: Spec, path: string, query: Iterable<string>, status: number, body: unknown): string[] {
  const found = spec.paths.find(({ pattern }) => pattern.test(path));
  if (found === undefined) return [`${path} is in no specification`];
  const wrong: string[] = [];
  for (const name of query) {
    if (!found.operation.parameters.has(name) && !PAGING.has(name)) wrong.push(`${path} has no parameter ${name}`);
  }
  if (status === 200 && found.operation.reply !== null && found.operation.reply(body) === false) {
    for (const error of found.operation.reply.errors ?? []) {
      wrong.push(`${path} answers wrongly at ${error.instancePath}: ${error.message ?? ''}`);
    }
  }
  return wrong;
}

function braces(template: string): number {
  return template.split('{').length;
}

/** Some parameters are named only in a table of the description (`| start_time | Time of the oldest … |`). */
function namesInProse(operation: Json): string[] {
  const rows = String(operation['description'] ?? '').matchAll(/^\| *([a-z_]+) *\|/gm);
  return [...rows].map((row) => row[1] ?? '');
}

function asList(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function resolve(document: Json, value: Json): Json {
  const reference = value['$ref'];
  if (typeof reference !== 'string') return value;
  const target = reference
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Json)[key.replaceAll('~1', '/')], document);
  return resolve(document, target as Json);
}

function replyOf(ajv: Ajv, document: Json, operation: Json): ValidateFunction | null {
  const responses = operation['responses'] as Record<string, Json> | undefined;
  const ok = responses?.['200'];
  if (ok === undefined) return null;
  const content = resolve(document, ok)['content'] as Record<string, { schema?: Json }> | undefined;
  const schema = content?.['application/json']?.schema;
  if (schema === undefined) return null;
  let compiled: ValidateFunction | null = null;
  // Compiled on first use: the specification has hundreds of operations, and we call a dozen.
  const lazy = (body: unknown) => {
    compiled ??= ajv.compile(absolute(schema) as Json);
    const valid = compiled(body);
    lazy.errors = compiled.errors ?? null;
    return valid;
  };
  lazy.errors = null as ValidateFunction['errors'] | null;
  return lazy as unknown as ValidateFunction;
}

/** References of a part of the document, made to stand outside of it. */
function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' && item.startsWith('#') ? `spec${item}` : absolute(item),
    ]),
  );
}

/** OpenAPI 3.0's `nullable` as JSON Schema has it. */
function nullableAsType(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullableAsType);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, nullableAsType(item)] as const);
  const schema = Object.fromEntries(entries) as Json;
  if (schema['nullable'] === true && typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null'];
  return schema;
}
