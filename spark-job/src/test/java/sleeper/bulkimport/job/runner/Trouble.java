package sleeper.bulkimport.job.runner;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import sleeper.core.file.FileOutcomeUnknownException;
import sleeper.core.file.FilePath;

/**
 * Trouble that a task meets at a file, on whichever executor it runs.
 *
 * @param at    what the task is about to do, or has just done
 * @param file  part of the file's path
 * @param turns which times it happens, counted over all processes: {@link #ALWAYS}, or so many and once
 * @param kind  what happens
 */
record Trouble(Moment at, String file, int turns, Kind kind) {
    static final int ALWAYS = 0;

    private static final int LOOK_MILLIS = 50;
    private static final int MOST_LOOKS = 60_000 / LOOK_MILLIS;

    enum Moment {
        READ,
        CREATE,
        COMMIT,
        COMMITTED
    }

    enum Kind {
        /** The file may not be read or written. */
        FORBIDDEN,
        /** The disk is full. */
        DISK_FULL,
        /** Nobody answers whether it was done. */
        UNANSWERED,
        /** The program meets what it was not made for. */
        BROKEN,
        /** The heap does not hold what is asked of it. */
        OUT_OF_MEMORY,
        /** The process ends as if killed. */
        KILLED,
        /** The task is slow, and goes on when Spark kills it or a minute has passed. */
        SLOW,
        /** What map tasks have left for others is gone from this process's disk. */
        SHUFFLE_GONE
    }

    /** @return as {@link #read} takes it */
    String text() {
        return at + " " + file + " " + turns + " " + kind;
    }

    static Trouble read(String text) {
        String[] words = text.split(" ");
        return new Trouble(Moment.valueOf(words[0]), words[1], Integer.parseInt(words[2]), Kind.valueOf(words[3]));
    }

    /** @param folder in which the times are counted */
    void meet(Moment moment, FilePath path, Path folder) throws IOException {
        if (moment == at && path.toString().contains(file) && (turns == ALWAYS || turn(folder) == turns)) {
            happen(path);
        }
    }

    private static int turn(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int turn = 1; ; turn++) {
            try {
                Files.createFile(folder.resolve(Integer.toString(turn)));
                return turn;
            } catch (FileAlreadyExistsException e) {
                // That turn is another's.
            }
        }
    }

    private void happen(FilePath path) throws IOException {
        switch (kind) {
            case FORBIDDEN -> throw new AccessDeniedException(path.toString());
            case DISK_FULL -> throw new FileSystemException(path.toString(), null, "No space left on device");
            case UNANSWERED -> throw new FileOutcomeUnknownException(path, new IOException("connection reset"));
            case BROKEN -> throw new IllegalStateException("nothing is as it should be");
            case OUT_OF_MEMORY -> {
                long[] tooLarge = new long[1 << 30];
                throw new IllegalStateException("the heap holds " + tooLarge.length + " numbers");
            }
            case KILLED -> Runtime.getRuntime().halt(137);
            case SLOW -> awaitKill();
            case SHUFFLE_GONE -> {
                for (File directory :
                        SparkEnv.get().blockManager().diskBlockManager().localDirs()) {
                    deleteShuffles(directory.toPath());
                }
            }
        }
    }

    private static void awaitKill() {
        for (int look = 0; look < MOST_LOOKS && !TaskContext.get().isInterrupted(); look++) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void deleteShuffles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(file -> file.getFileName().toString().matches("shuffle_.*\\.data"))
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
