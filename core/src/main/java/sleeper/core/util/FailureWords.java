package sleeper.core.util;

import java.nio.file.FileSystemException;
import java.util.regex.Pattern;

/** A failure that is not ours, in words for people: no name of a Java method, and of a class only where nothing else is known. */
public final class FailureWords {
    /** What a message says that was made for programmers: a call, a class with its package or its outer class, a hash code. */
    private static final Pattern CODE = Pattern.compile(
            "\\w\\(|Cannot (invoke|read|store|load|assign|throw|enter)\\b.*\"|\\b[a-z]\\w*+(\\.[a-z]\\w*+){1,9}+\\.[A-Z]|\\w\\$\\w|@[0-9a-f]{5,}");
    /** What Thrift adds to the name of a field that is missing. */
    private static final Pattern STRUCT = Pattern.compile(" (was not (?:present|found)[^!]{0,99}+)!.*", Pattern.DOTALL);

    private FailureWords() {}

    /** @return what is wrong, with the file's name where the failure has one */
    public static String of(Throwable failure) {
        if (failure instanceof FileSystemException refused) {
            return (refused.getFile() == null ? "" : refused.getFile() + ": ") + FileWords.of(refused);
        }
        String text = STRUCT.matcher(String.valueOf(failure.getMessage())).replaceFirst(" $1");
        return failure.getMessage() == null
                        || text.isBlank()
                        || CODE.matcher(text).find()
                ? "an unexpected " + failure.getClass().getSimpleName()
                : text;
    }
}
