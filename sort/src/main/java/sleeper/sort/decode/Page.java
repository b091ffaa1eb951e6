package sleeper.sort.decode;

/** The data page that a {@link ChunkReader} stands at. Fields are set by it; for one thread. */
final class Page {
    /** Levels and values. */
    int valueCount;
    /** Levels and values that were read. */
    int position;
    /** A definition level for each entry; null where every one is the greatest. */
    byte[] definitions;
    /** A repetition level for each entry; null where none repeats. */
    byte[] repetitions;
    /** The entries that have values. */
    ValueDecoder values;

    int left() {
        return valueCount - position;
    }

    /** @return entries that have a value */
    int definedCount(int maxDefinition) {
        if (definitions == null) {
            return valueCount;
        }
        int defined = 0;
        for (int i = 0; i < valueCount; i++) {
            defined += definitions[i] == maxDefinition ? 1 : 0;
        }
        return defined;
    }
}
