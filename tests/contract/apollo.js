// Apollo Client: a list paged as Relay pages, a mutation with its errors as data, and what the cache makes of both.
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client/core/index.js";
import { relayStylePagination } from "@apollo/client/utilities/index.js";

const headers = { authorization: `Bearer ${process.env.LEDGER_TOKEN}` };
const client = new ApolloClient({
  link: new HttpLink({ uri: process.env.LEDGER_URL, headers }),
  cache: new InMemoryCache({ typePolicies: { Query: { fields: { hazards: relayStylePagination() } } } }),
});

const LIST = gql`
  query Hazards($first: Int!, $after: String) {
    hazards(first: $first, after: $after) {
      edges { cursor node { id description status mine { id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
const watched = client.watchQuery({ query: LIST, variables: { first: 3 } });
const pages = [await watched.result()];
for (let page = 0; page < 2; page++) {
  const after = watched.getLastResult().data.hazards.pageInfo.endCursor;
  pages.push(await watched.fetchMore({ variables: { after } }));
}
const merged = client.readQuery({ query: LIST, variables: { first: 3 } }).hazards.edges.map(({ node }) => node.id);

const REPORT = gql`
  mutation Report($input: ReportHazardInput!) {
    reportHazard(input: $input) {
      hazard { id description status }
      position
      errors { __typename code path message messageZh rule }
    }
  }
`;
const report = (input) => client.mutate({ mutation: REPORT, variables: { input } }).then(({ data }) => data.reportHazard);
const mine = pages[0].data.hazards.edges[0].node.mine.id;
const given = { mine, description: "契约测试：皮带机头防护栏缺失", location: "主运输巷", source: "SUPERVISION" };
const done = await report(given);
const refused = await report({ ...given, description: " " });
const cached = client.readFragment({ id: `Hazard:${done.hazard.id}`, fragment: gql`fragment H on Hazard { status }` });
console.log(JSON.stringify({ merged, done, refused, cached }));
