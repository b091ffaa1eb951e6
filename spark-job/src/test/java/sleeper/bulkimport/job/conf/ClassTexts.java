package sleeper.bulkimport.job.conf;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The texts in a class file's pool of constants, as the Java Virtual Machine Specification has it in section 4.4.
 *
 * @param all       texts of any use: names and descriptors too
 * @param constants those that code may load as a {@code String}
 */
record ClassTexts(Set<String> all, Set<String> constants) {
    private static final int MAGIC_AND_VERSIONS = 8;

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int STRING = 8;
    /** Bytes behind the tag of those that are passed over, by tag. */
    private static final Map<Integer, Integer> SIZES = Map.ofEntries(
            Map.entry(3, 4),
            Map.entry(4, 4),
            Map.entry(LONG, 8),
            Map.entry(DOUBLE, 8),
            Map.entry(7, 2),
            Map.entry(9, 4),
            Map.entry(10, 4),
            Map.entry(11, 4),
            Map.entry(12, 4),
            Map.entry(15, 3),
            Map.entry(16, 2),
            Map.entry(17, 4),
            Map.entry(18, 4),
            Map.entry(19, 2),
            Map.entry(20, 2));

    static ClassTexts read(DataInputStream in) throws IOException {
        in.skipNBytes(MAGIC_AND_VERSIONS);
        int count = in.readUnsignedShort();
        Map<Integer, String> texts = new HashMap<>();
        List<Integer> strings = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            if (tag == UTF8) {
                texts.put(i, in.readUTF());
            } else if (tag == STRING) {
                strings.add(in.readUnsignedShort());
            } else {
                in.skipNBytes(SIZES.get(tag));
            }
            if (tag == LONG || tag == DOUBLE) {
                // They take two places.
                i++;
            }
        }
        return new ClassTexts(
                new HashSet<>(texts.values()), strings.stream().map(texts::get).collect(Collectors.toSet()));
    }
}
