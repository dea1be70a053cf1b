// A component of a front end as Relay wants it: a list that goes on, on a mine, and a thing fetched again by its id.
import { graphql } from "relay-runtime";

export const page = graphql`
  query frontEndPageQuery($mine: ID!) {
    node(id: $mine) {
      ...frontEndHazards @alias(as: "mine")
    }
  }
`;

export const hazards = graphql`
  fragment frontEndHazards on Mine
  @refetchable(queryName: "frontEndHazardsNextQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    name
    hazards(first: $count, after: $cursor) @connection(key: "frontEnd_hazards") {
      edges { node { id description status ...frontEndHazard } }
    }
  }
`;

export const hazard = graphql`
  fragment frontEndHazard on Hazard @refetchable(queryName: "frontEndHazardQuery") {
    level
    mine { id name }
  }
`;

export const report = graphql`
  mutation frontEndReportMutation($input: ReportHazardInput!, $connections: [ID!]!) {
    reportHazard(input: $input) {
      hazard @appendNode(connections: $connections, edgeTypeName: "HazardEdge") { id ...frontEndHazard }
      errors { code messageZh }
    }
  }
`;
