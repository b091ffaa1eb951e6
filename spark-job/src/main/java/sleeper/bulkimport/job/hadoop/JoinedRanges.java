package sleeper.bulkimport.job.hadoop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sleeper.core.file.FileRange;

/** Joins ranges that lie near each other, so that one call reads them: bytes between them cost less than another call. */
final class JoinedRanges {
    /** Most bytes between two ranges that are read for nothing. */
    static final int GAP_BYTES = 128 << 10;
    /** Most bytes of ranges that are joined: they are held once more while they are read, and beyond it another call costs little. */
    static final int MOST_BYTES = 2 << 20;

    private JoinedRanges() {}

    /**
     * Ranges that one call reads.
     *
     * @param ranges one or more, by their positions; none is empty
     */
    record Span(List<FileRange> ranges, long position, long end) {
        static Span of(FileRange range) {
            return new Span(List.of(range), range.position(), end(range));
        }

        private static long end(FileRange range) {
            return Math.addExact(range.position(), range.into().remaining());
        }

        int bytes() {
            return Math.toIntExact(end - position);
        }

        boolean isJoined() {
            return ranges.size() > 1;
        }

        private boolean takes(FileRange next) {
            return next.position() - end <= GAP_BYTES && Math.max(end, end(next)) - position <= MOST_BYTES;
        }

        private Span with(FileRange next) {
            List<FileRange> all = new ArrayList<>(ranges);
            all.add(next);
            return new Span(all, position, Math.max(end, end(next)));
        }

        /** @param bytes from the span's position on; fills the buffers of its ranges */
        void scatter(ByteBuffer bytes) {
            int start = bytes.position();
            for (FileRange range : ranges) {
                int at = start + Math.toIntExact(range.position() - position);
                int length = range.into().remaining();
                range.into().put(bytes.duplicate().position(at).limit(at + length));
            }
        }
    }

    /** @return all that are not empty, by their positions; two of them overlap only if they would be too large together */
    static List<Span> of(List<FileRange> ranges) {
        List<Span> spans = new ArrayList<>();
        Span open = null;
        for (FileRange range : ranges.stream()
                .filter(asked -> asked.into().hasRemaining())
                .sorted(Comparator.comparingLong(FileRange::position))
                .toList()) {
            if (open != null && open.takes(range)) {
                open = open.with(range);
            } else {
                if (open != null) {
                    spans.add(open);
                }
                open = Span.of(range);
            }
        }
        if (open != null) {
            spans.add(open);
        }
        return spans;
    }
}
