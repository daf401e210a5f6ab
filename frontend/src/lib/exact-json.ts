// JSON.parse turns 90071992547409.91 into the nearest double, which is another amount. So number
// tokens with a decimal point are read as strings; whole numbers (ids, counts, amounts of
// currencies without decimals) stay numbers, and the schema of each answer knows both forms.
const tokens = /"(?:[^"\\]|\\.)*"|-?\d+\.\d+(?:[eE][+-]?\d+)?/g;

/** Parses JSON text; decimal number tokens come back as their source text. Throws SyntaxError. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(
    text.replace(tokens, (token) => (token.startsWith('"') ? token : `"${token}"`)),
  );
}
