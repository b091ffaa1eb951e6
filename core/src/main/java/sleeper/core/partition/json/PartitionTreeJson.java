package sleeper.core.partition.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.CorruptDataException;
import sleeper.core.json.StoredJson;
import sleeper.core.key.json.KeyJson;
import sleeper.core.partition.PartitionTree;
import sleeper.core.partition.PartitionTree.Cut;
import sleeper.core.partition.PartitionTree.Leaf;
import sleeper.core.partition.PartitionTree.Node;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.util.Require;

/**
 * A stored partition tree: {@code {"types":["string",null],"root":NODE}}, one type for each row key field ({@code null} where
 * the field is never cut), where a node is {@code "leaf"} or {@code {"field":0,"at":"m","lower":NODE,"upper":NODE}}. A tree of
 * more than {@link #DEEPEST_NESTED} levels, which readers of JSON would refuse, is {@code {"types":[...],"nodes":[...]}} instead:
 * its nodes from the root down, each followed by all below it, the lower before the upper, as {@code "leaf"} or
 * {@code {"field":0,"at":"m"}}.
 */
public final class PartitionTreeJson {
    /** Most levels of a tree that is written as nested nodes. */
    static final int DEEPEST_NESTED = 199;

    private static final String LEAF = "leaf";

    private PartitionTreeJson() {}

    public static String write(PartitionTree tree) {
        return StoredJson.write(toJson(tree));
    }

    /** @throws CorruptDataException if the text is not what {@link #write} gave */
    public static PartitionTree read(String text) {
        return StoredJson.decode(
                "A partition tree", StoredJson.parse("A partition tree", text), PartitionTreeJson::fromJson);
    }

    public static ObjectNode toJson(PartitionTree tree) {
        List<Optional<PrimitiveType>> types = new ArrayList<>(Collections.nCopies(tree.dimensions(), Optional.empty()));
        boolean nested = tree.root().depth() <= DEEPEST_NESTED;
        JsonNode nodes = nested ? toJson(tree.root(), types) : listed(tree.root(), types);
        ArrayNode words = StoredJson.array();
        types.forEach(type -> words.add(type.map(PrimitiveType::describe).orElse(null)));
        ObjectNode json = StoredJson.object();
        json.set("types", words);
        json.set(nested ? "root" : "nodes", nodes);
        return json;
    }

    private static ArrayNode listed(Node root, List<Optional<PrimitiveType>> types) {
        ArrayNode nodes = StoredJson.array();
        Deque<Node> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            if (open.pop() instanceof Cut cut) {
                types.set(cut.dimension(), Optional.of(cut.at().type()));
                nodes.addObject().put("field", cut.dimension()).set("at", KeyJson.toJson(cut.at()));
                open.push(cut.upper());
                open.push(cut.lower());
            } else {
                nodes.add(LEAF);
            }
        }
        return nodes;
    }

    private static JsonNode toJson(Node node, List<Optional<PrimitiveType>> types) {
        if (node instanceof Cut cut) {
            types.set(cut.dimension(), Optional.of(cut.at().type()));
            ObjectNode json = StoredJson.object().put("field", cut.dimension());
            json.set("at", KeyJson.toJson(cut.at()));
            json.set("lower", toJson(cut.lower(), types));
            json.set("upper", toJson(cut.upper(), types));
            return json;
        }
        return TextNode.valueOf(LEAF);
    }

    /**
     * @throws CorruptDataException     if the node's form is not what {@link #toJson} gave
     * @throws IllegalArgumentException if the tree in it is none
     */
    public static PartitionTree fromJson(JsonNode json) {
        List<Optional<PrimitiveType>> types = StoredJson.list(
                json,
                "types",
                word -> word.isNull() ? Optional.empty() : Optional.of(KeyJson.typeFromWord(word.asText())));
        Node root = json.has("nodes")
                ? rootOf(StoredJson.require(json, "nodes"), types)
                : nodeFromJson(StoredJson.require(json, "root"), types);
        return new PartitionTree(types.size(), root);
    }

    private static Node nodeFromJson(JsonNode json, List<Optional<PrimitiveType>> types) {
        if (json.isTextual()) {
            Require.that(json.textValue().equals(LEAF), "not a node: " + json);
            return new Leaf();
        }
        return cutFromJson(
                json,
                types,
                nodeFromJson(StoredJson.require(json, "lower"), types),
                nodeFromJson(StoredJson.require(json, "upper"), types));
    }

    /** From the last node to the first, so that what is below a cut is there before it. */
    private static Node rootOf(JsonNode nodes, List<Optional<PrimitiveType>> types) {
        Deque<Node> done = new ArrayDeque<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            JsonNode json = nodes.get(i);
            if (json.isTextual()) {
                Require.that(json.textValue().equals(LEAF), "not a node: " + json);
                done.push(new Leaf());
            } else {
                Require.that(done.size() >= 2, "too few nodes follow: " + json);
                done.push(cutFromJson(json, types, done.pop(), done.pop()));
            }
        }
        Require.that(done.size() == 1, "nodes of " + done.size() + " trees");
        return done.pop();
    }

    private static Cut cutFromJson(JsonNode json, List<Optional<PrimitiveType>> types, Node lower, Node upper) {
        int field = StoredJson.intValue(json, "field");
        Require.that(field >= 0 && field < types.size() && types.get(field).isPresent(), "not a cut: " + json);
        return new Cut(
                field,
                KeyJson.fromJson(
                        StoredJson.require(json, "at"), types.get(field).get()),
                lower,
                upper);
    }
}
