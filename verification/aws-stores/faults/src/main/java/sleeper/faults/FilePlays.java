package sleeper.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileRange;
import sleeper.core.file.FileStore;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.table.UnfinishedFiles.Unfinished;

/** Each use of a file store. Its folder has two files. */
public final class FilePlays {
    private static final String FIRST = "first";
    private static final String SECOND = "below/second";
    private static final byte[] CONTENT = content(1 << 20, 'f');

    private FilePlays() {}

    /** A store of files that leaves unfinished ones behind, and a folder in it. */
    public record Files(FileStore store, UnfinishedFiles unfinished, FilePath folder) {
        FilePath at(String name) {
            return new FilePath(folder.bucket(), folder.key() + "/" + name);
        }
    }

    /** What is done with a folder. */
    @FunctionalInterface
    private interface Use {
        void in(Files files) throws IOException;
    }

    /**
     * @param inParts     length of a file that is an upload, with a part at the end that is not full
     * @param beginUpload begins an upload, and leaves it
     */
    public static List<Play> of(Place.Places<Files> places, int inParts, BeginUpload beginUpload) {
        List<Play> plays = new ArrayList<>();
        for (int length : new int[] {100, inParts}) {
            String what = length == inParts ? "file in parts" : "file";
            Use write = files -> write(files, "new", content(length, 'o'));
            Use anothers = files -> write(files, "new", content(length, 'a'));
            plays.add(new Play(what, impatient -> new InFolder(places.open(impatient), write, Optional.of(anothers))));
            plays.add(new Play(what + " where another's is", impatient -> {
                Place<Files> place = places.open(impatient);
                anothers.in(place.unhindered());
                return new InFolder(place, write, Optional.empty());
            }));
        }
        plays.add(play(places, "file in parts that is given up", files -> {
            try (WritableFile file = files.store().create(files.at("new"))) {
                file.write(ByteBuffer.wrap(content(inParts, 'o')));
            }
        }));
        plays.add(play(
                places,
                "find",
                files -> expect(CONTENT.length, (int) files.store()
                        .find(files.at(FIRST))
                        .orElseThrow()
                        .version()
                        .lengthBytes())));
        plays.add(play(
                places,
                "find of what is not there",
                files -> expect(Optional.empty(), files.store().find(files.at("nothing")))));
        plays.add(play(places, "read", files -> read(files, 0, CONTENT.length)));
        plays.add(play(places, "read of two ranges", files -> read(files, 0, 1_000, CONTENT.length - 1_000, 1_000)));
        plays.add(play(
                places,
                "list",
                files -> expect(
                        List.of(SECOND, FIRST),
                        names(files, files.store().list(files.folder()).toList()))));
        plays.add(play(
                places,
                "scan",
                files -> expect(
                        List.of(SECOND, FIRST),
                        names(
                                files,
                                files.store()
                                        .scan(
                                                new FileFolder(
                                                        files.folder().bucket(),
                                                        files.folder().key()),
                                                FolderScan.ALL_FILES)
                                        .toList()))));
        plays.add(play(places, "delete", files -> files.store().delete(files.at(FIRST))));
        plays.add(play(places, "delete of several", files -> {
            Map<FilePath, IOException> left = files.store().deleteAll(List.of(files.at(FIRST), files.at(SECOND)));
            for (IOException failure : left.values()) {
                throw failure;
            }
        }));
        plays.add(new Play(
                "unfinished files",
                impatient -> new Begun(
                        places.open(impatient),
                        beginUpload,
                        files -> expect(
                                1, files.unfinished().unfinished(files.folder()).size()))));
        plays.add(new Play("abort", impatient -> {
            Place<Files> place = places.open(impatient);
            return new Begun(place, beginUpload, files -> {
                for (Unfinished each : unfinished(place.unhindered())) {
                    files.unfinished().abort(each);
                }
            });
        }));
        return plays;
    }

    /** Begins an upload, and leaves it. */
    @FunctionalInterface
    public interface BeginUpload {
        void at(FilePath path);
    }

