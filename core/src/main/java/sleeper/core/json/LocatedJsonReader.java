package sleeper.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.util.UnicodeText;

/**
 * Reads what people write: JSON to the letter of RFC 8259, one value a text, nothing behind it. Text that no store can hold is no
 * text here, though JSON can write it: see {@link UnicodeText}.
 */
public final class LocatedJsonReader {
    /** Deepest nesting of objects and arrays that is read. */
    public static final int MAX_DEPTH = 64;
    /** Longest text that is read, in characters; an SQS message holds at most this many bytes. */
    public static final int MAX_LENGTH = 1 << 20;

    private static final String MEANT =
            "Write the character that is meant; one beyond U+FFFF is a pair of \\u escapes.";

    private static final JsonFactory FACTORY = factory(MAX_DEPTH, MAX_LENGTH);
    private static final JsonFactory STORED_FACTORY = factory(StoredJson.MAX_DEPTH, Integer.MAX_VALUE);

    /** The parser's "Unexpected character ('x' (code 120)): was expecting ...", whose parts we show in words of our own. */
    private static final Pattern UNEXPECTED = Pattern.compile(
            "Unexpected character \\((.*) \\(code .*?\\)\\):? (?:(?:was expecting|expected) )?(.*)", Pattern.DOTALL);
    /** What the parser adds for programmers, which means nothing to who wrote the text. */
    private static final Pattern ADVICE =
            Pattern.compile(": enable `| \\((?:start marker|for \\w+ starting) at | \\(not recognized as one since ");

    /** The parser joins the halves of a name itself; of a value it lets them stand alone. */
    private static final Pattern HALF_A_PAIR = Pattern.compile("^(?:Unexpected low surrogate|Broken surrogate pair) ");

    private LocatedJsonReader() {}

    private static JsonFactory factory(int maxDepth, int maxLength) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(maxLength)
                        .maxNumberLength(100)
                        .build())
                .build();
    }

    /**
     * @param what what the text is, to begin a message with, such as {@code "The job document"}
     * @throws InvalidRequestException MALFORMED_JSON with line and column if it is not JSON; LIMIT_EXCEEDED if it is longer
     *                                 or deeper than is read
     */
    public static LocatedJson read(String what, String text) {
        return readOfPeople(what, text, UnicodeText::isStorable);
    }

    /** As {@link #read}, for values of rows, which may hold U+0000. */
    public static LocatedJson readValue(String what, String text) {
        return readOfPeople(what, text, UnicodeText::isUnicode);
    }

    private static LocatedJson readOfPeople(String what, String text, Predicate<String> isText) {
        if (text.length() > MAX_LENGTH) {
            throw refused(
                    what,
                    Fault.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "the text",
                            text.length() + " characters",
                            "at most " + MAX_LENGTH));
        }
        return read(what, text, FACTORY, isText);
    }

    /** As {@link #read}, for what this program wrote: any text, of any length, and as deep as {@link StoredJson} reads. */
    public static LocatedJson readStored(String what, String text) {
        return read(what, text, STORED_FACTORY, any -> true);
    }

    private static LocatedJson read(String what, String text, JsonFactory factory, Predicate<String> isText) {
        try (JsonParser parser = factory.createParser(text)) {
            if (parser.nextToken() == null) {
                throw refused(what, ErrorCode.MALFORMED_JSON, new Position(1, 1), "nothing", "a JSON value");
            }
            LocatedJson value = new Reading(what, parser, isText).value();
            if (parser.nextToken() != null) {
                Position at = position(parser.currentTokenLocation());
                throw refused(what, ErrorCode.MALFORMED_JSON, at, "more behind the document's end", "nothing");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw refused(what, Fault.of(ErrorCode.LIMIT_EXCEEDED, "the text", e.getOriginalMessage(), ""));
        } catch (JsonProcessingException e) {
            throw malformed(what, e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
    }

    private static Fault unstorable(Position at, String place, String found) {
        FaultLocation line = FaultLocation.NONE.atLine(at.line());
        return new Fault(ErrorCode.MALFORMED_JSON, place, found, UnicodeText.ALLOWED, MEANT, line);
    }

    private static Position position(JsonLocation location) {
        return new Position(location.getLineNr(), location.getColumnNr());
    }

    private static InvalidRequestException malformed(String what, JsonProcessingException e) {
        Matcher unexpected = UNEXPECTED.matcher(e.getOriginalMessage());
        Position at = position(e.getLocation());
        if (HALF_A_PAIR.matcher(e.getOriginalMessage()).find()) {
            return refused(what, unstorable(at, at.toString(), "a name with an unpaired surrogate"));
        }
        if (e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
            return refused(what, ErrorCode.MALFORMED_JSON, at, "the end of the text", "more of the value");
        }
        return unexpected.matches()
                ? refused(what, ErrorCode.MALFORMED_JSON, at, unexpected.group(1), plain(unexpected.group(2)))
                : refused(what, ErrorCode.MALFORMED_JSON, at, plain(e.getOriginalMessage()), "");
    }

    private static String plain(String words) {
        return ADVICE.split(words)[0];
    }

    private static InvalidRequestException refused(
            String what, ErrorCode code, Position at, String found, String allowed) {
        Fault fault = Fault.of(code, at.toString(), found, allowed);
        return refused(what, fault.at(FaultLocation.NONE.atLine(at.line())));
    }

    private static InvalidRequestException refused(String what, Fault fault) {
        return new InvalidRequestException(what + " could not be read.", List.of(fault));
    }

    /** One text being read. */
    private record Reading(String what, JsonParser parser, Predicate<String> isText) {
        private LocatedJson value() throws IOException {
            Position at = position(parser.currentTokenLocation());
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(at);
                case START_ARRAY -> array(at);
                case VALUE_STRING -> new LocatedJson.JsonText(at, storable(at, "", parser.getText()));
                case VALUE_TRUE -> new LocatedJson.JsonBoolean(at, true);
                case VALUE_FALSE -> new LocatedJson.JsonBoolean(at, false);
                case VALUE_NULL -> new LocatedJson.JsonNull(at);
                default -> new LocatedJson.JsonNumber(at, parser.getText());
            };
        }

        private LocatedJson object(Position at) throws IOException {
            List<LocatedJson.Member> members = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                Position nameAt = position(parser.currentTokenLocation());
                String name = storable(nameAt, "the name ", parser.currentName());
                parser.nextToken();
                members.add(new LocatedJson.Member(nameAt, name, value()));
            }
            return new LocatedJson.JsonObject(at, members);
        }

        private LocatedJson array(Position at) throws IOException {
            List<LocatedJson> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value());
            }
            return new LocatedJson.JsonArray(at, elements);
        }

        /** @return the text, if every store can hold it, or one has held it */
        private String storable(Position at, String kind, String text) {
            if (isText.test(text)) {
                return text;
            }
            String place = ObjectReader.place(at, UnicodeText.shown(path(parser.getParsingContext())));
            throw refused(what, unstorable(at, place, kind + "'" + UnicodeText.shown(text) + "'"));
        }

        /** @return the path of what is being read, such as {@code files[2]}; empty for the document itself */
        private static String path(JsonStreamContext context) {
            if (context.inRoot()) {
                return "";
            }
            String above = path(context.getParent());
            if (context.inArray()) {
                return above + "[" + context.getCurrentIndex() + "]";
            }
            return above.isEmpty() ? context.getCurrentName() : above + "." + context.getCurrentName();
        }
    }
}
