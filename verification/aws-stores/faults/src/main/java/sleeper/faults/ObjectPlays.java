package sleeper.faults;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;

/** Each use of an object store. The store has three objects, two of them in folders. */
public final class ObjectPlays {
    private static final Map<String, String> OBJECTS = Map.of("a/x", "one", "a/deep/y", "two", "top", "three");

    private ObjectPlays() {}

    /** What is done with a store. */
    @FunctionalInterface
    private interface Use {
        Outcome in(ObjectStore store);
    }

    public static List<Play> of(Place.Places<ObjectStore> places) {
        return List.of(
                write(
                        places,
                        "put",
                        store -> put(store, "new/key", "ours"),
                        store -> put(store, "new/key", "another's")),
                play(places, "put where another's is", store -> put(store, "a/x", "ours")),
                write(
                        places,
                        "replace",
                        store -> replace(store, "one", "ours"),
                        store -> replace(store, "one", "another's")),
                play(places, "replace of what is not there", store -> replace(store, "other", "ours")),
                play(
                        places,
                        "get",
                        store -> expect(
                                "one", store.get("a/x").map(ObjectPlays::text).orElse("nothing"))),
                play(places, "get of what is not there", store -> expect(Optional.empty(), store.get("a/z"))),
                play(places, "get of several", store -> {
                    Map<String, String> found = new LinkedHashMap<>();
                    store.getAll(List.of("top", "a/z", "a/x")).forEach((key, bytes) -> found.put(key, text(bytes)));
                    return expect(Map.of("top", "three", "a/x", "one"), found);
                }),
                play(places, "list of all", store -> expect(List.of("a/deep/y", "a/x", "top"), store.list(""))),
                play(places, "list", store -> expect(List.of("a/deep/y", "a/x"), store.list("a"))),
                play(places, "children of all", store -> expect(List.of("a", "top"), store.children(""))),
                play(places, "children", store -> expect(List.of("deep", "x"), store.children("a"))),
                play(places, "delete", store -> store.delete("a/x") ? Outcome.DONE : Outcome.REFUSED),
                play(places, "delete of what is not there", store -> {
                    // After a try whose end is not known, the driver may say that it was there.
                    boolean unused = store.delete("a/z");
                    return Outcome.DONE;
                }));
    }

    private static Outcome put(ObjectStore store, String key, String text) {
        return outcomeOf(store.putIfAbsent(key, bytes(text)));
    }

    private static Outcome replace(ObjectStore store, String expected, String text) {
        return outcomeOf(store.replace("a/x", bytes(expected), bytes(text)));
    }

    private static Outcome outcomeOf(PutResult result) {
        return switch (result) {
            case STORED -> Outcome.DONE;
            case REFUSED -> Outcome.REFUSED;
            case UNKNOWN -> Outcome.UNKNOWN;
        };
    }

    private static Outcome expect(Object stored, Object found) {
        if (!found.equals(stored)) {
            throw new AssertionError("found " + found + ", not " + stored);
        }
        return Outcome.DONE;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Play play(Place.Places<ObjectStore> places, String name, Use use) {
        return new Play(name, impatient -> new InStore(places.open(impatient), use, Optional.empty()));
    }

    private static Play write(Place.Places<ObjectStore> places, String name, Use use, Use anothers) {
        return new Play(name, impatient -> new InStore(places.open(impatient), use, Optional.of(anothers)));
    }

    private static final class InStore implements Scenario {
        private final Place<ObjectStore> at;
        private final Use use;
        private final Optional<Use> anothers;

        InStore(Place<ObjectStore> at, Use use, Optional<Use> anothers) {
            this.at = at;
            this.use = use;
            this.anothers = anothers;
            OBJECTS.forEach((key, text) -> {
                Outcome unused = put(at.unhindered(), key, text);
            });
        }

        @Override
        public Outcome act() {
            return use.in(at.faulty());
        }

        @Override
        public String truth() {
            Map<String, String> all = new LinkedHashMap<>();
            ObjectStore store = at.unhindered();
            store.list("").forEach(key -> all.put(key, text(store.get(key).orElseThrow())));
            return all.toString();
        }

        @Override
        public boolean hasAnother() {
            return anothers.isPresent();
        }

        @Override
        public void another() {
            Outcome unused = anothers.orElseThrow().in(at.unhindered());
        }

        @Override
        public String place() {
            return at.words();
        }
    }
}
