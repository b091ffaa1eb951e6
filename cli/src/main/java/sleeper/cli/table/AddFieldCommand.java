package sleeper.cli.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sleeper.api.table.TableChange;
import sleeper.cli.frame.ExitCode;
import sleeper.cli.frame.SleeperCommand;
import sleeper.cli.frame.Surrounding;
import sleeper.core.json.LocatedJson;
import sleeper.core.json.LocatedJsonReader;
import sleeper.core.json.StoredJson;
import sleeper.core.schema.Field;
import sleeper.core.schema.Schema;
import sleeper.core.schema.ViewColumns;
import sleeper.core.schema.json.FieldJson;
import sleeper.core.schema.json.SchemaJson;
import sleeper.statestore.table.TableState;

@Command(
        name = "add-field",
        description = "Adds a nullable value field to a table. Rows that are there have no value in it.")
final class AddFieldCommand extends SleeperCommand {
    @Parameters(index = "0", paramLabel = "TABLE", description = "The table.")
    private String name;

    @Parameters(index = "1", paramLabel = "FIELD", description = "The new field's name.")
    private String field;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            required = true,
            description = "Its type as in a schema file: a word such as string or decimal(10,2), or an object.")
    private String type;

    AddFieldCommand(Surrounding surrounding) {
        super(surrounding);
    }

    @Override
    public Integer call() {
        // An unknown table is told before a wrong type.
        TableState unused = stores().tables().require(name);
        Field added = field();
        Schema schema =
                new TableChange(instance()).addField(name, added).table().schema();
        print(
                () -> {
                    ObjectNode json = StoredJson.object().put("table", name);
                    json.set("schema", SchemaJson.toJson(schema));
                    return json;
                },
                () -> "Table %s has the field '%s' of type %s now."
                        .formatted(name, added.name(), added.type().describe()));
        LeftOutOfView.tell(
                ViewColumns.leftOut(schema).stream()
                        .filter(column -> column.name().equals(added.name()))
                        .toList(),
                console());
        return ExitCode.DONE;
    }

    private Field field() {
        ObjectNode json = StoredJson.object().put("name", field).put("nullable", true);
        json.set("type", type());
        return FieldJson.parse(json);
    }

    private JsonNode type() {
        if (!type.strip().startsWith("{")) {
            return new TextNode(type.strip());
        }
        // For its faults: they are about what was typed, and not about what is made of it.
        LocatedJson unused = LocatedJsonReader.read("The type", type);
        return StoredJson.parse("The type", type);
    }
}
