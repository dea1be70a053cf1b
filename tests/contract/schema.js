// graphql-js: the committed schema is valid, and is what the server says of itself.
import { buildClientSchema, buildSchema, findBreakingChanges, getIntrospectionQuery, validateSchema } from "graphql";
import { readFileSync } from "node:fs";

const committed = buildSchema(readFileSync(process.env.LEDGER_SCHEMA, "utf8"));
const headers = { "content-type": "application/json", authorization: `Bearer ${process.env.LEDGER_TOKEN}` };
const body = JSON.stringify({ query: getIntrospectionQuery() });
const answer = await (await fetch(process.env.LEDGER_URL, { method: "POST", headers, body })).json();
const served = buildClientSchema(answer.data);
const differ = [...findBreakingChanges(committed, served), ...findBreakingChanges(served, committed)];
console.log(JSON.stringify({ invalid: validateSchema(committed).map(String), differ }));
