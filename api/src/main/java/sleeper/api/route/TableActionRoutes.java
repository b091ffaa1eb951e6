package sleeper.api.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.api.table.SourceFiles;
import sleeper.api.table.TableChange;
import sleeper.api.table.ViewPublishing;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.core.partition.PartitionTree;
import sleeper.core.partition.json.SplitPointsFile;
import sleeper.core.schema.Schema;
import sleeper.core.schema.json.FieldJson;
import sleeper.core.schema.json.SchemaJson;
import sleeper.sort.sample.PartitionsFromSample;
import sleeper.statestore.instance.Instance;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.table.TableState;

/** What may be done with tables. */
public final class TableActionRoutes {

    private static final String DESCRIPTION = "as `table describe --json`, without the leaves";
    private static final Set<String> OF_SAMPLE = Set.of("path", "partitions");

    private final InstanceStores stores;
    private final TableChange tables;
    private final ViewPublishing views;

    public TableActionRoutes(Instance instance) {
        this.stores = instance.stores();
        this.tables = new TableChange(instance);
        this.views = new ViewPublishing(instance);
    }

    public List<Route> all() {
        return List.of(
                Route.post("/tables", "Creates a table; 409 if there is one of the name.")
                        .takes("table", "its name")
                        .takes("schema", "as a schema file has it")
                        .takes(
                                "splitPoints",
                                "an array of what the lines of a split-points file are; one leaf if it is left out")
                        .takes(
                                "sample",
                                "`{\"path\": bucket/key, \"partitions\": number}`: leaves of equal shares of these rows, in place of split points")
                        .gives(DESCRIPTION, this::create),
                Route.post("/tables/{table}/fields", "Adds a nullable field to a table.")
                        .takes("field", "as a schema file has it")
                        .gives(
                                DESCRIPTION,
                                call -> tables.addField(
                                                call.variable("table"),
                                                FieldJson.parse(BodyFields.object(call.body(), "field")))
                                        .headJson()),
                Route.post("/tables/{table}/drop", "Drops a table, and its rows with it.")
                        .gives("{\"table\",\"dropped\": true,\"files\",\"rows\",\"warning\"?}", this::drop),
                Route.post("/tables/{table}/view", "Publishes the Iceberg view of a table as it is now.")
                        .takes("rebuild", "`true` to make its metadata anew")
                        .gives(
                                "as `iceberg --json`",
                                call -> views.publish(
                                        call.variable("table"), BodyFields.flag(call.body(), "rebuild"))));
    }

    private ObjectNode create(Call call) {
        ObjectNode body = call.body();
        String name = BodyFields.text(body, "table");
        TableChange.expectPossibleName(name);
        Schema schema = SchemaJson.parse(BodyFields.field(body, "schema").toPrettyString());
        return tables.create(name, schema, partitions(body, name, schema)).headJson();
    }

    private PartitionTree partitions(ObjectNode body, String name, Schema schema) {
        Optional<List<JsonNode>> points = BodyFields.optionalList(body, "splitPoints");
        Optional<ObjectNode> sample = BodyFields.optionalObject(body, "sample", OF_SAMPLE);
        if (points.isPresent() && sample.isPresent()) {
            throw new InvalidRequestException(
                    TableChange.notCreated(name),
                    List.of(Fault.of(
                            ErrorCode.VALUE_OUT_OF_RANGE, "the body", "splitPoints and sample", "one of them")));
        }
        if (points.isPresent()) {
            return SplitPointsFile.read(lines(points.get()), schema);
        }
        return sample.map(found -> fromSample(found, name, schema))
                .orElseGet(() -> PartitionTree.single(schema.rowKeyFields().size()));
    }

    /** @return the points as the file has them, one a line */
    private static String lines(List<JsonNode> points) {
        return points.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
    }

    private PartitionTree fromSample(ObjectNode sample, String name, Schema schema) {
        SourceFiles files =
                SourceFiles.inBuckets(BodyFields.text(sample, "path"), stores, TableChange.notCreated(name));
        int wanted = BodyFields.optionalInt(sample, "partitions", 1, PartitionTree.MAX_LEAVES)
                .orElseThrow(() -> BodyFields.missing("field 'sample'", "partitions"));
        return PartitionsFromSample.of(files.store(), files.files(), schema, wanted);
    }

    private ObjectNode drop(Call call) {
        String name = call.variable("table");
        ObjectNode unused = call.body();
        TableState dropped = tables.drop(name);
        ObjectNode json = StoredJson.object()
                .put("table", name)
                .put("dropped", true)
                .put("files", dropped.fileCount())
                .put("rows", dropped.rowCount());
        views.retract(name).ifPresent(warning -> json.put("warning", warning));
        return json;
    }
}
