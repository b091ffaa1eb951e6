package sleeper.core.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;

/**
 * The values that the folders of a file give its rows, in the form that Hive began and others follow: a folder is named
 * {@code field=value}, where {@code %XX} stands for a byte of UTF-8 and {@code __HIVE_DEFAULT_PARTITION__} for a null. Every
 * folder counts, from the bucket down; the file's own name does not.
 */
public final class FolderValues {
    /** Stands for a null. */
    public static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private static final int HEX = 16;

    private FolderValues() {}

    /**
     * @param wanted the names of the fields that are looked for
     * @param into   receives {@code BAD_FOLDER_VALUE} where two folders contradict each other, or a value is no text
     * @return a value for each such field that a folder names, in the order of the folders
     */
    public static Collection<FolderValue> of(FilePath file, Predicate<String> wanted, List<Fault> into) {
        Map<String, FolderValue> values = new LinkedHashMap<>();
        folders(file).filter(folder -> wanted.test(folder.field())).forEach(folder -> {
            Optional<FolderValue> value = folder.value();
            if (value.isEmpty()) {
                into.add(fault(file, folder.field(), "folder '" + folder.name() + "'", "escapes of UTF-8"));
                return;
            }
            FolderValue first = values.putIfAbsent(folder.field(), value.get());
            if (first != null && !first.equals(value.get())) {
                String found = value.get().shown() + " and, of a folder above, " + first.shown();
                into.add(fault(file, folder.field(), found, "one value"));
            }
        });
        return values.values();
    }

    /** @return the names of all fields that folders of the file name, in the order of the folders */
    public static Set<String> fields(FilePath file) {
        Set<String> names = new LinkedHashSet<>();
        folders(file).forEach(folder -> names.add(folder.field()));
        return names;
    }

    /** @return a fault of the value that a file's folders give to a field */
    public static Fault fault(FilePath file, String field, String found, String allowed) {
        return Fault.of(ErrorCode.BAD_FOLDER_VALUE, file + ", field '" + field + "'", found, allowed)
                .at(FaultLocation.ofFile(file.toString()).inColumn(field));
    }

    /** @return whether a folder of this name gives rows a value */
    public static boolean isNamedSo(String folder) {
        return Folder.of(folder).isPresent();
    }

    private static Stream<Folder> folders(FilePath file) {
        String path = file.toString();
        return Stream.of(path.substring(0, path.lastIndexOf('/')).split("/"))
                .map(Folder::of)
                .flatMap(Optional::stream);
    }

    /** A folder, by its whole name, the field that this names, and the value as it stands there. */
    private record Folder(String name, String field, String escaped) {
        static Optional<Folder> of(String name) {
            int equals = name.indexOf('=');
            return equals < 0
                    ? Optional.empty()
                    : decoded(name.substring(0, equals))
                            .filter(field -> !field.isBlank())
                            .map(field -> new Folder(name, field, name.substring(equals + 1)));
        }

        /** @return empty if its escapes are of no text */
        Optional<FolderValue> value() {
            return escaped.equals(NULL)
                    ? Optional.of(new FolderValue(field, Optional.empty()))
                    : decoded(escaped).map(text -> new FolderValue(field, Optional.of(text)));
        }
    }

    /** A percent sign that no two hexadecimal digits follow stands for itself. */
    private static Optional<String> decoded(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        byte[] from = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer to = ByteBuffer.allocate(from.length);
        for (int i = 0; i < from.length; i++) {
            int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], HEX) : -1;
            int low = high < 0 ? -1 : Character.digit(from[i + 2], HEX);
            to.put(low < 0 ? from[i] : (byte) (high * HEX + low));
            i += low < 0 ? 0 : 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(to.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
