// Writes `src/api.js`: the schemas of openapi.json as types in comments, and the codes of errors as a list.

/**
 * @typedef {{
 *   $ref?: string, type?: string | string[], const?: string | boolean, enum?: string[], items?: Schema,
 *   properties?: Record<string, Schema>, required?: string[], anyOf?: Schema[], oneOf?: Schema[], description?: string,
 * }} Schema
 */

/** Schemas of the webhook, which Stripe calls. */
const NOT_OF_PAGES = ['EventRequest', 'ReceivedAnswer'];
/** The longest list of words that is a type; countries and currencies are text. */
const MOST_WORDS = 30;

/**
 * The module's text.
 *
 * @param {{components: {schemas: Record<string, Schema>}}} document
 */
export function moduleOf({ components: { schemas } }) {
  const names = Object.keys(schemas).filter((name) => !NOT_OF_PAGES.includes(name)).sort();
  const typedefs = names.map((name) => ` * @typedef {${typeOf(schemas[name] ?? {}, 1)}} ${name}${about(schemas[name])}`);
  const codes = [...(schemas.Error?.properties?.code?.enum ?? [])].sort();
  return `// Made from openapi.json by \`npm run build -w client\`; do not edit it. The bodies and the answers of the functions.

/**
${typedefs.join('\n')}
 */

/** The codes of errors. */
export const ERROR_CODES = /** @type {const} */ ([
${codes.map((code) => `  '${code}',\n`).join('')}]);
`;
}

/**
 * A schema as a type.
 *
 * @param {Schema} schema
 * @param {number} depth of the comment's lines
 * @returns {string}
 */
function typeOf(schema, depth) {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? '';
  const several = schema.anyOf ?? schema.oneOf;
  // A choice between required fields, such as one of two ids, is not a type of its own.
  if (several?.every(({ required, type }) => required && !type)) return objectOf(schema, depth);
  if (several) return several.map((one) => typeOf(one, depth)).join(' | ');
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum && schema.enum.length <= MOST_WORDS) return schema.enum.map(literal).join(' | ');
  if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, depth)).join(' | ');
  if (schema.type === 'array') return `Array<${typeOf(schema.items ?? {}, depth)}>`;
  if (schema.type === 'object') return objectOf(schema, depth);
  const plain = { integer: 'number', number: 'number', string: 'string', boolean: 'boolean', null: 'null' };
  const name = plain[/** @type {keyof typeof plain} */ (schema.type)];
  if (!name) throw new Error(`openapi.json has a schema without a type here: ${JSON.stringify(schema)}`);
  return name;
}

/**
 * @param {Schema} schema
 * @param {number} depth
 */
function objectOf({ properties, required = [] }, depth) {
  if (!properties) return 'object';
  const indent = ` *${'  '.repeat(depth)}`;
  const fields = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = fields.map(([name, schema]) => `${indent} ${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema, depth + 1)},`);
  return `{\n${lines.join('\n')}\n ${indent.slice(1, -1)}}`;
}

/** @param {Schema | undefined} schema */
const about = (schema) => (schema?.description ? ` ${schema.description.replaceAll('*/', '* /')}` : '');

/** @param {string | boolean} value */
const literal = (value) => (typeof value === 'string' ? `'${value}'` : String(value));
