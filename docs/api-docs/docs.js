// Shows /api/openapi.json readably. No library, no inline code: it runs under script-src 'self'.
// Everything is written as text nodes, so nothing in the description can become markup.
'use strict';

const METHODS = ['get', 'post', 'put', 'delete'];

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

// Text where `code` between backquotes is shown as code.
function prose(text) {
  return (text ?? '')
    .split('`')
    .map((part, i) => (i % 2 === 1 ? element('code', {}, part) : document.createTextNode(part)));
}

function resolver(api) {
  return function resolve(value) {
    if (value === undefined || value.$ref === undefined) return value;
    return value.$ref.slice(2).split('/').reduce((node, key) => node[key], api);
  };
}

function refName(schema) {
  return schema.$ref.split('/').pop();
}

// A schema's type in a few words.
function typeOf(schema) {
  if (schema === undefined) return '';
  if (schema.$ref !== undefined) return refName(schema);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((v) => JSON.stringify(v)).join(' | ');
  if (schema.oneOf !== undefined) return schema.oneOf.map(typeOf).join(' | ');
  if (schema.type === 'array') return `array of ${typeOf(schema.items)}`;
  const type = [schema.type ?? 'any'].flat().join(' or ');
  return schema.format === undefined ? type : `${type} (${schema.format})`;
}

function limitsOf(schema) {
  const words = [];
  if (schema.minimum !== undefined) words.push(`at least ${schema.minimum}`);
  if (schema.exclusiveMinimum !== undefined) words.push(`more than ${schema.exclusiveMinimum}`);
  if (schema.maximum !== undefined) words.push(`at most ${schema.maximum}`);
  if (schema.minLength !== undefined) words.push(`at least ${schema.minLength} characters`);
  if (schema.maxLength !== undefined) words.push(`at most ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) words.push(`at most ${schema.maxItems} items`);
  if (schema.default !== undefined) words.push(`default ${JSON.stringify(schema.default)}`);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function table(headings, rows) {
  const head = element('tr', {}, ...headings.map((h) => element('th', { scope: 'col' }, h)));
  const body = rows.map((cells) =>
    element('tr', {}, ...cells.map((cell) => element('td', {}, ...[cell].flat()))),
  );
  const grid = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
  return element('div', { class: 'scroll' }, grid);
}

function schemaTable(schema) {
  const required = new Set(schema.required ?? []);
  return table(
    ['Field', 'Type', 'Meaning'],
    Object.entries(schema.properties).map(([name, property]) => [
      [element('code', {}, name), required.has(name) ? '' : ' (optional)'],
      [element('code', {}, typeOf(property)), limitsOf(property)],
      prose(property.description),
    ]),
  );
}

function showSchema(schema, resolve) {
  let target = schema;
  if (target.type === 'array') target = target.items;
  const full = resolve(target);
  const parts = [element('p', {}, element('code', {}, typeOf(schema)))];
  for (const one of full.oneOf ?? [full]) {
    if (one.properties !== undefined) parts.push(schemaTable(one));
  }
  if (full.examples !== undefined) {
    parts.push(element('pre', { tabindex: '0' }, JSON.stringify(full.examples[0], null, 2)));
  }
  return parts;
}

function showParameters(parameters, resolve) {
  const rows = parameters.map(resolve).map((p) => [
    [element('code', {}, p.name), p.required ? '' : ' (optional)'],
    p.in,
    [element('code', {}, typeOf(p.schema)), limitsOf(p.schema)],
    prose(p.description),
  ]);
  return [element('h4', {}, 'Parameters'), table(['Name', 'In', 'Type', 'Meaning'], rows)];
}

function showAnswers(responses, resolve) {
  const rows = Object.entries(responses).map(([status, value]) => {
    const response = resolve(value);
    return [
      element('code', {}, status),
      prose(response.description),
      Object.keys(response.headers ?? {}).join(', '),
    ];
  });
  const parts = [element('h4', {}, 'Answers'), table(['Status', 'Meaning', 'Headers'], rows)];
  for (const [status, value] of Object.entries(responses)) {
    const schema = resolve(value).content?.['application/json']?.schema;
    if (schema !== undefined && status < '300') parts.push(...showSchema(schema, resolve));
  }
  return parts;
}

function access(operation) {
  if (operation.security.length === 0) return 'Public.';
  const optional = operation.security.some((way) => Object.keys(way).length === 0);
  return optional ? 'Works signed in and signed out.' : 'Signed in: session cookie or Bearer token.';
}

function showOperation(method, path, item, operation, resolve) {
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
  const body = operation.requestBody?.content['application/json']?.schema;
  const title = element(
    'h3',
    {},
    element('span', { class: 'method' }, method.toUpperCase()),
    element('code', {}, path),
  );
  return element(
    'section',
    { id: operation.operationId },
    title,
    element('p', {}, `${operation.summary}. `, ...prose(operation.description)),
    element('p', { class: 'quiet' }, access(operation)),
    ...(parameters.length > 0 ? showParameters(parameters, resolve) : []),
    ...(body ? [element('h4', {}, 'Body'), ...showSchema(body, resolve)] : []),
    ...showAnswers(operation.responses, resolve),
  );
}

function operationsOf(api) {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map((method) => ({
      method,
      path,
      item,
      operation: item[method],
    })),
  );
}

function render(api) {
  const resolve = resolver(api);
  const operations = operationsOf(api);
  const contents = document.getElementById('contents');
  const main = document.getElementById('operations');
  main.replaceChildren(...api.info.description.split('\n\n').map((p) => element('p', {}, ...prose(p))));
  for (const tag of api.tags) {
    const mine = operations.filter((o) => o.operation.tags.includes(tag.name));
    const links = mine.map(({ operation }) =>
      element('li', {}, element('a', { href: `#${operation.operationId}` }, operation.summary)),
    );
    contents.append(element('h2', {}, tag.name), element('ul', {}, ...links));
    main.append(element('h2', {}, tag.name), element('p', {}, tag.description));
    for (const o of mine) main.append(showOperation(o.method, o.path, o.item, o.operation, resolve));
  }
  if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

async function start() {
  const state = document.getElementById('state');
  try {
    const response = await fetch('/api/openapi.json');
    if (!response.ok) throw new Error(`status ${response.status}`);
    render(await response.json());
  } catch (error) {
    state.textContent = `The description could not be loaded (${error.message}). Reload to try again.`;
  }
}

start();
