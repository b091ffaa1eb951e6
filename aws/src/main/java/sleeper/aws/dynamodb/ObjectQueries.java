package sleeper.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sleeper.aws.request.Requests;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** What lies below a folder, by consistent Queries of that folder's part of a partition; contents do not come over the network. */
final class ObjectQueries {
    /** Not after any character of a key's component. */
    private static final String LEAST = "-";

    /** After each character of a key. */
    private static final String MOST = "~";

    /** A folder's name with this comes after all that lies below the folder. */
    private static final char AFTER_SLASH = '/' + 1;

    private final DynamoDbClient client;
    private final String table;
    private final Requests requests;

    ObjectQueries(DynamoDbClient client, String table, Requests requests) {
        this.client = client;
        this.table = table;
        this.requests = requests;
    }

    List<String> list(String prefix) {
        List<String> keys = new ArrayList<>();
        if (prefix.isEmpty()) {
            keys.addAll(names(ObjectItems.TOP, ""));
            names(ObjectItems.FOLDERS, "").forEach(folder -> keys.addAll(list(folder)));
            // A name such as "b.c" comes before "b/c".
            keys.sort(null);
            return keys;
        }
        Below below = Below.of(prefix);
        names(below.folder(), below.start()).forEach(name -> keys.add(below.folder() + "/" + name));
        return keys;
    }

    /** A page that ends inside a folder is not followed by more of that folder: the next Query begins behind it. */
    List<String> children(String prefix) {
        TreeSet<String> children = new TreeSet<>();
        if (prefix.isEmpty()) {
            children.addAll(names(ObjectItems.TOP, ""));
            // A folder stays known when its last object has gone.
            names(ObjectItems.FOLDERS, "").stream().filter(this::hasObjects).forEach(children::add);
            return List.copyOf(children);
        }
        Below below = Below.of(prefix);
        String from = below.start().isEmpty() ? LEAST : below.start();
        QueryResponse page;
        do {
            page = send(query(below.folder(), from, below.start() + MOST));
            for (Map<String, AttributeValue> item : page.items()) {
                String name = ObjectItems.nameIn(item);
                int slash = name.indexOf('/', below.start().length());
                int end = slash < 0 ? name.length() : slash;
                children.add(name.substring(below.start().length(), end));
                // The least name after an object's own is the name with the least character.
                from = name.substring(0, end) + (slash < 0 ? LEAST : AFTER_SLASH);
            }
        } while (page.hasLastEvaluatedKey());
        return List.copyOf(children);
    }

    /**
     * Where the items below a directory lie.
     *
     * @param folder the partition
     * @param start  what their names begin with; empty if they are all of the partition
     */
    private record Below(String folder, String start) {
        static Below of(String prefix) {
            int slash = prefix.indexOf('/');
            return slash < 0
                    ? new Below(prefix, "")
                    : new Below(prefix.substring(0, slash), prefix.substring(slash + 1) + "/");
        }
    }

    private boolean hasObjects(String folder) {
        return send(query(folder, LEAST, MOST).limit(1)).count() > 0;
    }

    private List<String> names(String folder, String start) {
        List<String> names = new ArrayList<>();
        QueryRequest.Builder query = query(folder, start.isEmpty() ? LEAST : start, start + MOST);
        QueryResponse page;
        do {
            page = send(query);
            page.items().forEach(item -> names.add(ObjectItems.nameIn(item)));
            query.exclusiveStartKey(page.lastEvaluatedKey());
        } while (page.hasLastEvaluatedKey());
        return names;
    }

    private QueryRequest.Builder query(String folder, String from, String to) {
        return QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#folder = :folder AND #name BETWEEN :from AND :to")
                .projectionExpression("#name")
                .expressionAttributeNames(Map.of("#folder", ObjectItems.FOLDER, "#name", ObjectItems.NAME))
                .expressionAttributeValues(Map.of(
                        ":folder", ObjectItems.text(folder),
                        ":from", ObjectItems.text(from),
                        ":to", ObjectItems.text(to)));
    }

    private QueryResponse send(QueryRequest.Builder query) {
        QueryRequest request = query.build();
        return requests.repeatable(() -> client.query(request));
    }
}
