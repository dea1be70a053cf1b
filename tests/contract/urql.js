// urql: the same question by POST and by GET, and an error of the protocol as it reaches a front end.
import { Client, cacheExchange, fetchExchange } from "@urql/core";

const asked = (preferGetMethod) =>
  new Client({
    url: process.env.LEDGER_URL,
    exchanges: [cacheExchange, fetchExchange],
    fetchOptions: { headers: { authorization: `Bearer ${process.env.LEDGER_TOKEN}` } },
    preferGetMethod,
  });

const MINES = "query Mines($first: Int!) { mines(first: $first) { nodes { id name capacity } } }";
const [post, get] = await Promise.all(
  [false, "force"].map((way) => asked(way).query(MINES, { first: 2 }).toPromise()),
);
const wrong = await asked(false).query("{ mines(first: 1) { nodes { nothing } } }", {}).toPromise();
const codes = wrong.error.graphQLErrors.map((error) => error.extensions.code);
console.log(JSON.stringify({ post: post.data, get: get.data, errors: [post.error ?? null, get.error ?? null], codes }));
