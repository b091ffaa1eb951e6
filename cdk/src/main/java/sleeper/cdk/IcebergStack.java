package sleeper.cdk;

import java.util.Map;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.settings.InstanceSettings;
import sleeper.deployed.FunctionVariable;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnDatabase.DatabaseInputProperty;
import software.constructs.Construct;

/**
 * Tables for other engines to read: a database of the Glue Data Catalog, which goes with the stack. What it lists is made by the functions;
 * the metadata itself lies with the tables' files and stays as long as they do. The rule that has it published is among {@link Events}.
 */
final class IcebergStack implements PlatformPart {
    private final String database;

    IcebergStack(Construct parent, InstanceSpec spec) {
        Construct scope = new Construct(parent, InstanceSettings.ICEBERG_STACK);
        InstanceNames names = spec.names();
        database = names.viewDatabase();
        CfnDatabase unused = CfnDatabase.Builder.create(scope, "Database")
                .catalogId(Aws.ACCOUNT_ID)
                .databaseInput(DatabaseInputProperty.builder()
                        .name(database)
                        .description("Tables of " + names.stackDescription() + ", to read; they change by jobs alone")
                        .build())
                .build();
    }

    @Override
    public Map<String, String> substitutions() {
        return Map.of("ViewDatabaseName", database);
    }

    @Override
    public Map<FunctionVariable, String> variables() {
        return Map.of();
    }
}
