// The audits of GraphQL over HTTP, as the reference implementation has them; prints what each came to.
import { serverAudits } from "graphql-http";

const audits = serverAudits({ url: process.env.LEDGER_URL, fetchFn: fetch });
const found = await Promise.all(audits.map((audit) => audit.fn()));
const told = audits.map(({ id, name }, n) => ({ id, name, status: found[n].status, reason: found[n].reason ?? null }));
console.log(JSON.stringify(told));
