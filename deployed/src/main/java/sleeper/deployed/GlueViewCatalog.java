package sleeper.deployed;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.TransientFailureException;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * The Glue Data Catalog, in which Athena, EMR and others look for tables: one database for an instance, in it an entry for a table, which
 * says where its metadata is, as Iceberg's own catalog for Glue has it. Names are in lower case there. Safe for use by many threads.
 */
public final class GlueViewCatalog implements ViewCatalog {
    static final String METADATA = "metadata_location";
    static final String PREVIOUS_METADATA = "previous_metadata_location";
    static final String TABLE_TYPE = "table_type";
    static final String OWNER = "sleeper.table";
    static final String SLOT = "sleeper.slot";
    private static final String ICEBERG = "ICEBERG";

    private static final String NOT_FOUND = "EntityNotFoundException";
    private static final String ALREADY_EXISTS = "AlreadyExistsException";
    /** Glue web API reference, "UpdateTable" and "Exceptions": what is said where the version is not the one that was named. */
    private static final Set<String> CHANGED =
            Set.of("ConcurrentModificationException", "VersionMismatchException", NOT_FOUND);

    private final GlueClient client;
    private final String database;
    private final Requests requests;

    /**
     * @param client   sends each request once
     * @param database that of the instance
     */
    public GlueViewCatalog(GlueClient client, String database, Surroundings surroundings) {
        this.client = client;
        this.database = database;
        this.requests = new Requests(surroundings);
    }

    private static String name(TableName table) {
        return table.value().toLowerCase(Locale.ROOT);
    }

    private String place(TableName table) {
        return database + "." + name(table);
    }

    @Override
    public Entry look(TableName table) {
        return found(table)
                .map(it -> entry(table, it))
                .orElseGet(() -> new Entry(State.ABSENT, place(table), "", "", ""));
    }

    private Optional<Table> found(TableName table) {
        return asked(
                        "GetTable",
                        table,
                        NOT_FOUND::equals,
                        () -> client.getTable(
                                request -> request.databaseName(database).name(name(table))))
                .map(response -> response.table());
    }

    private Entry entry(TableName table, Table found) {
        String owner = found.parameters().getOrDefault(OWNER, "");
        String version = Optional.ofNullable(found.versionId()).orElse("");
        return owner.equals(table.value())
                ? new Entry(State.LISTED, place(table), found.parameters().getOrDefault(METADATA, ""), version, "")
                : new Entry(
                        State.TAKEN,
                        place(table),
                        "",
                        version,
                        owner.isEmpty() ? "something that this instance did not make" : "table " + owner);
    }

    @Override
    public boolean list(Entry seen, Listing listing) {
        return seen.state() == State.ABSENT ? create(listing) : update(seen, listing);
    }

    private boolean create(Listing listing) {
        TableInput input = input(listing, Map.of());
        try {
            return asked(
                            "CreateTable",
                            listing.table(),
                            ALREADY_EXISTS::equals,
                            () -> client.createTable(
                                    request -> request.databaseName(database).tableInput(input)))
                    .isPresent();
        } catch (TransientFailureException e) {
            throw isMissing(e) ? withoutDatabase(listing.table(), e) : e;
        }
    }

    private static boolean isMissing(TransientFailureException failure) {
        return failure.getCause() instanceof AwsServiceException service
                && Answer.codeOf(service).equals(NOT_FOUND);
    }

    private TransientFailureException withoutDatabase(TableName table, TransientFailureException failure) {
        return new TransientFailureException(
                failed(table),
                List.of(new Fault(
                        ErrorCode.UNAVAILABLE,
                        "the Glue database " + database,
                        failure.faults().get(0).found(),
                        "a database of this name",
                        "Deploy the instance again: its " + InstanceSettings.ICEBERG_STACK + " makes the database.")),
                failure);
    }

    private boolean update(Entry seen, Listing listing) {
        Map<String, String> more = new HashMap<>();
        found(listing.table()).ifPresent(now -> more.putAll(now.parameters()));
        more.put(PREVIOUS_METADATA, seen.metadata());
        TableInput input = input(listing, more);
        return asked(
                        "UpdateTable",
                        listing.table(),
                        CHANGED::contains,
                        () -> client.updateTable(request -> request.databaseName(database)
                                .tableInput(input)
                                .versionId(seen.version())
                                .skipArchive(true)))
                .isPresent();
    }

    @Override
    public void remove(TableName table, Entry seen) {
        var unused = asked(
                "DeleteTable",
                table,
                NOT_FOUND::equals,
                () -> client.deleteTable(
                        request -> request.databaseName(database).name(name(table))));
    }

    /** @param more parameters of others, which stay */
    private static TableInput input(Listing listing, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put(TABLE_TYPE, ICEBERG);
        parameters.put(METADATA, listing.metadata());
        parameters.put(OWNER, listing.table().value());
        parameters.put(SLOT, Long.toString(listing.slot()));
        return TableInput.builder()
                .name(name(listing.table()))
                .tableType("EXTERNAL_TABLE")
                .parameters(parameters)
                .storageDescriptor(
                        storage -> storage.location(listing.root()).columns(GlueColumns.of(listing.schema())))
                .build();
    }

    /**
     * @param nothing the codes that say that it was not done, and why is known
     * @return empty for such a code
     */
    private <T> Optional<T> asked(String operation, TableName table, Predicate<String> nothing, Supplier<T> request) {
        try {
            return Optional.of(requests.repeatable(request));
        } catch (SdkException e) {
            if (e instanceof AwsServiceException service && nothing.test(Answer.codeOf(service))) {
                return Optional.empty();
            }
            throw AwsFailures.nothingDone(failed(table), place(table), "glue:" + operation, e);
        }
    }

    private String failed(TableName table) {
        return "The view of table " + table + " was not listed in the Glue Data Catalog.";
    }
}
