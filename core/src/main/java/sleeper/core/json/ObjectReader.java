package sleeper.core.json;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.Faults;
import sleeper.core.json.LocatedJson.JsonArray;
import sleeper.core.json.LocatedJson.JsonBoolean;
import sleeper.core.json.LocatedJson.JsonNull;
import sleeper.core.json.LocatedJson.JsonObject;
import sleeper.core.json.LocatedJson.JsonText;
import sleeper.core.json.LocatedJson.Member;
import sleeper.core.util.Nearest;

/**
 * Reads the fields of one object and gathers every fault: unknown fields, repeated ones, wrong types. A getter that finds a
 * fault reports it and answers as if the field were not there, so that reading goes on.
 */
public final class ObjectReader {
    private final JsonObject object;
    private final String path;
    private final Optional<ErrorCode> codeOfAll;
    private final Faults faults;
    private final Map<String, Member> members = new LinkedHashMap<>();

    /**
     * @param path      of the object in its document, such as {@code files[2]}; empty for the document itself
     * @param known     the fields it may have
     * @param codeOfAll the code of every fault found, if the document has a code of its own; otherwise the fault's kind is told
     * @param faults    where to gather
     */
    public ObjectReader(
            JsonObject object, String path, List<String> known, Optional<ErrorCode> codeOfAll, Faults faults) {
        this.object = object;
        this.path = path;
        this.codeOfAll = codeOfAll;
        this.faults = faults;
        Set<String> allowed = new HashSet<>(known);
        for (Member member : object.members()) {
            if (!allowed.contains(member.name())) {
                reportUnknown(member, known);
            } else if (members.containsKey(member.name())) {
                report(
                        ErrorCode.DUPLICATE_FIELD,
                        member.position(),
                        path,
                        "the field '" + member.name() + "' again",
                        "each field once",
                        "Name the field once.");
            } else {
                members.put(member.name(), member);
            }
        }
    }

    private void reportUnknown(Member member, List<String> known) {
        report(
                ErrorCode.UNKNOWN_FIELD,
                member.position(),
                path,
                "the field '" + member.name() + "'",
                String.join(", ", known),
                Nearest.to(member.name(), known)
                        .map(nearest -> "Use '" + nearest + "', or remove the field.")
                        .orElse("Remove the field."));
    }

    public Optional<LocatedJson> find(String name) {
        return Optional.ofNullable(members.get(name)).map(Member::value);
    }

    /** As {@link #find}, and its absence is a fault. */
    public Optional<LocatedJson> require(String name) {
        Optional<LocatedJson> value = find(name);
        if (value.isEmpty()
                && object.members().stream().noneMatch(member -> member.name().equals(name))) {
            report(
                    ErrorCode.MISSING_FIELD,
                    object.position(),
                    path,
                    "no field '" + name + "'",
                    "an object with '" + name + "'",
                    "Add the field.");
        }
        return value;
    }

    public Optional<JsonText> text(String name, Optional<LocatedJson> value) {
        return as(JsonText.class, "a string", name, value);
    }

    public Optional<JsonArray> array(String name, Optional<LocatedJson> value) {
        return as(JsonArray.class, "an array", name, value);
    }

    public Optional<JsonObject> object(String name, Optional<LocatedJson> value) {
        return as(JsonObject.class, "an object", name, value);
    }

    /** @return the boolean of that name, {@code false} if there is none */
    public boolean flag(String name, boolean defaultValue) {
        return as(JsonBoolean.class, "true or false", name, find(name))
                .map(JsonBoolean::value)
                .orElse(defaultValue);
    }

    private <T extends LocatedJson> Optional<T> as(
            Class<T> kind, String kindInWords, String name, Optional<LocatedJson> value) {
        value.filter(found -> !kind.isInstance(found))
                .ifPresent(found -> reportWrongType(found, pathOf(name), kindInWords));
        return value.filter(kind::isInstance).map(kind::cast);
    }

    /** Reports a value of another type than allowed. */
    public void reportWrongType(LocatedJson found, String where, String allowed) {
        String action =
                found instanceof JsonNull ? "Leave the field out, or give " + allowed + "." : "Give " + allowed + ".";
        report(ErrorCode.WRONG_TYPE, found.position(), where, found.describe(), allowed, action);
    }

    /** Reports a fault at a place of the text. */
    public void report(ErrorCode code, Position at, String where, String found, String allowed, String action) {
        FaultLocation line = FaultLocation.NONE.atLine(at.line());
        faults.add(new Fault(codeOfAll.orElse(code), place(at, where), found, allowed, action, line));
    }

    /** @return the place as a fault tells it */
    public static String place(Position at, String path) {
        return path.isEmpty() ? at.toString() : at + " (" + path + ")";
    }

    /** @return path of a field of this object in the document */
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
