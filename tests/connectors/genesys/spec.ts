import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { referencePath } from '../../helpers/reference.ts';

type Json = Record<string, unknown>;

interface Operation {
  parameters: Set<string>;
  body: ValidateFunction | null;
  /** By status. */
  replies: Map<string, ValidateFunction>;
}

export interface Spec {
  operations: { method: string; pattern: RegExp; template: string; operation: Operation }[];
  /** Patterns of the topics that can be subscribed to or that the vendor sends by itself. */
  topics: RegExp[];
}

/** What the vendor's specification says of requests, replies and topics; null where it is not at hand. */
export function loadSpec(): Spec | null {
  const path = referencePath('specs/genesys.json');
  const topicsPath = referencePath('specs/genesys-notification-topics.json');
  if (path === null || topicsPath === null) return null;
  const document = JSON.parse(readFileSync(path, 'utf8')) as Json;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'spec', definitions: document['definitions'] as Json }, 'spec');
  const operations: Spec['operations'] = [];
  for (const [template, item] of Object.entries(document['paths'] as Record<string, Record<string, Json>>)) {
    for (const [method, declared] of Object.entries(item)) {
      const parameters = (declared['parameters'] ?? []) as Json[];
      const body = parameters.find((parameter) => parameter['in'] === 'body');
      const replies = Object.entries(declared['responses'] as Record<string, Json>).flatMap(([status, reply]) =>
        reply['schema'] === undefined ? [] : [[status, lazy(ajv, reply['schema'])] as const],
      );
      operations.push({
        method: method.toUpperCase(),
        template,
        pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
        operation: {
          parameters: new Set(
            parameters.filter((parameter) => parameter['in'] === 'query').map(({ name }) => String(name)),
          ),
          body: body === undefined ? null : lazy(ajv, body['schema']),
          replies: new Map(replies),
        },
      });
    }
  }
  const { notifications } = JSON.parse(readFileSync(topicsPath, 'utf8')) as { notifications: { topic: string }[] };
  const topics = notifications.map(
    ({ topic }) => new RegExp(`^${topic.replaceAll('.', '\\.').replaceAll('{id}', '[^.]+')}$`),
  );
  return { operations: operations.sort((a, b) => braces(a.template) - braces(b.template)), topics };
}

/** What is wrong with an exchange against the specification; empty where nothing is. */
export function violations(
  spec: Spec,
  exchange: { method: string; path: string; query: Iterable<string>; sent: unknown; status: number; body: unknown },
): string[] {
  const { method, path, query, sent, status, body } = exchange;
  const found = spec.operations.find((one) => one.method === method && one.pattern.test(path));
  if (found === undefined) return [`${method} ${path} is not in the specification`];
  const { parameters, body: wanted, replies } = found.operation;
  const wrong = [...query].filter((name) => !parameters.has(name)).map((name) => `${path} has no parameter ${name}`);
  if (sent !== null)
    wrong.push(
      ...(wanted === null ? [`${method} ${path} takes no body`] : errorsOf(wanted, sent, `${path} takes no such body`)),
    );
  else if (wanted !== null) wrong.push(`${method} ${path} wants a body`);
  if (status >= 200 && status < 300) {
    const reply = replies.get(String(status));
    if (reply === undefined) wrong.push(`${method} ${path} never answers ${status}`);
    else wrong.push(...errorsOf(reply, body, `${found.template} answers wrongly`));
  }
  return wrong;
}

function errorsOf(validate: ValidateFunction, value: unknown, words: string): string[] {
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map((error) => `${words} at ${error.instancePath}: ${error.message ?? ''}`);
}

function braces(template: string): number {
  return template.split('{').length;
}

/** Compiled on first use: the specification has far more operations than are called. */
function lazy(ajv: Ajv, schema: unknown): ValidateFunction {
  let compiled: ValidateFunction | null = null;
  const validate = (value: unknown) => {
    compiled ??= ajv.compile(absolute(schema) as Json);
    const valid = compiled(value);
    validate.errors = compiled.errors ?? null;
    return valid;
  };
  validate.errors = null as ValidateFunction['errors'] | null;
  return validate as unknown as ValidateFunction;
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
