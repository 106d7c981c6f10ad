import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  SchemableIdentifierNode,
  type UnknownRow,
} from 'kysely';

/** Tables that the ledger's reader asks. A name that is none of them is an alias. */
const TABLES = new Set(
  `ledger_meta machine project folder price_class label session event slice session_day day_slice file problem session_cost
  calendar change`.split(/\s+/),
);

/** Writes the schema before every table of a query that is built, in raw SQL too where it says `sql.table(…)`. */
export class QualifiedTables implements KyselyPlugin {
  readonly #transformer: Transformer;
  constructor(schema: string) {
    this.#transformer = new Transformer(schema);
  }
  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(node, queryId);
  }
  async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

class Transformer extends OperationNodeTransformer {
  readonly #schema: string;
  constructor(schema: string) {
    super();
    this.#schema = schema;
  }
  protected override transformSchemableIdentifier(
    ...args: Parameters<OperationNodeTransformer['transformSchemableIdentifier']>
  ): SchemableIdentifierNode {
    const node = super.transformSchemableIdentifier(...args);
    if (node.schema || !TABLES.has(node.identifier.name)) return node;
    return SchemableIdentifierNode.createWithSchema(this.#schema, node.identifier.name);
  }
}