    private static Play play(Place.Places<Files> places, String name, Use use) {
        return new Play(name, impatient -> new InFolder(places.open(impatient), use, Optional.empty()));
    }

    private static byte[] content(int length, char letter) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) letter);
        return content;
    }

    private static void write(Files files, String name, byte[] content) throws IOException {
        try (WritableFile file = files.store().create(files.at(name))) {
            file.write(ByteBuffer.wrap(content));
            FileInfo made = file.commit();
            expect((long) content.length, made.version().lengthBytes());
        }
    }

    /** @param fromsAndLengths of the ranges, in turn */
    private static void read(Files files, int... fromsAndLengths) throws IOException {
        FileInfo found = files.store().find(files.at(FIRST)).orElseThrow();
        List<FileRange> ranges = new ArrayList<>();
        for (int i = 0; i < fromsAndLengths.length; i += 2) {
            ranges.add(new FileRange(fromsAndLengths[i], ByteBuffer.allocate(fromsAndLengths[i + 1])));
        }
        try (ReadableFile file = files.store().open(found.path(), found.version())) {
            file.readFully(ranges);
        }
        for (FileRange range : ranges) {
            expect(false, range.into().hasRemaining());
            expect(
                    ByteBuffer.wrap(content(range.into().position(), 'f')),
                    range.into().flip());
        }
    }

    private static List<String> names(Files files, List<FileInfo> found) {
        return found.stream()
                .map(file -> file.path().key().substring(files.folder().key().length() + 1))
                .toList();
    }

    private static List<Unfinished> unfinished(Files files) throws IOException {
        return files.unfinished().unfinished(files.folder());
    }

    private static void expect(Object stored, Object found) {
        if (!found.equals(stored)) {
            throw new AssertionError("found " + found + ", not " + stored);
        }
    }

    private static class InFolder implements Scenario {
        private final Place<Files> at;
        private final Use use;
        private final Optional<Use> anothers;

        InFolder(Place<Files> at, Use use, Optional<Use> anothers) throws IOException {
            this.at = at;
            this.use = use;
            this.anothers = anothers;
            write(at.unhindered(), FIRST, CONTENT);
            write(at.unhindered(), SECOND, "second".getBytes(StandardCharsets.UTF_8));
        }

        Files unhindered() {
            return at.unhindered();
        }

        @Override
        public Outcome act() throws IOException {
            use.in(at.faulty());
            return Outcome.DONE;
        }

        /** Each file with its length and its first byte; all bytes of a file are alike. */
        @Override
        public String truth() throws IOException {
            StringJoiner truth = new StringJoiner(", ", "[", "]");
            FileStore store = unhindered().store();
            for (FileInfo file : store.list(unhindered().folder()).toList()) {
                ByteBuffer first = ByteBuffer.allocate(1);
                try (ReadableFile open = store.open(file.path(), file.version())) {
                    open.readFully(0, first);
                }
                truth.add(names(unhindered(), List.of(file)).get(0) + " " + (char) first.get(0) + " * "
                        + file.version().lengthBytes());
            }
            return truth.toString();
        }

        @Override
        public boolean hasAnother() {
            return anothers.isPresent();
        }

        @Override
        public void another() throws IOException {
            anothers.orElseThrow().in(unhindered());
        }

        @Override
        public String collect() throws IOException {
            List<Unfinished> left = unfinished(unhindered());
            for (Unfinished each : left) {
                unhindered().unfinished().abort(each);
            }
            expect(List.of(), unfinished(unhindered()));
            return left.isEmpty() ? "" : "an upload is left, is listed as unfinished, and is collected";
        }

        @Override
        public String place() {
            return at.words();
        }
    }

    /** A folder with an upload that was begun. */
    private static final class Begun extends InFolder {
        Begun(Place<Files> at, BeginUpload beginUpload, Use use) throws IOException {
            super(at, use, Optional.empty());
            beginUpload.at(at.unhindered().at("begun"));
        }

        @Override
        public String truth() throws IOException {
            return super.truth() + ", uploads: " + unfinished(unhindered()).size();
        }

        @Override
        public String collect() throws IOException {
            String unused = super.collect();
            return "";
        }
    }
}
