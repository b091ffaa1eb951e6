package sleeper.core.json;

import java.util.List;

/** A JSON value that knows where it stands in its text, so that a fault can say so. */
public sealed interface LocatedJson {
    /** @return where the value begins */
    Position position();

    /** @return the value as a message shows it: a scalar itself, otherwise its kind */
    String describe();

    /**
     * An object.
     *
     * @param members in the text's order; a name may stand more than once
     */
    record JsonObject(Position position, List<Member> members) implements LocatedJson {
        public JsonObject {
            members = List.copyOf(members);
        }

        @Override
        public String describe() {
            return "an object";
        }
    }

    /**
     * A field of an object.
     *
     * @param position where the name begins
     */
    record Member(Position position, String name, LocatedJson value) {}

    /** An array. */
    record JsonArray(Position position, List<LocatedJson> elements) implements LocatedJson {
        public JsonArray {
            elements = List.copyOf(elements);
        }

        @Override
        public String describe() {
            return "an array";
        }
    }

    /** A string. */
    record JsonText(Position position, String value) implements LocatedJson {
        @Override
        public String describe() {
            return "'" + value + "'";
        }
    }

    /**
     * A number.
     *
     * @param literal as written
     */
    record JsonNumber(Position position, String literal) implements LocatedJson {
        @Override
        public String describe() {
            return "the number " + literal;
        }
    }

    /** {@code true} or {@code false}. */
    record JsonBoolean(Position position, boolean value) implements LocatedJson {
        @Override
        public String describe() {
            return Boolean.toString(value);
        }
    }

    /** {@code null}. */
    record JsonNull(Position position) implements LocatedJson {
        @Override
        public String describe() {
            return "null";
        }
    }
}
